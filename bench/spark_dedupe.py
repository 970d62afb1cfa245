"""The same duplicates past one machine: the library's own functions in Arrow batches of PySpark.

python -m bench.spark_dedupe ROWS.parquet FOLDER           groups in FOLDER/groups, stages beside it
python -m bench.spark_dedupe ROWS.jsonl FOLDER --check     and that the embedded run has the same

Needs the extra `spark` and Java 17. A row has the columns of `bench.dedupe.Row`. Each stage is
written as Parquet: its time is its own, and a stage that fails is repeated alone.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib
import json
import os
import pickle
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import fields
from functools import lru_cache
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import pyarrow as pa
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as f

from bench.dedupe import Row, found, prepared, read
from vcmbib.logic.dedupe.block import cut, keys
from vcmbib.logic.dedupe.cluster import Pair, group
from vcmbib.logic.dedupe.decide import Verdict
from vcmbib.logic.dedupe.pipeline import compare, in_order, recurs, venue_of, with_copies
from vcmbib.logic.dedupe.weights import LARGEST_BLOCK

if TYPE_CHECKING:
    from vcmbib.logic.dedupe.decide import Match
    from vcmbib.logic.dedupe.prepare import Prepared

Batches = Iterator[pa.RecordBatch]
Frames = Iterator[pd.DataFrame]

BUCKETS = 64  # components are dealt out to so many tasks a core; thousands of them make one batch


def number_of(*words: str) -> int:
    """A block's name as 64 bits: two that fall together only add candidates."""
    text = "\x1f".join(words).encode()
    return int.from_bytes(hashlib.blake2b(text, digest_size=8).digest(), "big", signed=True)


# --- what runs inside the batches --------------------------------------------------------------


_PREPARED = pa.schema(
    [
        ("key", pa.string()),
        ("kind", pa.string()),  # the same for works that say exactly the same
        ("title", pa.string()),
        ("venue", pa.string()),
        ("year", pa.int32()),  # of what is no preprint
        ("words", pa.list_(pa.string())),
        ("work", pa.binary()),
    ]
)
_PREPARED_SQL = """key string, kind string, title string, venue string, year int,
words array<string>, work binary"""


def prepare_batches(batches: Batches) -> Batches:
    """Rows to prepared works."""
    for batch in batches:
        out: list[dict[str, object]] = []
        for row in batch.to_pylist():
            work = prepared(Row(**{name: row[name] for name in Row.__annotations__}))  # type: ignore[typeddict-item]
            out.append(
                {
                    "key": row["key"],
                    "kind": kind_of(work),
                    "title": work.key,
                    "venue": venue_of(work),
                    "year": None if work.preprint else work.year,
                    "words": sorted(set(work.title.split())),
                    "work": pickle.dumps(work, protocol=5),
                }
            )
        yield pa.RecordBatch.from_pylist(out, schema=_PREPARED)


def kind_of(work: Prepared) -> str:
    """A name for all that a work says: sets in order, since each process has its own order."""
    venue = work.venue
    told = [getattr(work, each.name) for each in fields(work) if each.name != "venue"]
    said = [sorted(value) if isinstance(value, frozenset) else value for value in told]
    if venue is not None:
        said += [venue.forms, sorted(venue.sponsors), venue.cut, venue.known]
    return hashlib.blake2b(repr(said).encode(), digest_size=16).hexdigest()


def key_batches(batches: Batches) -> Batches:
    """(id, work, its words with their counts) to one row for each block that it stands in."""
    schema = pa.schema([("id", pa.int64()), ("block", pa.int64())])
    for batch in batches:
        ids: list[int] = []
        blocks: list[int] = []
        for row in batch.to_pylist():
            counts = {c["word"]: c["count"] for c in row["counts"] or ()}
            for key in dict.fromkeys(keys(_loaded(row["work"]), counts)):
                ids.append(row["id"])
                blocks.append(number_of(*key))
        yield pa.RecordBatch.from_arrays([pa.array(ids), pa.array(blocks)], schema=schema)


def cut_frame(frame: pd.DataFrame) -> pd.DataFrame:
    """A large block to its pairs, by the library's own cuts."""
    members = sorted(zip(frame["id"], map(_loaded, frame["work"]), strict=True), key=_in_order)
    ids, works = [i for i, _ in members], [w for _, w in members]
    pairs = {
        (min(ids[a], ids[b]), max(ids[a], ids[b]))
        for part in cut(list(range(len(works))), works)
        for a, b in combinations(part, 2)
        if a != b
    }
    return pd.DataFrame(sorted(pairs), columns=["a", "b"])


