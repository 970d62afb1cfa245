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
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import pyarrow as pa
from pyspark.sql import DataFrame, SparkSession, Window
from pyspark.sql import functions as f

from bench.dedupe import Row, found, prepared, read
from vcmbib.logic.blocking import CUTS, LARGEST, keys
from vcmbib.logic.deciding import Verdict
from vcmbib.logic.duplicates import compare, recurs
from vcmbib.logic.grouping import Pair, group

if TYPE_CHECKING:
    from vcmbib.logic.deciding import Match
    from vcmbib.logic.preparing import Prepared

Batches = Iterator[pa.RecordBatch]
Frames = Iterator[pd.DataFrame]

BUCKETS = 64  # components are dealt out to so many tasks a core; thousands of them make one batch


def number_of(*words: str) -> int:
    """A block's name as 64 bits: two that fall together only add candidates."""
    text = "\x1f".join(words).encode()
    return int.from_bytes(hashlib.blake2b(text, digest_size=8).digest(), "big", signed=True)


# --- what runs inside the batches --------------------------------------------------------------


_PREPARED = """id long, title string, year int, words array<string>, cuts array<array<long>>,
work binary"""


def prepare_batches(batches: Batches) -> Batches:
    """Rows to prepared works, each with the names of the parts that large blocks are cut into."""
    for batch in batches:
        out: list[dict[str, object]] = []
        for row in batch.to_pylist():
            work = prepared(Row(**{name: row[name] for name in Row.__annotations__}))  # type: ignore[typeddict-item]
            out.append(
                {
                    "id": row["id"],
                    "title": work.key,
                    "year": work.year,
                    "words": sorted(set(work.title.split())),
                    "cuts": [[number_of(part) for part in cut(work)] for cut in CUTS],
                    "work": pickle.dumps((row["key"], work), protocol=5),
                }
            )
        yield pa.RecordBatch.from_pylist(out, schema=_SCHEMA)


_SCHEMA = pa.schema(
    [
        ("id", pa.int64()),
        ("title", pa.string()),
        ("year", pa.int32()),
        ("words", pa.list_(pa.string())),
        ("cuts", pa.list_(pa.list_(pa.int64()))),
        ("work", pa.binary()),
    ]
)


def key_batches(batches: Batches) -> Batches:
    """(id, work, its words with their counts) to one row for each block that it stands in."""
    schema = pa.schema([("id", pa.int64()), ("block", pa.int64())])
    for batch in batches:
        ids: list[int] = []
        blocks: list[int] = []
        for row in batch.to_pylist():
            _, work = pickle.loads(row["work"])
            counts = {c["word"]: c["count"] for c in row["counts"] or ()}
            for key in dict.fromkeys(keys(work, counts)):
                ids.append(row["id"])
                blocks.append(number_of(*key))
        yield pa.RecordBatch.from_arrays([pa.array(ids), pa.array(blocks)], schema=schema)


@lru_cache(maxsize=4096)
def _loaded(work: bytes) -> tuple[str, Prepared]:
    loaded: tuple[str, Prepared] = pickle.loads(work)
    return loaded


_JUDGED = """a long, b long, match binary, work_a binary, work_b binary,
recurs_a boolean, recurs_b boolean"""


def compare_batches(batches: Batches) -> Batches:
    """Candidates with their works to those that are not simply different."""
    for batch in batches:
        kept: list[int] = []
        matches: list[bytes] = []
        columns = {name: batch.column(name) for name in batch.schema.names}
        works = zip(columns["work_a"].to_pylist(), columns["work_b"].to_pylist(), strict=True)
        again = zip(columns["recurs_a"].to_pylist(), columns["recurs_b"].to_pylist(), strict=True)
        for at, ((a, b), (recurs_a, recurs_b)) in enumerate(zip(works, again, strict=True)):
            match = _compared(_loaded(a)[1], _loaded(b)[1], recurs_a, recurs_b)
            if match.verdict is not Verdict.DIFFERENT:
                kept.append(at)
                matches.append(pickle.dumps(match, protocol=5))
        taken = batch.take(pa.array(kept, pa.int64()))
        names = ["a", "b", "match", "work_a", "work_b", "recurs_a", "recurs_b"]
        arrays = [
            pa.array(matches, pa.binary()) if name == "match" else taken.column(name)
            for name in names
        ]
        yield pa.RecordBatch.from_arrays(arrays, names=names)


def _compared(a: Prepared, b: Prepared, recurs_a: bool, recurs_b: bool) -> Match:
    recurring = frozenset(w.key for w, said in ((a, recurs_a), (b, recurs_b)) if said)
    return compare(a, b, recurring)


_GROUPS = "verdict string, keys array<string>, score int, evidence string"


