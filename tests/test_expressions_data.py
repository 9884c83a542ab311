"""The lists of expressions that the bench counts hold what they promise."""

from bench.expressions import dates, numbers, rows


def test_there_are_two_hundred_of_each() -> None:
    for name in ("dates.csv", "numbers.csv"):
        told = rows(name)
        assert len(told) >= 200
        assert all(row["why"] and None not in row for row in told)


def test_most_come_out_right() -> None:
    for found, least in ((dates(), 0.95), (numbers(), 0.96)):
        assert sum(expected == got for _, expected, got in found) / len(found) >= least
