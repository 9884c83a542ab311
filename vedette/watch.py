"""The watch file: loads it, checks every word in it, and says what is wrong with the nearest word that is known."""

import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from vedette import knowledge
from vedette.errors import Stop, unknown
from vedette.vocabulary import Certainty, Hypothesis, Indicator, Mode, Polarity, Reality, Unit, Watch, content_id

TOP = ("name", "force", "host", "neighbours", "indicators", "hypotheses", "calibrated")
INDICATOR = ("says", "reason", "half_life", "group")
HYPOTHESIS = ("says", "kind", "prior", "likelihood", "warn", "reason", "why")
LINES = ("watch", "warning", "clear")
SELECTION = (
    "mode",
    "reality",
    "polarity",
    "certainty",
    "actor",
    "other",
    "place",
    "speaker",
    "operation",
    "words",
    "unit",
)
SELECTIONS = {"for", "against", "expected", "after"}  # keys of rules that hold a selection of their own
NEEDED = {"for", "expected", "after", "elements", "of"}  # without these such a rule would read all claims, or none
WORDS_OF = {"mode": Mode, "reality": Reality, "polarity": Polarity, "certainty": Certainty, "unit": Unit}
PARTIES = ("force", "host", "neighbours")
CODE_FIELDS = ("actor", "other", "place", "speaker", "force", "host", "by")
MOST_DAYS = 3650
MOST_INDICATORS = 1_000
LEAST = {"days": 0, "enough": 0, "factor": 1}  # figures that rules take lie above these

Rules = Mapping[str, tuple[str, ...]]


