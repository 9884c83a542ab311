"""The brief as Markdown: the same lines as the page, the evidence as footnotes with ids for `vedette why`."""

import re
from collections.abc import Callable

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from vedette import wording
from vedette.assess import WORDS
from vedette.exports.brief import Brief
from vedette.exports.sheet import sheet, spans, thinned

NAME = "md"
MIME_TYPE = "text/markdown; charset=utf-8"
MOST_ROWS = 24  # of the table that stands for a curve

SPECIAL = re.compile(r"[\\`*_\[\]<>|#~$]")
BLOCK = re.compile(r"^(\d+(?=[.)](?:\s|$))|(?=[-+=:]))")  # what would begin a list or a table at the start of a line


def write(brief: Brief) -> str:
    """Gives the brief as Markdown with tables and footnotes, as GitHub and Pandoc read them."""
    told = sheet(brief)
    series = {
        q.anchor: [(s, thinned(s, (w.raised for w in q.raised), MOST_ROWS)) for s in spans(q.series)]
        for q in told.questions
    }
    return _environment().get_template("brief.md.jinja").render(sheet=told, series=series, words=WORDS)


def _environment() -> Environment:
    env = Environment(  # escaping is on so that macros give Markup; `_shown` does it before Jinja would, for Markdown
        loader=PackageLoader("vedette.exports", "templates"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True, finalize=_shown,
    )  # fmt: skip
    ours: dict[str, Callable[..., str]] = {  # these give nothing that needs escaping
        "figure": wording.figure, "signed": wording.signed, "day": wording.day, "long_day": wording.long_day,
        "of": wording.counted,
    }  # fmt: skip
    env.filters |= {name: _as_is(give) for name, give in ours.items()}
    env.filters |= {"named": wording.named, "code": code, "link": link}
    return env


def _as_is(give: Callable[..., str]) -> Callable[..., Markup]:
    return lambda *told: Markup(give(*told))


def _shown(value: object) -> object:
    return Markup(escape(value)) if isinstance(value, str) and not isinstance(value, Markup) else value


def escape(text: str) -> str:
    """Gives a text on one line as Markdown that reads as that text and does nothing."""
    told = " ".join(wording.visible(text).split()).replace("&", "&amp;")
    told = SPECIAL.sub(lambda found: "&lt;" if found.group() == "<" else "\\" + found.group(), told)
    return BLOCK.sub(lambda found: found.group() + "\\", told)


def code(text: str) -> Markup:
    """Gives a word as code."""
    return Markup("`" + " ".join(wording.visible(text).replace("`", "'").replace("|", "¦").split()) + "`")


def link(address: str) -> Markup:
    """Gives the part of a link that holds an address which `web_address` let pass."""
    return Markup("(" + address.replace("&", "&amp;").replace("[", "%5B").replace("]", "%5D") + ")")
