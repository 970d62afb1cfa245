#!/usr/bin/env bash
# Make papers.db and exports/ from scratch: tools/rebuild_library.sh LIST.md RECORDS.bib
#
# LIST.md is the curated list, RECORDS.bib verified records of some of its papers. The steps are the
# log of the library: `vcmbib log` shows them. The same input gives the same library.
set -euo pipefail
list=$(realpath "$1") records=$(realpath "$2")
cd "$(dirname "${BASH_SOURCE[0]}")/.."
vcmbib=${VCMBIB:-vcmbib}
into=${INTO:-$PWD}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp "$list" "$work/vcm-list.md"
cp "$records" "$work/vcm-records.bib"
export SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-1795305600} # fixed times make the same file again
unset VCMBIB_DB

step() { (cd "$work" && "$vcmbib" "$@" >/dev/null); }

step init
step import vcm-list.md

# Corrections of the list, where the facts are certain.
# The list has a letter too many, and the key with it.
step edit zhang2023smachine --set "title=Machine Perception-Driven Image Compression: A Layered Generative Approach"
step key zhang2023smachine zhang2023machine
# The list has no address and misspells the title of arXiv 2407.11700 (ECCV 2024).
step edit liu2024rate --set "title=Rate-Distortion-Cognition Controllable Versatile Neural Image Compression" --set arxiv=2407.11700 --set url=https://arxiv.org/abs/2407.11700
# Document 10379180 is the Task-Switchable Pre-Processor (10.1109/TCSVT.2023.3348995); the list has it
# on Unified Architecture Adaptation as well, whose own address it does not give.
step link duan2023unified --remove https://ieeexplore.ieee.org/abstract/document/10379180
step edit duan2023unified --set ieee=
step edit yang2024task --set doi=10.1109/TCSVT.2023.3348995
# The list links the volume; the paper has a page of its own in it.
step edit liu2019classification --set url=https://proceedings.neurips.cc/paper/2019/hash/6c29793a140a811d0c45ce03c1c93a28-Abstract.html

# What the list does not say, from verified records.
step import vcm-records.bib

# The time of the migration is the one thing that differs between two builds.
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
