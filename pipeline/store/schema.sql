-- The tables that are no records. Those of records follow records.py (see schema.py).

CREATE TABLE IF NOT EXISTS settings (name TEXT NOT NULL PRIMARY KEY, value TEXT);

CREATE TABLE IF NOT EXISTS documents (
    id TEXT NOT NULL PRIMARY KEY,
    sha256 TEXT NOT NULL,
    path TEXT NOT NULL,
    filename TEXT NOT NULL,
    kind TEXT NOT NULL DEFAULT 'other',
    title TEXT,
    organisation TEXT,
    body TEXT,
    date TEXT,
    case_number TEXT,
    language TEXT,
    page_count INTEGER NOT NULL DEFAULT 0,
    text TEXT NOT NULL DEFAULT '',
    status TEXT NOT NULL DEFAULT 'ok',
    error TEXT,
    medium TEXT,
    read_by TEXT,     -- the version of the program that read it
    stored_at TEXT,
    origin TEXT       -- "arkiv.zip › möte/protokoll.pdf", "ODT via LibreOffice"; NULL for a file read as it is
);
CREATE INDEX IF NOT EXISTS documents_by_filename ON documents (filename);
CREATE INDEX IF NOT EXISTS documents_by_case_number ON documents (case_number);
CREATE INDEX IF NOT EXISTS documents_by_body ON documents (body, date);

-- Every path that the bytes were found at; size and mtime (ns) tell an unchanged file without reading it.
CREATE TABLE IF NOT EXISTS document_paths (
    path TEXT NOT NULL PRIMARY KEY,
    document_id TEXT NOT NULL,
    size INTEGER,
    mtime INTEGER
);
CREATE INDEX IF NOT EXISTS document_paths_by_document_id ON document_paths (document_id);

CREATE TABLE IF NOT EXISTS pages (
    document_id TEXT NOT NULL,
    number INTEGER NOT NULL,
    text TEXT NOT NULL,
    width REAL,
    height REAL,
    source TEXT NOT NULL DEFAULT 'text',
    char_start INTEGER NOT NULL,
    char_end INTEGER NOT NULL,
    confidence REAL,  -- of the words that OCR read, on average
    PRIMARY KEY (document_id, number)
);

