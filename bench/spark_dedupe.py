"""The same search for duplicates on a cluster: our functions in Arrow batches of PySpark.

python -m bench.spark_dedupe ROWS.parquet FOLDER           writes FOLDER/groups and the other stages
python -m bench.spark_dedupe ROWS.jsonl FOLDER --check     and compare with the embedded run

Needs the extra `spark` and Java 17. A row has the columns of `bench.dedupe.Row`. Each stage is
written as Parquet: so it has its own time, and a stage that fails is repeated alone.
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

from bench.dedupe import RecordRow, find_groups, prepare_row, read_rows
from vcmbib.logic.dedupe.block import block_keys, cut_block
from vcmbib.logic.dedupe.cluster import WorkPair, group_duplicates
from vcmbib.logic.dedupe.decide import Verdict
from vcmbib.logic.dedupe.pipeline import add_copies, compare, recurs, sort_key, venue_of
from vcmbib.logic.dedupe.weights import LARGEST_BLOCK

if TYPE_CHECKING:
    from vcmbib.logic.dedupe.decide import Match
    from vcmbib.logic.dedupe.prepare import PreparedWork

Batches = Iterator[pa.RecordBatch]
Frames = Iterator[pd.DataFrame]

BUCKETS = 64  # components are divided into this many buckets; one bucket is one batch


def block_hash(*words: str) -> int:
    """A block's name as a hash of 64 bits. A collision only adds candidates."""
    text = "\x1f".join(words).encode()
    return int.from_bytes(hashlib.blake2b(text, digest_size=8).digest(), "big", signed=True)


# --- functions on batches ----------------------------------------------------------------------


_PREPARED = pa.schema(
    [
        ("key", pa.string()),
        ("kind", pa.string()),  # equal for works with exactly the same values
        ("title", pa.string()),
        ("venue", pa.string()),
        ("year", pa.int32()),  # null for a preprint
        ("words", pa.list_(pa.string())),
        ("work", pa.binary()),
    ]
)
_PREPARED_SQL = """key string, kind string, title string, venue string, year int,
words array<string>, work binary"""


def prepare_batches(batches: Batches) -> Batches:
    """Turn rows into prepared works."""
    for batch in batches:
        out: list[dict[str, object]] = []
        for row in batch.to_pylist():
            work = prepare_row(RecordRow(**{name: row[name] for name in RecordRow.__annotations__}))  # type: ignore[typeddict-item]
            out.append(
                {
                    "key": row["key"],
                    "kind": value_hash(work),
                    "title": work.title_key,
                    "venue": venue_of(work),
                    "year": None if work.is_preprint else work.year,
                    "words": sorted(set(work.title.split())),
                    "work": pickle.dumps(work, protocol=5),
                }
            )
        yield pa.RecordBatch.from_pylist(out, schema=_PREPARED)


def value_hash(work: PreparedWork) -> str:
    """A hash of all values of a work. Sets are sorted: their order differs between processes."""
    venue = work.venue
    values = [getattr(work, each.name) for each in fields(work) if each.name != "venue"]
    ordered = [sorted(value) if isinstance(value, frozenset) else value for value in values]
    if venue is not None:
        ordered += [venue.forms, sorted(venue.sponsors), venue.is_cut_off, venue.known_venue]
    return hashlib.blake2b(repr(ordered).encode(), digest_size=16).hexdigest()


def key_batches(batches: Batches) -> Batches:
    """Turn (id, work, counts of its words) into one row (id, block) for each block of the work."""
    schema = pa.schema([("id", pa.int64()), ("block", pa.int64())])
    for batch in batches:
        ids: list[int] = []
        blocks: list[int] = []
        for row in batch.to_pylist():
            counts = {c["word"]: c["count"] for c in row["counts"] or ()}
            for key in dict.fromkeys(block_keys(_loaded(row["work"]), counts)):
                ids.append(row["id"])
                blocks.append(block_hash(*key))
        yield pa.RecordBatch.from_arrays([pa.array(ids), pa.array(blocks)], schema=schema)


