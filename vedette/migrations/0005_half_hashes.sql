-- Half a hash tells a run of words as well as a whole one: three of a report must be shared, and none is by chance.
-- What was shifted in `run` stands in `sketch.runs` as whole numbers of eight bytes, the lowest first: the last four stay.

CREATE TABLE half_run (
    hash INTEGER NOT NULL,
    number INTEGER NOT NULL,
    PRIMARY KEY (hash, number)
) WITHOUT ROWID;
INSERT OR IGNORE INTO half_run SELECT hash >> 32, number FROM run ORDER BY hash >> 32, number;
DROP TABLE run;
ALTER TABLE half_run RENAME TO run;

UPDATE sketch SET runs = (
    WITH RECURSIVE half (at, kept) AS (
        SELECT 1, CAST('' AS BLOB)
        UNION ALL
        SELECT at + 8, CAST(kept || substr(sketch.runs, at + 4, 4) AS BLOB) FROM half WHERE at < length(sketch.runs)
    )
    SELECT kept FROM half ORDER BY at DESC LIMIT 1
);