def _in_order(member: tuple[int, Prepared]) -> tuple[object, ...]:
    return in_order(member[1])


@lru_cache(maxsize=4096)
def _loaded(work: bytes) -> Prepared:
    loaded: Prepared = pickle.loads(work)
    return loaded


_SIDES = ("work", "keys", "recurs")
_JUDGED = """a long, b long, match binary, work_a binary, work_b binary,
keys_a array<string>, keys_b array<string>, recurs_a boolean, recurs_b boolean"""


def compare_batches(batches: Batches) -> Batches:
    """Candidates with their works to those that may be one, or versions of one."""
    for batch in batches:
        kept: list[int] = []
        matches: list[bytes] = []
        columns = {name: batch.column(name) for name in batch.schema.names}
        works = zip(columns["work_a"].to_pylist(), columns["work_b"].to_pylist(), strict=True)
        again = zip(columns["recurs_a"].to_pylist(), columns["recurs_b"].to_pylist(), strict=True)
        for at, ((a, b), (recurs_a, recurs_b)) in enumerate(zip(works, again, strict=True)):
            match = _compared(_loaded(a), _loaded(b), recurs_a, recurs_b)
            if match.verdict not in (Verdict.DIFFERENT, Verdict.SHARED):
                kept.append(at)
                matches.append(pickle.dumps(match, protocol=5))
        taken = batch.take(pa.array(kept, pa.int64()))
        names = ["a", "b", "match", *(f"{n}_{side}" for n in _SIDES for side in "ab")]
        arrays = [
            pa.array(matches, pa.binary()) if name == "match" else taken.column(name)
            for name in names
        ]
        yield pa.RecordBatch.from_arrays(arrays, names=names)


def _compared(a: Prepared, b: Prepared, recurs_a: bool, recurs_b: bool) -> Match:
    recurring = frozenset(w.key for w, said in ((a, recurs_a), (b, recurs_b)) if said)
    return compare(a, b, recurring)


_GROUPS = "verdict string, keys array<string>, score int, evidence string"


class _Works:
    """Works of some components in the library's order, the first of each kind before its copies."""

    def __init__(self, found: dict[int, tuple[Prepared, list[str], bool]]) -> None:
        ordered = sorted(found, key=lambda i: in_order(found[i][0]))
        self.at = {i: n for n, i in enumerate(ordered)}
        self.works = [found[i][0] for i in ordered]
        self.again = [found[i][2] for i in ordered]
        self.keys = [found[i][1][0] for i in ordered]
        self.copies: dict[int, list[int]] = {n: [] for n in range(len(ordered))}
        for n, i in enumerate(ordered):
            for key in found[i][1][1:]:
                self.copies[n].append(len(self.keys))
                self.keys.append(key)

    def compare(self, a: int, b: int) -> Match:
        """The verdict on two works, or on one and its copy."""
        return _compared(self.works[a], self.works[b], self.again[a], self.again[b])

    def frame(self, pairs: list[Pair]) -> pd.DataFrame:
        """The groups that these pairs make."""
        groups = group(pairs, self.compare, frozenset())
        rows = [
            {
                "verdict": g.verdict.value,
                "keys": sorted(self.keys[m] for m in g.members),
                "score": g.score,
                "evidence": json.dumps([[str(e) for e in p.match.evidence] for p in g.pairs]),
            }
            for g in with_copies(groups, self.copies, lambda n: self.compare(n, n))
        ]
        return pd.DataFrame(rows, columns=["verdict", "keys", "score", "evidence"])


def group_frame(frame: pd.DataFrame) -> pd.DataFrame:
    """The pairs of some components to their groups, by the library's own rule."""
    found: dict[int, tuple[Prepared, list[str], bool]] = {}
    for side in "ab":
        columns = (frame[side], *(frame[f"{name}_{side}"] for name in _SIDES))
        for at, work, keys_of, again in zip(*columns, strict=True):
            found[at] = (_loaded(work), list(keys_of), bool(again))
    works = _Works(found)
    pairs = []
    for a, b, match in zip(frame["a"], frame["b"], frame["match"], strict=True):
        low, high = sorted((works.at[a], works.at[b]))
        pairs.append(Pair(low, high, pickle.loads(match)))
    return works.frame(pairs)


def alone_frames(frames: Frames) -> Frames:
    """Works that are like nothing but their copies."""
    for frame in frames:
        found = {
            at: (_loaded(work), list(keys_of), bool(again))
            for at, work, keys_of, again in zip(
                frame["id"], frame["work"], frame["keys"], frame["recurs"], strict=True
            )
        }
        yield _Works(found).frame([])