def cut_frame(frame: pd.DataFrame) -> pd.DataFrame:
    """Turn a large block into pairs, cut as `logic.dedupe.block.cut` does."""
    members = sorted(zip(frame["id"], map(_loaded, frame["work"]), strict=True), key=_in_order)
    ids, works = [i for i, _ in members], [w for _, w in members]
    pairs = {
        (min(ids[a], ids[b]), max(ids[a], ids[b]))
        for part in cut_block(list(range(len(works))), works)
        for a, b in combinations(part, 2)
        if a != b
    }
    return pd.DataFrame(sorted(pairs), columns=["a", "b"])


def _in_order(member: tuple[int, PreparedWork]) -> tuple[object, ...]:
    return sort_key(member[1])


@lru_cache(maxsize=4096)
def _loaded(work: bytes) -> PreparedWork:
    loaded: PreparedWork = pickle.loads(work)
    return loaded


_SIDES = ("work", "keys", "recurs")
_JUDGED = """a long, b long, match binary, work_a binary, work_b binary,
keys_a array<string>, keys_b array<string>, recurs_a boolean, recurs_b boolean"""


def compare_batches(batches: Batches) -> Batches:
    """Compare candidates; keep those that may be one work, or versions of one."""
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


def _compared(a: PreparedWork, b: PreparedWork, recurs_a: bool, recurs_b: bool) -> Match:
    recurring = frozenset(
        w.title_key for w, recurs_in_venue in ((a, recurs_a), (b, recurs_b)) if recurs_in_venue
    )
    return compare(a, b, recurring)


_GROUPS = "verdict string, keys array<string>, score int, evidence string"


class _Works:
    """The works of some components in the order of `sort_key`; copies come after all works."""

    def __init__(self, by_id: dict[int, tuple[PreparedWork, list[str], bool]]) -> None:
        ordered = sorted(by_id, key=lambda i: sort_key(by_id[i][0]))
        self.at = {i: n for n, i in enumerate(ordered)}
        self.works = [by_id[i][0] for i in ordered]
        self.again = [by_id[i][2] for i in ordered]
        self.keys = [by_id[i][1][0] for i in ordered]
        self.copies: dict[int, list[int]] = {n: [] for n in range(len(ordered))}
        for n, i in enumerate(ordered):
            for key in by_id[i][1][1:]:
                self.copies[n].append(len(self.keys))
                self.keys.append(key)

    def compare(self, a: int, b: int) -> Match:
        """Compare two works, or a work with its copy."""
        return _compared(self.works[a], self.works[b], self.again[a], self.again[b])

    def frame(self, pairs: list[WorkPair]) -> pd.DataFrame:
        """The groups that these pairs form."""
        groups = group_duplicates(pairs, self.compare, frozenset())
        rows = [
            {
                "verdict": g.verdict.value,
                "keys": sorted(self.keys[m] for m in g.members),
                "score": g.score,
                "evidence": json.dumps([[str(e) for e in p.match.evidence] for p in g.pairs]),
            }
            for g in add_copies(groups, self.copies, lambda n: self.compare(n, n))
        ]
        return pd.DataFrame(rows, columns=["verdict", "keys", "score", "evidence"])


def group_frame(frame: pd.DataFrame) -> pd.DataFrame:
    """Turn the pairs of some components into groups, as `logic.dedupe.cluster` does."""
    by_id: dict[int, tuple[PreparedWork, list[str], bool]] = {}
    for side in "ab":
        columns = (frame[side], *(frame[f"{name}_{side}"] for name in _SIDES))
        for at, work, keys_of, again in zip(*columns, strict=True):
            by_id[at] = (_loaded(work), list(keys_of), bool(again))
    works = _Works(by_id)
    pairs = []
    for a, b, match in zip(frame["a"], frame["b"], frame["match"], strict=True):
        low, high = sorted((works.at[a], works.at[b]))
        pairs.append(WorkPair(low, high, pickle.loads(match)))
    return works.frame(pairs)


def copies_frames(frames: Frames) -> Frames:
    """The groups of works that match only their copies."""
    for frame in frames:
        by_id = {
            at: (_loaded(work), list(keys_of), bool(again))
            for at, work, keys_of, again in zip(
                frame["id"], frame["work"], frame["keys"], frame["recurs"], strict=True
            )
        }
        yield _Works(by_id).frame([])


