"""News in the markup of TREC and CLEF: a file with many `<DOC>`, each with `<DOCNO>`, `<HEADLINE>` and `<TEXT>`."""

import re
from collections.abc import Iterator
from datetime import date
from html import escape, unescape

from digest.errors import DigestError, Problem
from digest.importing.item import Found, Item

_DOC = re.compile(r"<DOC\b(?P<values>[^<>]*)>(?P<body>.*?)</DOC>", re.DOTALL | re.IGNORECASE)
_END = re.compile("</DOC>", re.IGNORECASE)
_INSIDE = re.compile(r"<DOC\b", re.IGNORECASE)
_FIELD = re.compile(r"<(?P<name>[A-Z][A-Z0-9_-]*+)\b[^<>]*>", re.IGNORECASE)
_ID = re.compile(r"\bid\s*=\s*[\"']?([^\"'\s>]+)", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")
_PARAGRAPH = re.compile(r"</?P\b[^<>]*>|\n[ \t]*\n", re.IGNORECASE)
_DAY = re.compile(r"(?P<year>(?:19|20)\d\d)[-/.]?(?P<month>[01]\d)[-/.]?(?P<day>[0-3]\d)")
_LOWER = {upper: upper + 32 for upper in range(ord("A"), ord("Z") + 1)}
_TITLE = ("headline", "title", "head", "hl", "ti")
_TEXT = ("text", "body", "leadpara", "lp", "tx")
_AUTHOR = ("byline", "author", "by")
_DATE = ("date_time", "date", "datetime", "pubdate", "dd", "datesortable")


def read_trec(text: str, where: str) -> Found:
    """Yield the documents of a file. Raises `DigestError` for a file without any."""
    count = 0
    ends = [match.end() for match in _END.finditer(text)]
    for match in _DOC.finditer(text, 0, ends[-1] if ends else 0):
        count += 1
        fields: dict[str, list[str]] = {}
        for name, said in _fields(match["body"]):
            fields.setdefault(name, []).append(said)
        number = _first(fields, ("docno", "docid")) or (found[1] if (found := _ID.search(match["values"])) else "")
        place = f"{where}, {number}" if number else f"{where}, document {count}"
        paragraphs = [_line(part) for name in _TEXT for each in fields.get(name, ()) for part in _PARAGRAPH.split(each)]
        paragraphs = [part for part in paragraphs if part]
        title = _first(fields, _TITLE) or (paragraphs.pop(0) if paragraphs else "")
        if not title or not paragraphs:
            yield Problem("a document without a text", place, "it is left out")
            continue
        yield Item(
            where=place,
            title=title,
            html="".join(f"<p>{escape(part)}</p>" for part in paragraphs),
            name=number,
            date=_day(" ".join(filter(None, (_first(fields, _DATE), number)))),
            authors=(_first(fields, _AUTHOR),) if _first(fields, _AUTHOR) else (),
            section=_first(fields, ("section", "category")),
            source=_first(fields, ("source", "pub")),
        )
    if not count:
        raise DigestError("there is no `<DOC>` in it", where, "each article stands between `<DOC>` and `</DOC>`")


def _fields(body: str) -> Iterator[tuple[str, str]]:
    """Yield the name and text of each element of a document, and of none in another."""
    body = _INSIDE.split(body)[-1]  # of one that begins twice, the last
    lower, open_ones, start = body.translate(_LOWER), set[str](), 0  # as long as before, as `lower` of Unicode is not
    while match := _FIELD.search(body, start):
        name, start = match["name"].lower(), match.end()
        end = -1 if name in open_ones else lower.find(f"</{name}>", start)
        if end < 0:
            open_ones.add(name)
            continue
        yield name, body[start:end]
        start = end


def _first(fields: dict[str, list[str]], names: tuple[str, ...]) -> str:
    """Return the text of the first of some fields that has one, on one line."""
    return next((line for name in names for each in fields.get(name, ()) if (line := _line(each))), "")


def _line(text: str) -> str:
    return " ".join(unescape(_TAG.sub(" ", text)).split())


def _day(text: str) -> date | None:
    for match in _DAY.finditer(text):
        try:
            return date(int(match["year"]), int(match["month"]), int(match["day"]))
        except ValueError:
            continue
    return None
