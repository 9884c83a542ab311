-- From what each watch was last studied: while that is the same, nothing new can come of it.

CREATE TABLE studied (
    watch TEXT PRIMARY KEY,
    basis TEXT NOT NULL
);