# --- the stages --------------------------------------------------------------------------------


class Stages:
    """The stages of one run, each from Parquet to Parquet; prints its seconds, rows and size."""

    def __init__(self, spark: SparkSession, folder: Path) -> None:
        self._spark = spark
        self._folder = folder

    def __call__(self, name: str, make: Callable[[], DataFrame]) -> DataFrame:
        """Run a stage, write its result and return it as read from the file."""
        started = time.perf_counter()
        path = self._folder / name
        make().write.mode("overwrite").parquet(str(path))
        seconds = time.perf_counter() - started
        written = self._spark.read.parquet(str(path))
        size = sum(p.stat().st_size for p in path.rglob("*.parquet"))
        print(f"{name:<12} {seconds:8.1f} s {written.count():>12,} rows {size / 2**20:8.1f} MiB")
        return written


def run(spark: SparkSession, rows: DataFrame, folder: Path) -> DataFrame:
    """Run all stages, from rows to groups."""
    stage = Stages(spark, folder)
    prepared_works = stage("prepare", lambda: rows.mapInArrow(prepare_batches, _PREPARED_SQL))
    titles = stage("recurring", lambda: recurring(prepared_works))
    works = stage("distinct", lambda: distinct(prepared_works, titles))
    blocks = stage("blocks", lambda: blocked(works))
    pairs = stage("pairs", lambda: candidates(works, blocks))
    judged = stage("compare", lambda: compared(works, pairs))
    edges = stage("components", lambda: components(spark, judged))
    return stage("groups", lambda: grouped(works, judged, edges))


def recurring(prepared_works: DataFrame) -> DataFrame:
    """The titles that recur in one venue; see `logic.dedupe.pipeline.recurs`."""

    def chosen(frames: Frames) -> Frames:
        for frame in frames:
            kept = [
                recurs(k, list(n)) for k, n in zip(frame["title"], frame["counts"], strict=True)
            ]
            yield frame.loc[kept, ["title"]]

    years = prepared_works.where("year is not null").groupBy("title", "venue", "year").count()
    counts = years.groupBy("title", "venue").agg(f.collect_list("count").alias("counts"))
    several = counts.where(f.size("counts") > 1)
    return several.mapInPandas(chosen, "title string").distinct()


def distinct(prepared_works: DataFrame, titles: DataFrame) -> DataFrame:
    """One work for all with the same values, with all their keys and whether its title recurs."""
    first = f.min(f.struct("key", "title", "words", "work")).alias("first")
    kinds = prepared_works.groupBy("kind").agg(
        first, f.sort_array(f.collect_list("key")).alias("keys")
    )
    flagged = titles.withColumn("recurs", f.lit(True))
    return (
        kinds.select("first.title", "first.words", "first.work", "keys")
        .withColumn("id", f.monotonically_increasing_id())
        .join(flagged, "title", "left")
        .withColumn("recurs", f.coalesce("recurs", f.lit(False)))
    )


def blocked(works: DataFrame) -> DataFrame:
    """(id, block). The blocks of a work depend on how rare the words of its title are."""
    words = works.select("id", f.explode("words").alias("word"))
    counts = words.groupBy("word").count()
    counts_by_id = (
        words.join(counts, "word")
        .groupBy("id")
        .agg(f.collect_list(f.struct("word", "count")).alias("counts"))
    )
    with_counts = works.select("id", "work").join(counts_by_id, "id", "left")
    return with_counts.mapInArrow(key_batches, "id long, block long")


def candidates(works: DataFrame, blocks: DataFrame) -> DataFrame:
    """(a, b) with a < b, each once: all pairs of each block; a large block is cut first.

    A large block must fit in the memory of one task: some hundred bytes per work.
    """
    sizes = blocks.groupBy("block").count()
    small = blocks.join(sizes.where(f.col("count").between(2, LARGEST_BLOCK)), "block")
    large = blocks.join(sizes.where(f.col("count") > LARGEST_BLOCK), "block").select("id", "block")
    with_works = large.join(works.select("id", "work"), "id")
    cuts = with_works.groupBy("block").applyInPandas(cut_frame, "a long, b long")
    return paired(small).union(cuts).distinct()


