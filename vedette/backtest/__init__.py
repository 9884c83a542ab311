"""History as the judge: replays what was known day by day, and scores what was said against what came."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from vedette.backtest.calibrate import Fit, applied, calibrate
from vedette.backtest.cases import Answer, Heard, answers, replay, share, summed
from vedette.backtest.scores import Scores
from vedette.errors import Stop
from vedette.vocabulary import Watch, Word, plain


class Replayed(Word, frozen=True, kw_only=True):
    """All cases replayed: the answers with the numbers as set, and with numbers fitted on the cases marked for tuning.

    `parts` says what each case was for; no fitted answer of a tuned case counts among those `reported`.
    """

    parts: dict[str, str]
    asked: tuple[Answer, ...]
    fitted: tuple[Answer, ...]
    fits: dict[str, Fit]
    scores: dict[str, Scores]


def replayed(
    heard: Sequence[Heard],
    watches: Mapping[str, Watch],
    *,
    fitted: bool = False,
    progress: Callable[[int], None] = lambda n: None,
) -> Replayed:
    """Gives the answers of all cases, and their scores by part: as set, and fitted where that is asked for.

    Raises Stop where two cases have one name, or numbers are to be fitted and no case is for tuning.
    """
    parts = {each.name: _part(each, watches[each.name]) for each in heard}
    if len(parts) < len(heard):
        raise Stop(f"two cases have one name; name each once: {', '.join(sorted(each.name for each in heard))}")
    if fitted and "tune" not in parts.values():
        raise Stop(f'none of {", ".join(parts)} is for tuning; add one whose case.toml says: part = "tune"')
    asked: list[Answer] = []
    for each in heard:
        asked += answers(each, watches[each.name], replay(each, watches[each.name]))
        progress(1)
    tuned = [a for a in asked if parts[a.case] == "tune"]
    fits = {kind: calibrate(kind, tuned) for kind in sorted({a.kind for a in tuned})} if fitted else {}
    again: list[Answer] = []
    for each in heard if fits else ():
        watch = applied(watches[each.name], fits)
        again += answers(each, watch, replay(each, watch))
    return Replayed(
        parts=parts, asked=tuple(asked), fitted=tuple(again), fits=fits,
        scores={**_scored(asked, parts, tuned, "as set"), **_scored(again, parts, tuned, "fitted")},
    )  # fmt: skip


def _part(heard: Heard, watch: Watch) -> str:
    """Gives what a case is for. One that its watch's own numbers were fitted on is not new to them, whatever it says."""
    known = watch.calibrated.get("cases")
    return "tune" if isinstance(known, list) and heard.name in known else heard.case.part


def _scored(found: list[Answer], parts: Mapping[str, str], tuned: list[Answer], name: str) -> dict[str, Scores]:
    told: dict[str, Scores] = {}
    for part in ("tune", "report"):
        for kind in sorted({a.kind for a in found}):
            ours = [a for a in found if parts[a.case] == part and a.kind == kind]
            elsewhere = share([a for a in tuned if a.kind == kind] or ours)  # without cases for tuning, their own share
            if scored := summed(ours, elsewhere):
                told[f"{kind}, {part}, {name}"] = scored
    return told


def as_lines(told: Replayed) -> dict[str, Any]:
    """Gives the back-test for programs: every forecast, how each question came out, and the scores.

    The forecasts are the weekly ones that are scored; of a case without outcomes those of every day assessed.
    """
    return {
        "forecasts": [line for name, found in (("as set", told.asked), ("fitted", told.fitted)) for a in found for line in _lines(a, name)],
        "answers": [_answered(a, "as set") for a in told.asked] + [_answered(a, "fitted") for a in told.fitted],
        "scores": plain(told.scores),
        "fits": plain(told.fits),
        "parts": told.parts,
    }  # fmt: skip


def _lines(a: Answer, numbers: str) -> list[dict[str, Any]]:
    said = (
        [(r.forecast.day, r.forecast.p, r.forecast.happened) for r in a.rows]
        if a.known
        else [(*each, None) for each in a.series]
    )
    return [
        {
            "case": a.case,
            "day": day.isoformat(),
            "hypothesis": a.hypothesis,
            "p": p,
            "happened": happened,
            "numbers": numbers,
        }
        for day, p, happened in said
    ]


def _answered(a: Answer, numbers: str) -> dict[str, Any]:
    return {**{k: v for k, v in plain(a).items() if k not in {"rows", "series"}}, "numbers": numbers}
