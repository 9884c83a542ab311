"""Bytes to text: what they say they are, what they are, and what is no text at all. Stands below clean."""

import codecs
import re
from collections.abc import Iterator

from charset_normalizer import from_bytes

from vedette.errors import Skip

MAGIC = (
    (b"\x89PNG\r\n", "a PNG picture"), (b"%PDF-", "a PDF"), (b"PK\x03\x04", "a ZIP archive"), (b"\x1f\x8b", "gzip"),
    (b"\xff\xd8\xff", "a JPEG picture"), (b"GIF8", "a GIF picture"), (b"RIFF", "a RIFF file"), (b"BZh", "bzip2"),
    (b"\xfd7zXZ", "xz"), (b"7z\xbc\xaf", "a 7z archive"), (b"\x7fELF", "a program"), (b"Rar!", "a RAR archive"),
    (b"SQLite format 3", "a database"), (b"\xd0\xcf\x11\xe0", "an old Office file"), (b"\x28\xb5\x2f\xfd", "zstd"),
)  # fmt: skip
MARKS = (
    (codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF32_LE, "utf-32-le"), (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"),
)  # fmt: skip
# What pages call latin-1 or ASCII is cp1252: browsers have read it so for decades.
WESTERN = {"iso-8859-1", "iso8859-1", "latin-1", "latin1", "us-ascii", "ascii"}
CP1252 = ("windows-1252", "cp1252", "cp-1252")
FOREIGN = 0.4  # share of accented letters that no Western language has; French has 0.08
CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.I)
DECLARED = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?([\w.:-]+)|<\?xml[^>]{0,80}?encoding=[\"']([\w.:-]+)", re.I
)
CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
SEEN = 100_000  # characters looked at; what is binary shows it at once
SHARE = 0.02  # of control characters; prose has none


def decode(body: bytes, content_type: str, html: bool, address: str) -> tuple[str, str | None]:
    """Gives the text of a body, and what is wrong where some bytes could not be read. Raises Skip for binary."""
    for magic, name in MAGIC:
        if body.startswith(magic):
            raise Skip("binary", f"{address} is {name}, not text")
    for mark, encoding in MARKS:
        if body.startswith(mark):
            bare = body[len(mark) :]
            return _strict(bare, encoding) or (bare.decode(encoding, "replace"), f"not all of it is {encoding}")
    declared = tuple(_declared(body, content_type, html))
    if b"\x00" in body and not any(_wide(name) for name in declared):
        raise Skip("binary", f"{address} holds NUL bytes: not text")
    known = [name for name in declared if _is_known(name)]
    if known and not any(_wide(name) for name in known) and (wrong := _belied(body, known[0])):
        return wrong
    for name in (*known, "utf-8"):
        if read := _strict(body, name):
            return read[0], _other(known, name)
    text, broken = _guessed(body)
    return text, broken or (f"declared as {known[0]}, which its bytes are not" if known else None)


def _belied(body: bytes, name: str) -> tuple[str, str] | None:
    """Gives the text of a body whose bytes are plainly of another encoding than the one declared, which fits by chance."""
    single = name in WESTERN or name.replace("_", "-").startswith(("windows-", "cp125", "iso-8859", "koi8", "latin"))
    if not single or body.isascii():
        return None
    # Bytes of one encoding a character that happen to be UTF-8 throughout are UTF-8.
    if read := _strict(body, "utf-8"):
        return read[0], f"declared as {name}, but it is UTF-8"
    letters = [char for char in (_strict(body, name) or ("", None))[0][:SEEN] if char.isalpha()]
    if name in (*WESTERN, *CP1252) and sum("\xc0" <= char <= "\xff" for char in letters) > FOREIGN * len(letters):
        best = from_bytes(body).best()
        if best is not None and best.encoding not in ("cp1252", "latin_1"):
            return str(best), f"declared as {name}, but it reads as {best.encoding}"
    return None


def _other(known: list[str], name: str) -> str | None:
    return (
        f"declared as {known[0]}, but it is {name}"
        if known and known[0] != name and not _alike(known[0], name)
        else None
    )


def _alike(one: str, other: str) -> bool:
    return codecs.lookup(one).name == codecs.lookup(other).name


def _is_known(name: str) -> bool:
    try:
        return bool(codecs.lookup(name))
    except LookupError:
        return False


def refuse_binary(text: str, address: str) -> None:
    """Raises Skip where a text holds a NUL or more control characters than any prose."""
    if "\x00" in text:
        raise Skip("binary", f"{address} holds NUL characters: not text")
    seen = text[:SEEN]
    share = len(CONTROL.findall(seen)) / max(1, len(seen))
    if share > SHARE:
        raise Skip("binary", f"{share:.0%} of {address} is control characters: not text")


def _declared(body: bytes, content_type: str, html: bool) -> Iterator[str]:
    if match := CHARSET.search(content_type):
        yield match[1].lower()
    if html and (found := DECLARED.search(body[:2048])):
        name = (found[1] or found[2]).decode("ascii").lower()
        # A declaration that could be read as ASCII is no wide encoding; the standard takes it for UTF-8.
        yield "utf-8" if _wide(name) else name


def _wide(name: str) -> bool:
    return name.replace("_", "-").startswith(("utf-16", "utf-32", "utf16", "utf32"))


def _strict(body: bytes, name: str) -> tuple[str, None] | None:
    try:
        return body.decode("cp1252" if name in WESTERN else name), None
    except (UnicodeDecodeError, LookupError):
        return None


def _guessed(body: bytes) -> tuple[str, str | None]:
    """Reads what is not what it says: UTF-8 with a few broken bytes, a Western text, or the likeliest of all."""
    text = body.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    high = sum(byte > 127 for byte in body[:SEEN])
    if broken and broken <= sum(char > "\x7f" for char in text) - broken:
        return text, f"{broken} stretches of bytes are not UTF-8 and were replaced"
    if high < 0.1 * len(body[:SEEN]) and (read := _strict(body, "cp1252")):
        return read
    best = from_bytes(body).best()
    if best is not None:
        return str(best), None
    return text, f"no encoding fits; {broken} stretches of bytes were replaced"