def paired(members: DataFrame) -> DataFrame:
    """All pairs of each block."""
    a = members.select("block", f.col("id").alias("a"))
    b = members.select("block", f.col("id").alias("b"))
    return a.join(b, "block").where("a < b").select("a", "b")


def compared(works: DataFrame, pairs: DataFrame) -> DataFrame:
    """Compare all candidates; pairs of different works are left out."""
    with_works = pairs
    for side in "ab":
        columns = [f.col(name).alias(f"{name}_{side}") for name in _SIDES]
        with_works = with_works.join(works.select(f.col("id").alias(side), *columns), side)
    return with_works.mapInArrow(compare_batches, _JUDGED)


def components(spark: SparkSession, judged: DataFrame) -> DataFrame:
    """(id, component): the connected components of the pairs, with SciPy on one machine.

    An edge takes twenty bytes, so the edges of a hundred million works fit in memory.
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


def grouped(works: DataFrame, judged: DataFrame, component_of: DataFrame) -> DataFrame:
    """The groups of all components, one bucket per batch, and of works that match only copies."""
    with_component = judged.join(component_of.withColumnRenamed("id", "a"), "a")
    bucket = (f.col("component") % BUCKETS).alias("bucket")
    several = (
        with_component.select("*", bucket).groupBy("bucket").applyInPandas(group_frame, _GROUPS)
    )
    lone = works.where(f.size("keys") > 1).join(component_of, "id", "left_anti")
    return several.union(lone.mapInPandas(copies_frames, _GROUPS))


# --- the program -------------------------------------------------------------------------------


def local_session(cores: str, memory: str, parts: int) -> SparkSession:
    """A session of Spark on this machine. On a cluster use `spark-submit`."""
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    spark: SparkSession = (
        SparkSession.builder.appName("vcmbib duplicates")
        .master(f"local[{cores}]")
        .config("spark.driver.memory", memory)
        .config("spark.sql.shuffle.partitions", parts)
        # A row has few bytes but needs much work: merged small partitions would leave cores idle.
        .config("spark.sql.adaptive.coalescePartitions.enabled", "false")
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.sql.execution.arrow.pyspark.enabled", "true")
        .getOrCreate()
    )
    spark.sparkContext.setLogLevel("ERROR")
    return spark


def same_groups(rows: list[RecordRow], groups: DataFrame) -> bool:
    """Whether the embedded run finds the same groups. Prints how many differ."""
    _, embedded, _ = find_groups(sorted(rows, key=lambda row: row["key"]))
    spark = [(row["verdict"], tuple(row["keys"])) for row in groups.collect()]
    here, there = set(embedded), set(spark)
    print(
        f"embedded {len(embedded)} groups, Spark {len(spark)};"
        f" only embedded {len(here - there)}, only Spark {len(there - here)}"
    )
    return here == there and len(embedded) == len(spark)


def _table(path: Path) -> Any:
    schema = pa.schema(
        [
            *((n, pa.string()) for n in ("key", "title", "venue", "volume", "number", "pages")),
            ("authors", pa.list_(pa.string())),
            ("identifiers", pa.list_(pa.string())),
            ("year", pa.int32()),
        ]
    )
    return pa.Table.from_pylist(list(read_rows(path)), schema=schema)


def main() -> int:
    """Run all stages; with --check compare with the embedded run."""
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
    spark = local_session(given.cores, given.memory, given.parts)
    try:
        begun = time.perf_counter()
        groups = run(spark, spark.read.parquet(str(path)), given.folder)
        print(f"{'all':<12} {time.perf_counter() - begun:8.1f} s")
        if not given.check:
            return 0
        rows: list[RecordRow] = pq.read_table(path).to_pylist()
        return 0 if same_groups(rows, groups) else 1
    finally:
        spark.stop()


if __name__ == "__main__":
    # Workers import the functions by module name; in `__main__` they would not find them.
    raise SystemExit(importlib.import_module("bench.spark_dedupe").main())
