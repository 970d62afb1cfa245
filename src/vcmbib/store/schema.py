"""The schema of a library as SQL, and what marks a file as one.

Every table but the dictionaries (`authors`, `venues`, `venue_names`) has ids of its own that are
never used twice, so that the history can name rows by table and id.
"""

from __future__ import annotations

APPLICATION_ID = 0x76636D62  # "vcmb" in the file's header
SCHEMA_VERSION = 2  # = PRAGMA user_version after the last migration

LIBRARY = """
CREATE TABLE venues (                          -- id: made from the name (see docs/decisions)
    id INTEGER PRIMARY KEY,
    acronym TEXT,
    name TEXT NOT NULL CHECK (name <> ''),
    kind TEXT NOT NULL CHECK (kind IN
        ('journal','conference','workshop','preprint','book','other')),
    publisher TEXT
) STRICT;
CREATE TABLE venue_names (                     -- every spelling, folded: 'proc cvpr' -> CVPR
    id INTEGER PRIMARY KEY,
    venue_id INTEGER NOT NULL REFERENCES venues,
    name TEXT NOT NULL CHECK (name <> ''),
    UNIQUE (venue_id, name)
) STRICT;
CREATE INDEX venue_names_by_name ON venue_names (name);

CREATE TABLE papers (                          -- one row a work, as it is cited
    id INTEGER PRIMARY KEY,
    entry_type TEXT NOT NULL CHECK (entry_type <> ''),
    title TEXT NOT NULL CHECK (title = trim(title)),  -- '' where none is stated
    title_key TEXT NOT NULL,                   -- the title's letters and digits, folded
    model TEXT CHECK (model <> ''),
    authors_complete INTEGER NOT NULL DEFAULT 0 CHECK (authors_complete IN (0, 1)),
    year INTEGER CHECK (year BETWEEN 1000 AND 2100),
    month INTEGER CHECK (month BETWEEN 1 AND 12),
    venue_id INTEGER REFERENCES venues,
    honour TEXT CHECK (honour <> ''),
    volume TEXT CHECK (volume <> ''),
    number TEXT CHECK (number <> ''),
    pages TEXT CHECK (pages <> ''),
    publisher TEXT CHECK (publisher <> ''),
    abstract TEXT CHECK (abstract <> ''),
    added TEXT NOT NULL,                       -- UTC, 2026-01-31T12:00:00Z
    updated TEXT NOT NULL
) STRICT;
CREATE INDEX papers_by_title ON papers (title_key);
CREATE INDEX papers_by_year ON papers (year);
CREATE INDEX papers_by_venue ON papers (venue_id);

CREATE TABLE citation_keys (                   -- the key in use, and the former ones
    id INTEGER PRIMARY KEY,
    paper_id INTEGER NOT NULL REFERENCES papers,
    key TEXT NOT NULL UNIQUE CHECK (key <> ''),
    folded TEXT NOT NULL,                      -- without letter case
    current INTEGER NOT NULL DEFAULT 1 CHECK (current IN (0, 1))
) STRICT;
CREATE UNIQUE INDEX one_current_key ON citation_keys (paper_id) WHERE current = 1;
CREATE INDEX citation_keys_by_paper ON citation_keys (paper_id);
CREATE INDEX citation_keys_by_folded ON citation_keys (folded);

CREATE TABLE identifiers (                     -- ('doi', '10.1109/TIP…', '10.1109/tip…')
    id INTEGER PRIMARY KEY,
    paper_id INTEGER NOT NULL REFERENCES papers,
    scheme TEXT NOT NULL CHECK (scheme <> ''),
    value TEXT NOT NULL CHECK (value <> ''),   -- as written
    compared TEXT NOT NULL CHECK (compared <> ''),  -- as compared
    version TEXT CHECK (version <> ''),
    UNIQUE (paper_id, scheme, compared)
) STRICT;
CREATE INDEX identifiers_by_value ON identifiers (compared, scheme);

CREATE TABLE authors (                         -- id: made from the name
    id INTEGER PRIMARY KEY,
    family TEXT NOT NULL CHECK (family <> ''),
    given TEXT NOT NULL DEFAULT '',
    particle TEXT NOT NULL DEFAULT '',
    suffix TEXT NOT NULL DEFAULT '',
    literal INTEGER NOT NULL DEFAULT 0 CHECK (literal IN (0, 1)),
    folded TEXT NOT NULL                       -- given, particle, family: as searched
) STRICT;
CREATE TABLE paper_authors (
    id INTEGER PRIMARY KEY,
    paper_id INTEGER NOT NULL REFERENCES papers,
    role TEXT NOT NULL DEFAULT 'author' CHECK (role IN ('author', 'editor')),
    position INTEGER NOT NULL,
    author_id INTEGER NOT NULL REFERENCES authors,
    UNIQUE (paper_id, role, position)
) STRICT;
CREATE INDEX paper_authors_by_author ON paper_authors (author_id);

CREATE TABLE categories (                      -- the list's tree of headings, with its order
    id INTEGER PRIMARY KEY,
    parent_id INTEGER REFERENCES categories,
    slug TEXT NOT NULL UNIQUE CHECK (slug <> ''),
    title TEXT NOT NULL CHECK (title <> ''),
    position INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX categories_by_parent ON categories (parent_id);
CREATE TABLE paper_categories (                -- position: the row's place in the category
    id INTEGER PRIMARY KEY,
    paper_id INTEGER NOT NULL REFERENCES papers,
    category_id INTEGER NOT NULL REFERENCES categories,
    position INTEGER NOT NULL DEFAULT 0,
    UNIQUE (paper_id, category_id)
) STRICT;
CREATE INDEX paper_categories_by_category ON paper_categories (category_id, position);

CREATE TABLE tags (                            -- free words
    id INTEGER PRIMARY KEY,
    paper_id INTEGER NOT NULL REFERENCES papers,
    tag TEXT NOT NULL COLLATE NOCASE CHECK (tag <> ''),
    UNIQUE (paper_id, tag)
) STRICT;
CREATE INDEX tags_by_tag ON tags (tag);
CREATE TABLE topics (                          -- what the data is
    id INTEGER PRIMARY KEY,
    paper_id INTEGER NOT NULL REFERENCES papers,
    topic TEXT NOT NULL COLLATE NOCASE CHECK (topic <> ''),
    UNIQUE (paper_id, topic)
) STRICT;
CREATE INDEX topics_by_topic ON topics (topic);
CREATE TABLE links (
    id INTEGER PRIMARY KEY,
    paper_id INTEGER NOT NULL REFERENCES papers,
    kind TEXT NOT NULL CHECK (kind IN ('paper','pdf','code','project','dataset','video','other')),
    label TEXT CHECK (label <> ''),
    url TEXT NOT NULL CHECK (url <> ''),
    UNIQUE (paper_id, url)
) STRICT;
CREATE INDEX links_by_kind ON links (kind, paper_id);
CREATE TABLE notes (
    id INTEGER PRIMARY KEY,
    paper_id INTEGER NOT NULL REFERENCES papers,
    text TEXT NOT NULL CHECK (text <> ''),
    printed INTEGER NOT NULL DEFAULT 0 CHECK (printed IN (0, 1))  -- 1: BibTeX's note
) STRICT;
CREATE INDEX notes_by_paper ON notes (paper_id);
CREATE TABLE files (
    id INTEGER PRIMARY KEY,
    paper_id INTEGER NOT NULL REFERENCES papers,
    path TEXT NOT NULL CHECK (path <> ''),
    UNIQUE (paper_id, path)
) STRICT;
CREATE TABLE fields (                          -- BibTeX fields without a column of their own
    id INTEGER PRIMARY KEY,
    paper_id INTEGER NOT NULL REFERENCES papers,
    name TEXT NOT NULL CHECK (name <> ''),
    value TEXT NOT NULL,
    UNIQUE (paper_id, name)
) STRICT;

CREATE TABLE records (                         -- what each source said, whole
    id INTEGER PRIMARY KEY,
    paper_id INTEGER NOT NULL REFERENCES papers,
    source TEXT NOT NULL,                      -- list, catalogue, bibtex, person
    origin TEXT NOT NULL,                      -- a file's name, a service
    ref TEXT NOT NULL DEFAULT '',              -- where in it
    retrieved TEXT NOT NULL,
    title_key TEXT NOT NULL DEFAULT '',        -- the paper's own may have changed since
    payload TEXT NOT NULL CHECK (json_valid(payload))
) STRICT;
CREATE INDEX records_by_paper ON records (paper_id);
CREATE INDEX records_by_title ON records (title_key);
CREATE TABLE not_duplicates (                  -- pairs that a person has told apart
    id INTEGER PRIMARY KEY,
    paper_id INTEGER NOT NULL REFERENCES papers,
    other_id INTEGER NOT NULL REFERENCES papers,
    UNIQUE (paper_id, other_id), CHECK (paper_id < other_id)
) STRICT;
CREATE INDEX not_duplicates_by_other ON not_duplicates (other_id);

CREATE TABLE changes (                         -- one row a command that wrote
    id INTEGER PRIMARY KEY,
    made TEXT NOT NULL,
    command TEXT NOT NULL,
    summary TEXT NOT NULL,
    undoes INTEGER REFERENCES changes
) STRICT;
CREATE TABLE history (                         -- what it did to which rows; outlives them
    id INTEGER PRIMARY KEY,
    change_id INTEGER NOT NULL REFERENCES changes,
    tbl TEXT NOT NULL,
    op TEXT NOT NULL CHECK (op IN ('insert', 'update', 'delete')),
    first_id INTEGER NOT NULL,                 -- an insert names a run of ids: first to last
    last_id INTEGER NOT NULL,
    paper_id INTEGER,
    old TEXT CHECK (old IS NULL OR json_valid(old)),  -- update, delete: the columns as they were
    new TEXT CHECK (new IS NULL OR json_valid(new)),  -- update: the same columns afterwards
    CHECK (first_id <= last_id)
) STRICT;
CREATE INDEX history_by_change ON history (change_id);
CREATE INDEX history_by_row ON history (tbl, last_id);
CREATE INDEX history_by_paper ON history (paper_id);

CREATE VIRTUAL TABLE search USING fts5(        -- the words of model.query.terms; rowid = papers.id
    title, model, authors, venue, abstract, tags, topics, categories, notes,
    tokenize = "ascii tokenchars '+#'"
);
"""

SEARCH_INDEX = LIBRARY[LIBRARY.index("CREATE VIRTUAL TABLE search") :]