def load(path: Path, rules: Rules) -> Watch:
    """Gives the watch that a file holds. `rules` maps each rule that an indicator may use to the keys it takes.

    Raises Stop that names the file, the place in it, the word, and the nearest known one.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as fault:
        raise Stop(
            f"{path}: cannot be read ({fault.strerror}); `vedette init` makes a workspace with a watch"
        ) from fault
    except UnicodeDecodeError as fault:
        raise Stop(f"{path}: not UTF-8 at byte {fault.start}; save it as UTF-8") from fault
    return parse(text, rules, str(path))


def parse(text: str, rules: Rules, source: str = "watch") -> Watch:
    """Gives the watch that a text holds; see `load`."""
    try:
        told = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise Stop(f"{source}: not TOML: {fault}") from fault
    check = _Check(source)
    check.keys(told, TOP, "")
    for key in ("name", "force", "host"):
        if check.need(told, key, "") == []:
            raise check.wrong(key, 'names nobody; name at least one code, as in ["RUS"]')
    parties = {key: check.codes(told.get(key, []), key) for key in PARTIES}
    indicators = tuple(
        _indicator(name, table, rules, parties, check)
        for name, table in check.table(told.get("indicators", {}), "indicators")
    )
    if len(indicators) > MOST_INDICATORS:
        raise check.wrong(
            "indicators",
            f"{len(indicators):,} are too many to be read every day; keep at most {MOST_INDICATORS:,}, or write several watches",
        )
    names = [indicator.name for indicator in indicators]
    for indicator in indicators:
        for name in indicator.given.get("of", ()):
            if name not in names or name == indicator.name:
                others = [each for each in names if each != indicator.name]
                raise check.wrong(
                    f"indicators.{indicator.name}.{indicator.rule}.of", unknown("indicator", name, others)
                )
    hypotheses = tuple(
        _hypothesis(name, table, names, check) for name, table in check.table(told.get("hypotheses", {}), "hypotheses")
    )
    if not hypotheses:
        raise Stop(f"{source}: no [hypotheses.NAME] table; a watch asks at least one question")
    return Watch(
        name=check.text(told["name"], "name"), **parties, indicators=indicators, hypotheses=hypotheses,
        version=content_id(text.strip()), calibrated=dict(check.table_of(told.get("calibrated", {}), "calibrated")),
    )  # fmt: skip


class _Check:
    """Says what is wrong, and where in which file."""

    def __init__(self, source: str) -> None:
        self.source = source

    def wrong(self, where: str, message: str) -> Stop:
        return Stop(f"{self.source}: {where + ': ' if where else ''}{message}")

    def keys(self, table: Mapping[str, Any], known: Iterable[str], where: str) -> None:
        known = tuple(known)
        for key in table:
            if key not in known:
                raise self.wrong(where, unknown("key", key, known))

    def need(self, table: Mapping[str, Any], key: str, where: str) -> Any:
        if key not in table:
            raise self.wrong(where, f"key {key!r} is missing")
        return table[key]

    def table(self, tables: Any, where: str) -> list[tuple[str, dict[str, Any]]]:
        if not isinstance(tables, dict) or not all(isinstance(table, dict) for table in tables.values()):
            raise self.wrong(where, f"must be tables: [{where}.NAME]")
        return list(tables.items())

    def table_of(self, table: Any, where: str) -> dict[str, Any]:
        if not isinstance(table, dict):
            raise self.wrong(where, f"must be a table: [{where}]")
        return table

    def codes(self, codes: Any, where: str) -> tuple[str, ...]:
        if not isinstance(codes, list) or not all(isinstance(code, str) for code in codes):
            raise self.wrong(where, 'must be a list of codes, as in ["RUS"]')
        for code in codes:
            if code not in knowledge.codes():
                meant = {each.code for each in knowledge.actors().get(code) if each.kind != "surname"}
                if len(meant) == 1:
                    raise self.wrong(where, f"unknown country or organisation {code!r}; its code is {meant.pop()!r}")
                raise self.wrong(where, unknown("country or organisation", code, knowledge.codes()))
        return tuple(codes)

    def text(self, value: Any, where: str) -> str:
        if not isinstance(value, str) or not value.strip():
            raise self.wrong(where, f"{value!r} must be a text")
        return value

    def words(self, value: Any, where: str) -> list[str]:
        if not isinstance(value, list) or not all(isinstance(word, str) and word for word in value):
            raise self.wrong(where, f'{value!r} must be a list of words, as in ["camp"]')
        return [word.lower() for word in value]

    def number(self, value: Any, low: float, high: float, where: str) -> float:
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not low < value < high:
            raise self.wrong(where, f"{value!r} must be a number above {low:g} and below {high:g}")
        return float(value)


def _indicator(
    name: str, table: dict[str, Any], rules: Rules, parties: dict[str, tuple[str, ...]], check: _Check
) -> Indicator:
    where = f"indicators.{name}"
    check.keys(table, (*INDICATOR, *rules), where)
    used = [rule for rule in rules if rule in table]
    if len(used) != 1:
        raise check.wrong(where, f"needs exactly one rule, has {len(used)}; rules: {', '.join(rules)}")
    rule = used[0]
    given = table[rule]
    if not isinstance(given, dict):
        raise check.wrong(f"{where}.{rule}", 'must be a table, as in { mode = ["REMAIN"] }')
    return Indicator(
        name=name,
        says=check.text(check.need(table, "says", where), f"{where}.says"),
        rule=rule,
        reason=check.text(table["reason"], f"{where}.reason") if "reason" in table else "",
        given=_given(given, rules[rule], parties, check, f"{where}.{rule}"),
        half_life=_days(table.get("half_life", "30 days"), check, f"{where}.half_life"),
        group=check.text(table["group"], f"{where}.group") if "group" in table else None,
    )


def _given(
    given: dict[str, Any], own: tuple[str, ...], parties: dict[str, tuple[str, ...]], check: _Check, where: str
) -> dict[str, Any]:
    """Checks what a rule is given; a nested table is a selection of claims of its own."""
    check.keys(given, own, where)
    for key in NEEDED & set(own):
        check.need(given, key, where)
    out: dict[str, Any] = {}
    for key, value in given.items():
        if key in SELECTIONS:
            if not isinstance(value, dict):
                raise check.wrong(f"{where}.{key}", 'must be a table, as in { mode = ["REMAIN"] }')
            out[key] = _given(value, SELECTION, parties, check, f"{where}.{key}")
        elif key in WORDS_OF:
            known = [word.value for word in WORDS_OF[key]]
            if value == []:
                raise check.wrong(
                    f"{where}.{key}",
                    f"an empty list fits nothing; leave {key} out, or name some of: {', '.join(known)}",
                )
            for word in value if isinstance(value, list) else [value]:
                if word not in known:
                    raise check.wrong(f"{where}.{key}", unknown(key, str(word), known))
            out[key] = list(value) if isinstance(value, list) else [value]
        elif key in CODE_FIELDS:
            out[key] = sorted(_parties(value, parties, check, f"{where}.{key}"))
        elif key == "operation":
            out[key] = check.words(value, f"{where}.{key}")
            for word in out[key]:
                if word not in knowledge.operations():
                    raise check.wrong(f"{where}.{key}", unknown("operation", word, knowledge.operations()))
        elif key == "words":
            out[key] = check.words(value, f"{where}.{key}")
        elif key == "elements":
            if not isinstance(value, dict) or not value:
                raise check.wrong(f"{where}.{key}", 'must be a table of words, as in { fuel = ["depot"] }')
            out[key] = {name: check.words(words, f"{where}.{key}.{name}") for name, words in value.items()}
        elif key in {"of", "outlets"}:
            if not isinstance(value, list) or not value or not all(isinstance(name, str) for name in value):
                raise check.wrong(f"{where}.{key}", f"{value!r} must be a list of names")
            out[key] = list(value)
        elif key in LEAST:
            check.number(value, LEAST[key], MOST_DAYS, f"{where}.{key}")
            if key != "factor" and not isinstance(value, int):
                raise check.wrong(f"{where}.{key}", f"{value!r} must be a whole number")
            out[key] = value
        else:
            out[key] = value
    return out


def _parties(value: Any, parties: dict[str, tuple[str, ...]], check: _Check, where: str) -> set[str]:
    """Reads codes, and "force", "host" and "neighbours" for those of the watch."""
    codes: set[str] = set()
    for each in value if isinstance(value, list) else [value]:
        codes |= set(parties[each]) if each in PARTIES else set(check.codes([each], where))
    return codes


def _days(value: Any, check: _Check, where: str) -> int:
    number, _, unit = str(value).partition(" ")
    if not number.isdecimal() or unit not in {"day", "days", ""} or not 0 < int(number) <= MOST_DAYS:
        raise check.wrong(where, f'{value!r} must be a time like "60 days", at most {MOST_DAYS} days')
    return int(number)


def _hypothesis(name: str, table: dict[str, Any], indicators: list[str], check: _Check) -> Hypothesis:
    where = f"hypotheses.{name}"
    check.keys(table, HYPOTHESIS, where)
    likelihood = check.need(table, "likelihood", where)
    lines = check.need(table, "warn", where)
    if not isinstance(likelihood, dict) or not isinstance(lines, dict):
        raise check.wrong(where, "likelihood and warn must be tables")
    for indicator in likelihood:
        if indicator not in indicators:
            raise check.wrong(f"{where}.likelihood", unknown("indicator", indicator, indicators))
    why = table.get("why", {})
    if not isinstance(why, dict):
        raise check.wrong(f"{where}.why", "must be a table of indicators and reasons")
    check.keys(why, likelihood, f"{where}.why")
    check.keys(lines, LINES, f"{where}.warn")
    told = {
        line: check.number(check.need(lines, line, f"{where}.warn"), 0, 1, f"{where}.warn.{line}") for line in LINES
    }
    if not told["clear"] < told["watch"] < told["warning"]:
        raise check.wrong(f"{where}.warn", "clear must lie below watch, and watch below warning")
    return Hypothesis(
        name=name,
        says=check.text(check.need(table, "says", where), f"{where}.says"),
        prior=check.number(check.need(table, "prior", where), 0, 1, f"{where}.prior"),
        likelihood={k: check.number(v, 0, 1000, f"{where}.likelihood.{k}") for k, v in likelihood.items()},
        reason=check.text(table["reason"], f"{where}.reason") if "reason" in table else "",
        kind=check.text(table["kind"], f"{where}.kind") if "kind" in table else name,
        **told,
    )
