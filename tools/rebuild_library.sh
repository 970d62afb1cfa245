#!/usr/bin/env bash
# Build papers.db and exports/ from scratch: tools/rebuild_library.sh LIST.md RECORDS.bib…
#
# LIST.md is the curated list. Each RECORDS.bib has verified records of some of its papers. `vcmbib
# log` shows the steps, since each is a change of the library. The same input gives the same library.
set -euo pipefail
list=$(realpath "$1")
shift
records=()
for file in "$@"; do records+=("$(realpath "$file")"); done
cd "$(dirname "${BASH_SOURCE[0]}")/.."
vcmbib=${VCMBIB:-vcmbib}
into=${INTO:-$PWD}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp "$list" "$work/vcm-list.md"
for file in "${records[@]}"; do cp "$file" "$work/"; done
export SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-1795305600} # with fixed times the file is the same each time
unset VCMBIB_DB

step() { (cd "$work" && "$vcmbib" "$@" >/dev/null); }

step init
step import vcm-list.md

# Corrections of the list, only where the facts are certain.
# The title in the list has one letter too many, and so has the key.
step edit zhang2023smachine --set "title=Machine Perception-Driven Image Compression: A Layered Generative Approach"
step key zhang2023smachine zhang2023machine
# The list has no URL and misspells the title of arXiv 2407.11700 (ECCV 2024).
step edit liu2024rate --set "title=Rate-Distortion-Cognition Controllable Versatile Neural Image Compression" --set arxiv=2407.11700 --set url=https://arxiv.org/abs/2407.11700
# Document 10379180 is the Task-Switchable Pre-Processor (10.1109/TCSVT.2023.3348995). The
# list has this URL also for Unified Architecture Adaptation, and has no own URL of that paper.
step link duan2023unified --remove https://ieeexplore.ieee.org/abstract/document/10379180
step edit duan2023unified --set ieee=
step edit yang2024task --set doi=10.1109/TCSVT.2023.3348995
# The list links the whole volume; the paper has its own page there.
step edit liu2019classification --set url=https://proceedings.neurips.cc/paper/2019/hash/6c29793a140a811d0c45ce03c1c93a28-Abstract.html

# Fields that the list does not have, from verified records.
for file in "${records[@]}"; do step import "$(basename "$file")"; done

# Only the time of the migration differs between two builds: set it to a fixed value.
(cd "$work" && python3 - <<'END'
import sqlite3
db = sqlite3.connect("papers.db", isolation_level=None)
db.execute("UPDATE _sqlite_migrations SET applied_at = (SELECT made FROM changes WHERE id = 1)")
db.execute("VACUUM")
END
)
mkdir -p "$into/exports"
mv "$work/papers.db" "$into/papers.db"
cd "$into"
"$vcmbib" --db papers.db export --all
