"""What Vedette writes out: one format a file; the table below is the whole list.

A format is a module with NAME (also the file's ending), MIME_TYPE and `write`, which gives the brief as one text.
"""

from typing import Protocol

from vedette.exports import html, markdown
from vedette.exports.brief import Brief

__all__ = ["FORMATS", "Format"]


class Format(Protocol):
    """What every module of the table has."""

    NAME: str
    MIME_TYPE: str

    def write(self, brief: Brief) -> str: ...


FORMATS: tuple[Format, ...] = (html, markdown)