-- The papers that a document's file holds, in order: most hold one, whose id is the document's; a bundle several.
CREATE TABLE IF NOT EXISTS papers (
    id TEXT NOT NULL PRIMARY KEY,
    document_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    title TEXT,
    organisation TEXT,
    body TEXT,
    date TEXT,
    case_number TEXT,
    page_from INTEGER NOT NULL,
    page_to INTEGER NOT NULL,
    char_start INTEGER NOT NULL,
    char_end INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS papers_by_document_id ON papers (document_id, char_start);
-- Whose a paper is taken to be that does not say so, and by what: the papers of its file, its folder or its case.
CREATE TABLE IF NOT EXISTS assumed_organisations (
    paper_id TEXT NOT NULL PRIMARY KEY,
    document_id TEXT NOT NULL,
    organisation TEXT NOT NULL,
    told_by TEXT NOT NULL
) WITHOUT ROWID;
-- Of a database of several organisations, how each is called by every name under which it is written.
CREATE TABLE IF NOT EXISTS organisation_names (
    name TEXT NOT NULL PRIMARY KEY,
    shown TEXT NOT NULL
) WITHOUT ROWID;
-- Papers that stand in another file too, and the one that counts.
CREATE TABLE IF NOT EXISTS paper_copies (
    paper_id TEXT NOT NULL PRIMARY KEY,
    original_id TEXT NOT NULL
) WITHOUT ROWID;

-- What stands beside the text: comments, and what tracked changes deleted.
CREATE TABLE IF NOT EXISTS annotations (
    document_id TEXT NOT NULL,
    position INTEGER NOT NULL,
    kind TEXT NOT NULL,
    page INTEGER NOT NULL,
    author TEXT,
    date TEXT,
    text TEXT NOT NULL,
    about TEXT,
    PRIMARY KEY (document_id, position)
);

-- Archives and letters whose documents are all in the database; size and mtime (ns) tell an unchanged one.
CREATE TABLE IF NOT EXISTS containers (
    path TEXT NOT NULL PRIMARY KEY,
    size INTEGER NOT NULL,
    mtime INTEGER NOT NULL,
    read_by TEXT NOT NULL,
    member_count INTEGER NOT NULL
);

CREATE TABLE IF NOT EXISTS sections (
    document_id TEXT NOT NULL,
    position INTEGER NOT NULL,
    title TEXT NOT NULL,
    level INTEGER NOT NULL,
    char_start INTEGER NOT NULL,
    char_end INTEGER NOT NULL,
    body_start INTEGER NOT NULL,
    page INTEGER NOT NULL,
    PRIMARY KEY (document_id, position)
);

CREATE TABLE IF NOT EXISTS boxes (
    record_id TEXT NOT NULL,
    page INTEGER NOT NULL,
    x0 REAL NOT NULL,
    top REAL NOT NULL,
    x1 REAL NOT NULL,
    bottom REAL NOT NULL,
    document_id TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS boxes_by_record_id ON boxes (record_id);
CREATE INDEX IF NOT EXISTS boxes_by_document_id ON boxes (document_id);

-- Findings that a response answers by its place in the document.
CREATE TABLE IF NOT EXISTS response_findings (
    response_id TEXT NOT NULL,
    finding_id TEXT NOT NULL,
    document_id TEXT NOT NULL,
    PRIMARY KEY (response_id, finding_id)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS response_findings_by_finding_id ON response_findings (finding_id);
CREATE INDEX IF NOT EXISTS response_findings_by_document_id ON response_findings (document_id);

CREATE TABLE IF NOT EXISTS claim_inputs (
    claim_id TEXT NOT NULL,
    position INTEGER NOT NULL,
    record_id TEXT,
    value REAL NOT NULL,
    document_id TEXT NOT NULL,
    PRIMARY KEY (claim_id, position)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS claim_inputs_by_document_id ON claim_inputs (document_id);

CREATE TABLE IF NOT EXISTS links (
    id TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    source_type TEXT NOT NULL,
    source_id TEXT NOT NULL,
    target_type TEXT NOT NULL,
    target_id TEXT NOT NULL,
    confidence REAL NOT NULL,
    method TEXT NOT NULL,
    reason TEXT NOT NULL,  -- in Swedish; `_en` the same in English
    state TEXT NOT NULL DEFAULT 'proposed',
    suspect INTEGER NOT NULL DEFAULT 0,
    suspect_reason TEXT,
    reason_en TEXT,
    suspect_reason_en TEXT
);
CREATE INDEX IF NOT EXISTS links_by_source_id ON links (source_id, kind);
CREATE INDEX IF NOT EXISTS links_by_target_id ON links (target_id, kind);
CREATE INDEX IF NOT EXISTS links_by_kind ON links (kind, state);

-- What counts for each finding, worked out from the links by chains.py whenever these change. `via` says how it counts:
-- own, parent (the composite it was split from), repeats (the same point elsewhere), decision or assignment.
CREATE TABLE IF NOT EXISTS finding_kin (
    finding_id TEXT NOT NULL,
    kin_id TEXT NOT NULL,
    via TEXT NOT NULL,
    not_before TEXT,
    PRIMARY KEY (finding_id, kin_id)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS finding_kin_by_kin_id ON finding_kin (kin_id);
-- Bodies (in lower case) of which the database holds no answer since a month: what they left unanswered proves no silence.
CREATE TABLE IF NOT EXISTS unheard_bodies (
    body TEXT NOT NULL,
    organisation TEXT NOT NULL,
    since TEXT NOT NULL,
    PRIMARY KEY (body, organisation, since)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS finding_answers (
    finding_id TEXT NOT NULL,
    response_id TEXT NOT NULL,
    via TEXT NOT NULL,
    link_id TEXT NOT NULL,
    PRIMARY KEY (finding_id, response_id)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS finding_answers_by_response_id ON finding_answers (response_id);
CREATE TABLE IF NOT EXISTS finding_measures (
    finding_id TEXT NOT NULL,
    measure_id TEXT NOT NULL,
    via TEXT NOT NULL,
    link_id TEXT NOT NULL,
    PRIMARY KEY (finding_id, measure_id)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS finding_measures_by_measure_id ON finding_measures (measure_id);
CREATE TABLE IF NOT EXISTS finding_verdicts (
    finding_id TEXT NOT NULL PRIMARY KEY,
    assessment_id TEXT NOT NULL
) WITHOUT ROWID;
-- A finding that is the same point as another, its head: told of in other papers, or quoted there in the same words.
CREATE TABLE IF NOT EXISTS finding_heads (
    finding_id TEXT NOT NULL PRIMARY KEY,
    head_id TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS finding_heads_by_head_id ON finding_heads (head_id);
-- What a finding is made up of: the points it was split into, the grounds of a refused discharge.
CREATE TABLE IF NOT EXISTS finding_parts (
    finding_id TEXT NOT NULL,
    part_id TEXT NOT NULL,
    PRIMARY KEY (finding_id, part_id)
) WITHOUT ROWID;
-- Proposed answers that their body then made its own, and the link that says by which decision.
CREATE TABLE IF NOT EXISTS adopted_answers (
    response_id TEXT NOT NULL,
    link_id TEXT NOT NULL,
    PRIMARY KEY (response_id, link_id)
) WITHOUT ROWID;
-- Findings of audits that their body took note of: by which decision.
CREATE TABLE IF NOT EXISTS noted_findings (
    finding_id TEXT NOT NULL PRIMARY KEY,
    decision_id TEXT NOT NULL
) WITHOUT ROWID;
-- Until when the auditors asked for an answer to a finding, in its own file or in another paper of theirs on the audit.
CREATE TABLE IF NOT EXISTS answers_asked (
    finding_id TEXT NOT NULL,
    assignment_id TEXT NOT NULL,
    due_to TEXT NOT NULL,
    PRIMARY KEY (finding_id, assignment_id)
) WITHOUT ROWID;
-- Where responses, measures and assignments were decided: the decision when the link names it, and its agenda item.
CREATE TABLE IF NOT EXISTS decided (
    record_id TEXT NOT NULL,
    decided_id TEXT NOT NULL,
    decision_id TEXT,
    agenda_item_id TEXT,
    kind TEXT NOT NULL,
    link_id TEXT NOT NULL,
    PRIMARY KEY (record_id, decided_id)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS decided_by_decided_id ON decided (decided_id);
CREATE TABLE IF NOT EXISTS latest_measures (
    measure_id TEXT NOT NULL PRIMARY KEY,
    latest_id TEXT NOT NULL
) WITHOUT ROWID;

-- The same measure over documents and years, in order of time; `moved_reason`: why its date was moved, where that is said.
CREATE TABLE IF NOT EXISTS measure_threads (
    measure_id TEXT NOT NULL PRIMARY KEY,
    thread_id TEXT NOT NULL,
    position INTEGER NOT NULL,
    original_due_to TEXT,
    moved_reason TEXT
) WITHOUT ROWID;
-- Measures of which a later paper makes it likely that they are done, or is silent (see doubts.py): `counted_done`,
-- `perhaps_done`, `left_out`; the paper, page and words that say so.
CREATE TABLE IF NOT EXISTS measure_doubts (
    measure_id TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    paper_id TEXT NOT NULL,
    page_from INTEGER,
    quote TEXT
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS measure_threads_by_thread_id ON measure_threads (thread_id);

-- What people said. No run changes or deletes a row.
CREATE TABLE IF NOT EXISTS reviews (
    id INTEGER PRIMARY KEY,
    link_id TEXT,
    record_id TEXT,
    verdict TEXT NOT NULL,
    reviewer TEXT,
    at TEXT NOT NULL,
    comment TEXT
);
CREATE INDEX IF NOT EXISTS reviews_by_link_id ON reviews (link_id);
CREATE INDEX IF NOT EXISTS reviews_by_record_id ON reviews (record_id);
CREATE TRIGGER IF NOT EXISTS reviews_are_not_changed BEFORE UPDATE ON reviews
    BEGIN SELECT RAISE(ABORT, 'reviews is append-only'); END;
CREATE TRIGGER IF NOT EXISTS reviews_are_not_deleted BEFORE DELETE ON reviews
    BEGIN SELECT RAISE(ABORT, 'reviews is append-only'); END;

-- Reviews that their reviewer took back: kept, and count no more.
CREATE TABLE IF NOT EXISTS withdrawn_reviews (
    review_id INTEGER NOT NULL PRIMARY KEY,
    reviewer TEXT,
    at TEXT NOT NULL
);

-- What a review was about, as it stood then: enough to find it again in a new version or in another database. `place` is
-- source and target (of a link), corrected (the right target by the reviewer) or record.
CREATE TABLE IF NOT EXISTS review_ends (
    review_id INTEGER NOT NULL,
    place TEXT NOT NULL,
    link_kind TEXT,
    record_type TEXT NOT NULL,
    record_id TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    path TEXT NOT NULL,
    filename TEXT NOT NULL,
    page INTEGER NOT NULL,
    char_start INTEGER NOT NULL,
    quote TEXT NOT NULL,
    PRIMARY KEY (review_id, place)
) WITHOUT ROWID;
-- Where each review leads now, worked out anew with the links. `suspect_reason` says what changed under it.
CREATE TABLE IF NOT EXISTS current_reviews (
    review_id INTEGER NOT NULL PRIMARY KEY,
    link_id TEXT,
    record_id TEXT,
    suspect_reason TEXT,
    suspect_reason_en TEXT
);
CREATE INDEX IF NOT EXISTS current_reviews_by_link_id ON current_reviews (link_id);
CREATE INDEX IF NOT EXISTS current_reviews_by_record_id ON current_reviews (record_id);
-- The latest word of a person on a record by itself, from the reviews.
CREATE TABLE IF NOT EXISTS record_states (
    record_id TEXT NOT NULL PRIMARY KEY,
    verdict TEXT NOT NULL
) WITHOUT ROWID;
-- Linked records whose words another version of their document changed (`new_id`), or took away (NULL), and when.
CREATE TABLE IF NOT EXISTS changed_records (
    old_id TEXT NOT NULL PRIMARY KEY,
    new_id TEXT,
    record_type TEXT NOT NULL,
    filename TEXT NOT NULL,
    page INTEGER NOT NULL,
    old_quote TEXT NOT NULL,
    at TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS changed_records_by_new_id ON changed_records (new_id);

CREATE TABLE IF NOT EXISTS runs (
    id INTEGER PRIMARY KEY,
    started_at TEXT NOT NULL,
    finished_at TEXT,
    input TEXT,
    version TEXT,
    documents_read INTEGER,
    documents_unchanged INTEGER,
    documents_failed INTEGER
);

CREATE TABLE IF NOT EXISTS problems (
    id INTEGER PRIMARY KEY,
    run_id INTEGER,
    document_id TEXT,
    path TEXT NOT NULL,
    page INTEGER,
    code TEXT NOT NULL,
    detail TEXT,
    at TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS problems_by_path ON problems (path);
CREATE INDEX IF NOT EXISTS problems_by_document_id ON problems (document_id);

-- One row for each record and page. `stems` holds the words' stems; the rest says what the row stands for.
CREATE VIRTUAL TABLE IF NOT EXISTS search USING fts5 (
    text,
    stems,
    record_type UNINDEXED,
    record_id UNINDEXED,
    document_id UNINDEXED,
    page UNINDEXED,
    kind UNINDEXED,
    body UNINDEXED,
    date UNINDEXED,
    status UNINDEXED,
    tokenize = 'unicode61 remove_diacritics 0'
);
CREATE VIRTUAL TABLE IF NOT EXISTS search_vocabulary USING fts5vocab (search, 'col');
-- A document's rows of `search` are one range of rowids, so that they can be found without reading them all.
CREATE TABLE IF NOT EXISTS search_ranges (
    document_id TEXT NOT NULL PRIMARY KEY,
    first INTEGER NOT NULL,
    last INTEGER NOT NULL
);
