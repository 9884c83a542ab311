-- What parties said of their own future, as a watch's last round found it.
CREATE TABLE promise (
    id TEXT NOT NULL,
    watch TEXT NOT NULL,
    json TEXT NOT NULL,
    PRIMARY KEY (watch, id)
) WITHOUT ROWID;