def group_frame(frame: pd.DataFrame) -> pd.DataFrame:
    """The pairs of some components to their groups, by the library's own rule."""
    works: dict[int, tuple[str, Prepared]] = {}
    again: dict[int, bool] = {}
    for side in ("a", "b"):
        columns = zip(frame[side], frame[f"work_{side}"], frame[f"recurs_{side}"], strict=True)
        for at, work, said in columns:
            works[at] = _loaded(work)
            again[at] = bool(said)
    pairs = [
        Pair(a, b, pickle.loads(m))
        for a, b, m in zip(frame["a"], frame["b"], frame["match"], strict=True)
    ]

    def known(a: int, b: int) -> Match:
        return _compared(works[a][1], works[b][1], again[a], again[b])

    return pd.DataFrame(
        [
            {
                "verdict": g.verdict.value,
                "keys": sorted(works[m][0] for m in g.members),
                "score": g.score,
                "evidence": json.dumps([[str(e) for e in p.match.evidence] for p in g.pairs]),
            }
            for g in group(pairs, known, frozenset())
        ],
        columns=["verdict", "keys", "score", "evidence"],
    )


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
    # Ids in the order of the keys, so that what is decided by order is decided alike everywhere.
    numbered = given.sort("key").withColumn("id", f.monotonically_increasing_id())
    works = stage("prepare", lambda: numbered.mapInArrow(prepare_batches, _PREPARED))
    titles = stage("recurring", lambda: recurring(works))
    blocks = stage("blocks", lambda: blocked(works))
    pairs = stage("pairs", lambda: candidates(works, blocks))
    judged = stage("compare", lambda: compared(works, titles, pairs))
    edges = stage("components", lambda: components(spark, judged))
    return stage("groups", lambda: grouped(judged, edges))


def recurring(works: DataFrame) -> DataFrame:
    """The titles that stand in several years."""

    def chosen(frames: Frames) -> Frames:
        for frame in frames:
            kept = [recurs(k, y) for k, y in zip(frame["title"], frame["years"], strict=True)]
            yield frame.loc[kept, ["title"]]

    distinct = f.countDistinct("year").alias("years")
    years = works.where("year is not null").groupBy("title").agg(distinct)
    return years.where("years > 1").mapInPandas(chosen, "title string")


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
    """(a, b), a < b, each once: all pairs of a block, a large one cut as `blocking` cuts it."""
    cuts = works.select("id", "cuts")
    found: list[DataFrame] = []
    left = blocks
    for depth in range(len(CUTS) + 1):
        sizes = left.groupBy("block").count()
        small = left.join(sizes.where(f.col("count").between(2, LARGEST)), "block")
        found.append(paired(small))
        left = left.join(sizes.where(f.col("count") > LARGEST), "block").select("id", "block")
        if depth < len(CUTS):
            part = f.explode(f.col("cuts")[depth]).alias("part")
            left = (
                left.join(cuts, "id")
                .select("id", "block", part)
                .select("id", f.xxhash64("block", f.lit(depth), "part").alias("block"))
            ).localCheckpoint()
            if left.isEmpty():
                break
    else:
        found.append(paired(neighbours(left)))
    whole = found[0]
    for more in found[1:]:
        whole = whole.union(more)
    return whole.distinct()


def paired(members: DataFrame) -> DataFrame:
    """All pairs of each block."""
    a = members.select("block", f.col("id").alias("a"))
    b = members.select("block", f.col("id").alias("b"))
    return a.join(b, "block").where("a < b").select("a", "b")


def neighbours(members: DataFrame) -> DataFrame:
    """Blocks alike in everything: windows of neighbours, each half over the one before."""
    at = f.row_number().over(Window.partitionBy("block").orderBy("id")) - 1
    last = f.col("last")
    return (
        members.withColumn("last", f.floor(at / (LARGEST // 2)))
        .select("id", "block", f.explode(f.array(last, last - 1)).alias("window"))
        .where("window >= 0")
        .select("id", f.xxhash64("block", "window").alias("block"))
    )


def compared(works: DataFrame, titles: DataFrame, pairs: DataFrame) -> DataFrame:
    """What the library decides on each pair of candidates, the simply different left out."""
    flagged = works.join(titles.withColumn("recurs", f.lit(True)), "title", "left").select(
        "id", "work", f.coalesce("recurs", f.lit(False)).alias("recurs")
    )
    whole = pairs
    for side in ("a", "b"):
        named = flagged.select(
            f.col("id").alias(side),
            f.col("work").alias(f"work_{side}"),
            f.col("recurs").alias(f"recurs_{side}"),
        )
        whole = whole.join(named, side)
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


def grouped(judged: DataFrame, of: DataFrame) -> DataFrame:
    """The groups of all components; those of one bucket in one batch."""
    whole = judged.join(of.withColumnRenamed("id", "a"), "a")
    bucket = (f.col("component") % BUCKETS).alias("bucket")
    return whole.select("*", bucket).groupBy("bucket").applyInPandas(group_frame, _GROUPS)


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
