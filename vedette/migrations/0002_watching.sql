-- What is worked out from the claims, replaced as a whole; then the warnings, which are only ever added to.

CREATE TABLE origin (
    id TEXT PRIMARY KEY,
    json TEXT NOT NULL
);

CREATE TABLE presence (
    id TEXT NOT NULL,
    watch TEXT NOT NULL,
    json TEXT NOT NULL,
    PRIMARY KEY (id, watch)
);
CREATE INDEX presence_watch ON presence (watch, id);

CREATE TABLE signal (
    watch TEXT NOT NULL,
    day TEXT NOT NULL,
    indicator TEXT NOT NULL,
    json TEXT NOT NULL,
    PRIMARY KEY (watch, day, indicator)
);

CREATE TABLE assessment (
    id TEXT NOT NULL,
    watch TEXT NOT NULL,
    hypothesis TEXT NOT NULL,
    day TEXT NOT NULL,
    json TEXT NOT NULL,
    PRIMARY KEY (id, watch)
);
CREATE INDEX assessment_day ON assessment (watch, day, hypothesis);

CREATE TABLE warning (
    id TEXT PRIMARY KEY,
    watch TEXT NOT NULL,
    raised TEXT NOT NULL,
    cleared TEXT,
    sent_at TEXT,
    json TEXT NOT NULL
);
CREATE INDEX warning_unsent ON warning (raised, id) WHERE sent_at IS NULL;

CREATE TABLE acknowledgement (
    warning TEXT PRIMARY KEY REFERENCES warning (id),
    json TEXT NOT NULL
);