# --- the stages --------------------------------------------------------------------------------


class Stages:
    """Stages of one run, each from Parquet to Parquet, with its seconds on the clock and rows."""

    def __init__(self, spark: SparkSession, folder: Path) -> None:
        self._spark = spark
        self._folder = folder

    def __call__(self, name: str, make: Callable[[], DataFrame]) -> DataFrame:
        """Run a stage and give its result as it was written."""
        started = time.perf_counter()
        path = self._folder / name
        make().write.mode("overwrite").parquet(str(path))
        seconds = time.perf_counter() - started
        written = self._spark.read.parquet(str(path))
        size = sum(p.stat().st_size for p in path.rglob("*.parquet"))
        print(f"{name:<12} {seconds:8.1f} s {written.count():>12,} rows {size / 2**20:8.1f} MiB")
        return written


def run(spark: SparkSession, given: DataFrame, folder: Path) -> DataFrame:
    """From rows to groups."""
    stage = Stages(spark, folder)
    said = stage("prepare", lambda: given.mapInArrow(prepare_batches, _PREPARED_SQL))
    titles = stage("recurring", lambda: recurring(said))
    works = stage("distinct", lambda: distinct(said, titles))
    blocks = stage("blocks", lambda: blocked(works))
    pairs = stage("pairs", lambda: candidates(works, blocks))
    judged = stage("compare", lambda: compared(works, pairs))
    edges = stage("components", lambda: components(spark, judged))
    return stage("groups", lambda: grouped(works, judged, edges))


def recurring(said: DataFrame) -> DataFrame:
    """The titles that recur in one venue."""

    def chosen(frames: Frames) -> Frames:
        for frame in frames:
            kept = [
                recurs(k, list(n)) for k, n in zip(frame["title"], frame["counts"], strict=True)
            ]
            yield frame.loc[kept, ["title"]]

    years = said.where("year is not null").groupBy("title", "venue", "year").count()
    counts = years.groupBy("title", "venue").agg(f.collect_list("count").alias("counts"))
    several = counts.where(f.size("counts") > 1)
    return several.mapInPandas(chosen, "title string").distinct()


def distinct(said: DataFrame, titles: DataFrame) -> DataFrame:
    """One work for all that say exactly the same, with their keys and whether its title recurs."""
    first = f.min(f.struct("key", "title", "words", "work")).alias("first")
    kinds = said.groupBy("kind").agg(first, f.sort_array(f.collect_list("key")).alias("keys"))
    flagged = titles.withColumn("recurs", f.lit(True))
    return (
        kinds.select("first.title", "first.words", "first.work", "keys")
        .withColumn("id", f.monotonically_increasing_id())
        .join(flagged, "title", "left")
        .withColumn("recurs", f.coalesce("recurs", f.lit(False)))
    )


def blocked(works: DataFrame) -> DataFrame:
    """(id, block), by how rare the words of a title are in all titles."""
    said = works.select("id", f.explode("words").alias("word"))
    counts = said.groupBy("word").count()
    of_each = (
        said.join(counts, "word")
        .groupBy("id")
        .agg(f.collect_list(f.struct("word", "count")).alias("counts"))
    )
    whole = works.select("id", "work").join(of_each, "id", "left")
    return whole.mapInArrow(key_batches, "id long, block long")


def candidates(works: DataFrame, blocks: DataFrame) -> DataFrame:
    """(a, b), a < b, each once: all pairs of a block; the library cuts the large ones.

    A task holds a large block whole: some hundred bytes a work of it.
    """
    sizes = blocks.groupBy("block").count()
    small = blocks.join(sizes.where(f.col("count").between(2, LARGEST_BLOCK)), "block")
    large = blocks.join(sizes.where(f.col("count") > LARGEST_BLOCK), "block").select("id", "block")
    whole = large.join(works.select("id", "work"), "id")
    cuts = whole.groupBy("block").applyInPandas(cut_frame, "a long, b long")
    return paired(small).union(cuts).distinct()


def paired(members: DataFrame) -> DataFrame:
    """All pairs of each block."""
    a = members.select("block", f.col("id").alias("a"))
    b = members.select("block", f.col("id").alias("b"))
    return a.join(b, "block").where("a < b").select("a", "b")


