"""Makes any number of different reports for measuring: invented names and figures, no real outlet's words."""

import json
import random
from collections.abc import Iterator
from datetime import date, timedelta

FORCES = (
    "Russian",
    "Belarusian",
    "Polish",
    "Ukrainian",
    "American",
    "German",
    "Turkish",
    "Chinese",
    "French",
    "British",
)
PLACES = ("Belarus", "Poland", "Lithuania", "Ukraine", "Latvia", "Syria", "Niger", "Kosovo", "Taiwan", "Mali")
TOWNS = ("Brest", "Grodno", "Mazyr", "Rzeszow", "Suwalki", "Vilnius", "Kharkiv", "Daugavpils", "Aleppo", "Niamey")
UNITS = ("soldiers", "paratroopers", "tanks", "fighter jets", "helicopters", "marines", "armoured vehicles")
SPEAKERS = (
    "the defence ministry",
    "a senior NATO official",
    "the foreign minister",
    "an analyst",
    "the general staff",
    "residents",
)
OUTLETS = ("Example Courier", "Example Gazette", "Example Radio", "Example Tribune", "Example Agency")
SENTENCES = (
    "{force} forces moved about {n} {unit} to {place} on {weekday}, {speaker} said.",
    "More than {n} {unit} are stationed near {town}, according to {speaker}.",
    "{Speaker} denied that any {force} troops would stay in {place} after the exercise.",
    "The drills near {town} are to end on {day} and all {unit} will return to their bases, {speaker} said.",
    "If {force} units entered {place}, the alliance would respond, {speaker} warned.",
    "Satellite images showed a field hospital and {n} tents outside {town}.",
    "{Speaker} accused {place} of massing {n} {unit} at the border.",
    "Up to {n} {force} {unit} could be sent to {place} in the coming weeks, {speaker} told reporters.",
    "The talks in {town} ended without an agreement on {weekday}.",
    "Farmers in the district said the harvest had been poor and the roads were full of lorries.",
    "The railway cancelled {n} trains for repairs, and the school at {town} stayed shut until noon.",
    "Prices at the market in {town} rose again, a stallholder said, and the winter would be long.",
)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def reports(count: int, seed: int = 7, sentences: int = 18) -> Iterator[dict[str, str]]:
    """Gives records of some 300 words each, one a line for `vedette add`; one in five is a reprint of an earlier one."""
    chance = random.Random(seed)
    earlier: list[dict[str, str]] = []
    for number in range(count):
        day = date(2020, 1, 1) + timedelta(days=number * 1200 // max(1, count))
        if earlier and chance.random() < 0.2:
            again = dict(chance.choice(earlier))
            again |= {"id": f"r{number}", "outlet": chance.choice(OUTLETS), "published": day.isoformat()}
            yield again
            continue
        lines = [_sentence(chance, day) for _ in range(sentences)]
        headline = f"{chance.choice(FORCES)} {chance.choice(UNITS)} near {chance.choice(TOWNS)}, {number}"
        body = "\n\n".join(" ".join(lines[n : n + 3]) for n in range(0, len(lines), 3))
        record = {
            "id": f"r{number}", "outlet": chance.choice(OUTLETS), "published": day.isoformat(), "headline": headline,
            "text": f"{headline}\n\n{body}",
        }  # fmt: skip
        if len(earlier) < 500:
            earlier.append(record)
        yield record


def _sentence(chance: random.Random, day: date) -> str:
    speaker = chance.choice(SPEAKERS)
    return chance.choice(SENTENCES).format(
        force=chance.choice(FORCES), place=chance.choice(PLACES), town=chance.choice(TOWNS), unit=chance.choice(UNITS),
        speaker=speaker, Speaker=speaker[0].upper() + speaker[1:], n=f"{chance.randrange(2, 400) * 25:,}",
        weekday=chance.choice(WEEKDAYS), day=f"{chance.randrange(1, 29)} {day:%B}",
    )  # fmt: skip


def write(path: str, count: int) -> None:
    with open(path, "w", encoding="utf-8") as out:
        for record in reports(count):
            out.write(json.dumps(record) + "\n")
