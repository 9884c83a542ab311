-- Whose story each report tells, and the index of runs of words by which that is found.

CREATE TABLE tracing (
    report TEXT PRIMARY KEY REFERENCES report (id),
    appeared TEXT NOT NULL,
    json TEXT NOT NULL
);
CREATE INDEX tracing_appeared ON tracing (appeared, report);

CREATE TABLE sketch (
    number INTEGER PRIMARY KEY AUTOINCREMENT,  -- never used again: numbers go by appearance
    report TEXT NOT NULL UNIQUE,
    day TEXT NOT NULL,
    size INTEGER NOT NULL,
    whole INTEGER NOT NULL,
    runs BLOB NOT NULL
);
CREATE INDEX sketch_whole ON sketch (whole, number);
CREATE INDEX sketch_day ON sketch (day);

-- A run of words has no more rows than there may be stories that tell it (COMMON in origins.py).
CREATE TABLE run (
    hash INTEGER NOT NULL,
    number INTEGER NOT NULL,
    PRIMARY KEY (hash, number)
) WITHOUT ROWID;
