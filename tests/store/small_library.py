"""Small libraries made row by row, and the venues and categories that they use."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path

from vcmbib.model.identifiers import Identifier, Scheme
from vcmbib.model.names import Name
from vcmbib.model.paper import Category, Link, LinkKind, Paper, Standing
from vcmbib.model.venues.venue import Venue, VenueKind
from vcmbib.store import rows, search_index
from vcmbib.store.schema import APPLICATION_ID, LIBRARY, SCHEMA_VERSION

CATEGORIES = (
    Category("survey-theory", "Survey-&-Theory", None, 0),
    Category("feature-compression", "Feature Compression", None, 1),
    Category("3d-features", "3D Features", "feature-compression", 0),
    Category("目标检测", "目标检测", None, 2),
    Category("joint", "Human & Machine Vision", None, 3),
)


CVPR = Venue("CVPR", "Conference on Computer Vision and Pattern Recognition",
             VenueKind.CONFERENCE, None, ("proc. cvpr",))  # fmt: skip


CVPRW = Venue("CVPRW", "Conference on Computer Vision and Pattern Recognition Workshops",
              VenueKind.WORKSHOP, None, ("cvpr workshop",))  # fmt: skip


TIP = Venue("TIP", "IEEE Transactions on Image Processing", VenueKind.JOURNAL)


ODD = Venue(None, "Ævar's Élite Colloquium", VenueKind.OTHER)


def insert_papers(db: sqlite3.Connection, papers: Sequence[Paper]) -> None:
    """Put papers with ids into an empty library, row by row."""
    numbers = {c.slug: i for i, c in enumerate(CATEGORIES, 1)}
    for c in CATEGORIES:
        parent = None if c.parent is None else numbers[c.parent]
        db.execute(
            "INSERT INTO categories VALUES (?, ?, ?, ?, ?)",
            (numbers[c.slug], parent, c.slug, c.title, c.position),
        )
    for paper in papers:
        for name in (*paper.authors, *paper.editors):
            insert_row(db, "authors", rows.author_row(name))
        if paper.venue is not None:
            insert_row(db, "venues", rows.venue_row(paper.venue))
            for row in rows.venue_name_rows(paper.venue):
                insert_row(db, "venue_names", row)
        insert_row(db, "papers", (paper.id, *rows.paper_row(paper)))
        for table, children in rows.child_rows(paper, numbers).items():
            child = next(c for c in rows.CHILD_TABLES if c.table == table)
            columns = ", ".join(("paper_id", *child.columns))
            marks = ", ".join("?" * (1 + len(child.columns)))
            for values in children:
                db.execute(f"INSERT INTO {table} ({columns}) VALUES ({marks})", (paper.id, *values))
    search_index.index_papers(db, [p.id for p in papers])


def insert_row(db: sqlite3.Connection, table: str, row: rows.SqlRow) -> None:
    """Insert a whole row, if it is not there."""
    db.execute(f"INSERT OR IGNORE INTO {table} VALUES ({', '.join('?' * len(row))})", row)


class ClosingConnection(sqlite3.Connection):
    """A connection that closes itself when the test that made it lets it go."""

    def __del__(self) -> None:
        self.close()


def library(papers: Sequence[Paper], path: Path | str = ":memory:") -> sqlite3.Connection:
    """A library of these papers."""
    db = sqlite3.connect(
        path,
        isolation_level=None,
        factory=ClosingConnection,
        check_same_thread=False,  # the collector may run in the thread of a test's server
    )
    db.executescript(LIBRARY)
    db.execute("BEGIN")
    insert_papers(db, papers)
    db.execute("COMMIT")
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    db.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
    return db


PAPERS = (
    Paper(
        "choi2022scalable", "Scalable Image Coding for Humans and Machines", "article", 1,
        (Name("Choi", "Hyomin"), Name("Bajić", "Ivan V.")), True, year=2022, venue=TIP,
        identifiers=(Identifier(Scheme.DOI, "10.1109/TIP.2022.3160602"),
                     Identifier(Scheme.ARXIV, "2107.08373", "v2")),
        categories=(Standing("survey-theory"),), tags=("Encoder Control",), topics=("Image",),
        links=(Link(LinkKind.CODE, "https://example.org/code"),), pages="2739-2754",
    ),
    Paper(
        "ozyilkan2023learned", "Learned Disentangled Latent Features", "inproceedings", 2,
        (Name("Özyılkan", "Ezgi"), Name("van der Berg", "Łukasz")), year=2023, venue=CVPR,
        categories=(Standing("3d-features"),), tags=("survey",), topics=("Video", "Image"),
        abstract="On feature compression for straße scenes.", former_keys=("ozyilkan2022old",),
    ),
    Paper(
        "qi2017pointnet", "PointNet++: Deep Hierarchical Learning in C++", "misc", 3,
        (Name("Qi", "Charles R."),), year=2017, venue=CVPRW, model="PointNet++",
        notes=("Read again; see 10.1109/TIP.2021",),
    ),
    Paper("paper4", "Feature Compression: A C Library", "misc", 4, year=2023,
          editors=(Name("Wang", "Choi"),), categories=(Standing("feature-compression"),)),
    Paper("paper5", "基于深度学习的目标检测", "misc", 5, (Name("张", "伟"),),
          categories=(Standing("目标检测"),), tags=("★", "benefit for ICM")),
)  # fmt: skip
