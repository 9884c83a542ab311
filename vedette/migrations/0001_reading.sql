-- What is taken in and what reading gave. Instants are UTC in one fixed width, so that text order is time order.

CREATE TABLE vedette_migration (number INTEGER PRIMARY KEY);

CREATE TABLE page (
    id TEXT PRIMARY KEY,
    address TEXT NOT NULL,
    taken_in TEXT NOT NULL,
    settled INTEGER NOT NULL DEFAULT 0,
    json TEXT NOT NULL
);
CREATE INDEX page_address ON page (address);
CREATE INDEX page_unread ON page (taken_in, id) WHERE settled = 0;

-- Apart from its page: settling rewrites the page's row, and must not carry the bytes along.
CREATE TABLE body (
    page TEXT PRIMARY KEY REFERENCES page (id),
    zlib BLOB NOT NULL
);

CREATE TABLE report (
    id TEXT PRIMARY KEY,
    item TEXT NOT NULL,
    page TEXT NOT NULL REFERENCES page (id),
    taken_in TEXT NOT NULL,
    json TEXT NOT NULL
);
CREATE INDEX report_item ON report (item, taken_in, id);
CREATE INDEX report_page ON report (page);

CREATE TABLE claim (
    id TEXT PRIMARY KEY,
    report TEXT NOT NULL REFERENCES report (id),
    day TEXT NOT NULL,
    taken_in TEXT NOT NULL,
    json TEXT NOT NULL
);
CREATE INDEX claim_report ON claim (report);
CREATE INDEX claim_day ON claim (day, id);

-- `page` is set where reading that page gave the problem: such a problem goes when the page is read anew.
CREATE TABLE problem (
    stage TEXT NOT NULL,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    message TEXT NOT NULL,
    page TEXT REFERENCES page (id),
    seen_at TEXT NOT NULL,
    json TEXT NOT NULL,
    PRIMARY KEY (stage, kind, subject, message)
);
CREATE INDEX problem_page ON problem (page);