def compared(works: DataFrame, pairs: DataFrame) -> DataFrame:
    """What the library decides on each pair of candidates, the simply different left out."""
    whole = pairs
    for side in "ab":
        columns = [f.col(name).alias(f"{name}_{side}") for name in _SIDES]
        whole = whole.join(works.select(f.col("id").alias(side), *columns), side)
    return whole.mapInArrow(compare_batches, _JUDGED)


def components(spark: SparkSession, judged: DataFrame) -> DataFrame:
    """(id, component): SciPy's connected components over the edges that are left.

    Twenty bytes an edge: what remains of a hundred million works after comparing fits one machine.
    """
    import numpy as np
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    table = judged.select("a", "b").toArrow()
    ends = np.concatenate([table.column(side).to_numpy() for side in ("a", "b")])
    ids, at = np.unique(ends, return_inverse=True)
    half = len(table)
    graph = coo_matrix((np.ones(half, bool), (at[:half], at[half:])), shape=(len(ids), len(ids)))
    _, labels = connected_components(graph, directed=False)
    return spark.createDataFrame(pa.table({"id": ids, "component": labels.astype("int64")}))


def grouped(works: DataFrame, judged: DataFrame, of: DataFrame) -> DataFrame:
    """The groups of all components, those of one bucket in one batch; and copies of lone works."""
    whole = judged.join(of.withColumnRenamed("id", "a"), "a")
    bucket = (f.col("component") % BUCKETS).alias("bucket")
    several = whole.select("*", bucket).groupBy("bucket").applyInPandas(group_frame, _GROUPS)
    lone = works.where(f.size("keys") > 1).join(of, "id", "left_anti")
    return several.union(lone.mapInPandas(alone_frames, _GROUPS))


# --- the program -------------------------------------------------------------------------------


def started(cores: str, memory: str, parts: int) -> SparkSession:
    """A local session; on a cluster `spark-submit` says where."""
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    spark: SparkSession = (
        SparkSession.builder.appName("vcmbib duplicates")
        .master(f"local[{cores}]")
        .config("spark.driver.memory", memory)
        .config("spark.sql.shuffle.partitions", parts)
        # Rows are few bytes and much work: merging small partitions would leave cores idle.
        .config("spark.sql.adaptive.coalescePartitions.enabled", "false")
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.sql.execution.arrow.pyspark.enabled", "true")
        .getOrCreate()
    )
    spark.sparkContext.setLogLevel("ERROR")
    return spark


def agreed(rows: list[Row], groups: DataFrame) -> bool:
    """Whether the embedded run has the same groups, and print how many differ."""
    _, here, _ = found(sorted(rows, key=lambda row: row["key"]))
    there = [(row["verdict"], tuple(row["keys"])) for row in groups.collect()]
    ours, theirs = set(here), set(there)
    print(
        f"embedded {len(here)} groups, Spark {len(there)};"
        f" only embedded {len(ours - theirs)}, only Spark {len(theirs - ours)}"
    )
    return ours == theirs and len(here) == len(there)


def _table(path: Path) -> Any:
    schema = pa.schema(
        [
            *((n, pa.string()) for n in ("key", "title", "venue", "volume", "number", "pages")),
            ("authors", pa.list_(pa.string())),
            ("identifiers", pa.list_(pa.string())),
            ("year", pa.int32()),
        ]
    )
    return pa.Table.from_pylist(list(read(path)), schema=schema)


def main() -> int:
    """Run, and compare if that is asked for."""
    import pyarrow.parquet as pq

    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("rows", type=Path, help="Parquet, or JSON lines of bench.dedupe --keep")
    parser.add_argument("folder", type=Path, help="where stages and groups are written")
    parser.add_argument("--check", action="store_true", help="compare with the embedded run")
    parser.add_argument("--cores", default="2")
    parser.add_argument("--memory", default="2g", help="of the Java side")
    parser.add_argument("--parts", type=int, default=8, help="partitions of a shuffle")
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    path = given.rows
    if path.suffix == ".jsonl":
        path = given.folder / "rows.parquet"
        pq.write_table(_table(given.rows), path)
    spark = started(given.cores, given.memory, given.parts)
    try:
        begun = time.perf_counter()
        groups = run(spark, spark.read.parquet(str(path)), given.folder)
        print(f"{'all':<12} {time.perf_counter() - begun:8.1f} s")
        if not given.check:
            return 0
        rows: list[Row] = pq.read_table(path).to_pylist()
        return 0 if agreed(rows, groups) else 1
    finally:
        spark.stop()


if __name__ == "__main__":
    # Workers find the functions by the name of this module, which `__main__` is not.
    raise SystemExit(importlib.import_module("bench.spark_dedupe").main())
