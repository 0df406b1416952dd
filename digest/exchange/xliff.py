"""XLIFF 1.2 (OASIS, 2008): worklists and memories for CAT tools, one `file` an article; 2.0 and 2.1 are read too."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from digest.errors import DigestError
from digest.exchange import xml
from digest.exchange.rows import Row, Worklist
from digest.exchange.xml import Element
from digest.model import LANGS, Lang, Origin, other

_NAMESPACE = "urn:oasis:names:tc:xliff:document:1.2"
_STATES: dict[Origin, str] = {
    "edited": 'state="signed-off"',
    "draft": 'state="needs-review-translation"',
    "stale": 'state="needs-review-translation"',
    "machine": 'state="needs-review-translation" state-qualifier="mt-suggestion"',
    "untranslated": 'state="needs-translation"',
    "verbatim": 'state="final"',
}
_FINISHED = frozenset({"translated", "final", "signed-off", "reviewed"})
"""States of a target, of both versions, that say that a person has finished it."""

_CODES = ("ph", "bpt", "ept", "it", "bx", "ex", "x", "sc", "ec", "sm", "em")
"""Elements in a text that stand for what is no text."""

_BY_PERSON = "reviewer"
"""From whom comments of people are; all other notes are ours, or another program's."""


def write(worklists: Iterable[Worklist]) -> bytes:
    """Return worklists as XLIFF 1.2; the rows of an article stand together."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f'<xliff version="1.2" xmlns="{_NAMESPACE}">']
    each = ((one, *group) for one in worklists for group in groupby(one.rows, lambda row: row.article))
    for worklist, article, rows in each:
        lines += [
            f'<file original="{xml.attribute(article)}" source-language="{worklist.source}"'
            f' target-language="{worklist.target}" datatype="plaintext" xml:space="preserve">',
            *_header(worklist.by),
            "<body>",
            *(line for row in rows for line in _unit(row, worklist)),
            "</body>",
            "</file>",
        ]
    return "\n".join((*lines, "</xliff>", "")).encode()


def _header(by: str) -> Iterator[str]:
    tool = '<tool tool-id="digest" tool-name="digest"/>'
    phase = f'<phase phase-name="review" process-name="review" contact-name="{xml.attribute(by)}"/>' if by else ""
    yield f"<header>{f'<phase-group>{phase}</phase-group>' if by else ''}{tool}</header>"


def _unit(row: Row, worklist: Worklist) -> Iterator[str]:
    approved = ' approved="yes"' if row.reviewed else ""
    yield f'<trans-unit id="{xml.attribute(row.mark)}"{approved}>'
    yield f'<source xml:lang="{worklist.source}">{xml.text(row.source)}</source>'
    if row.words:
        yield f'<target xml:lang="{worklist.target}" {_STATES[row.origin]}>{xml.text(row.words)}</target>'
    if row.place:
        place = f'<context context-type="linenumber">{row.place}</context>'
        yield f'<context-group purpose="location">{place}</context-group>'
    for comment in row.comments:
        yield f'<note from="{_BY_PERSON}">{xml.text(comment)}</note>'
    for note in row.notes:
        yield f'<note from="digest">{xml.text(note)}</note>'
    yield "</trans-unit>"


def read(data: bytes, path: str) -> list[Worklist]:
    """Read the worklists of an XLIFF file, one a `file` element. Raises `DigestError` for what is none."""
    root = xml.read(data, path)
    if root.name != "xliff":
        raise DigestError(f"it is not XLIFF but `{root.name}`", f"{path}:{root.line}", "export it as XLIFF 1.2")
    return [_worklist(file, root, path) for file in root.children("file")]


def _worklist(file: Element, root: Element, path: str) -> Worklist:
    is_first = root.attributes.get("version", "1.2").startswith("1")
    languages = file.attributes if is_first else root.attributes
    names = ("source-language", "target-language") if is_first else ("srcLang", "trgLang")
    source = lang_of(languages.get(names[0], ""))
    said = languages.get(names[1])
    if source is None or (said and lang_of(said) != other(source)):
        problem = "it is not from Arabic into English, or from English into Arabic"
        raise DigestError(problem, f"{path}:{file.line}", "export it again, with these two languages")
    rows = _rows(file) if is_first else _rows_of_second(file)
    phase = next(file.all("phase"), None)
    return Worklist(
        source=source,
        target=other(source),
        rows=tuple(rows),
        by=phase.attributes.get("contact-name", "") if phase and is_first else "",
    )


def _rows(file: Element) -> Iterator[Row]:
    for unit in file.all("trans-unit"):
        target = unit.child("target")
        source = unit.child("source")
        state = target.attributes.get("state", "") if target else ""
        yield Row(
            article=file.attributes.get("original", ""),
            mark=unit.attributes.get("id", ""),
            source=source.text(_CODES) if source else "",
            words=target.text(_CODES) if target else "",
            reviewed=unit.attributes.get("approved") == "yes" or state in _FINISHED,
            comments=tuple(note.text() for note in unit.children("note") if note.attributes.get("from") == _BY_PERSON),
            line=unit.line,
        )


def _rows_of_second(file: Element) -> Iterator[Row]:
    for unit in file.all("unit"):
        segments = [*unit.children("segment")]
        yield Row(
            article=file.attributes.get("original", ""),
            mark=unit.attributes.get("id", ""),
            source=_joined(segments, "source"),
            words=_joined(segments, "target"),
            reviewed=bool(segments) and all(one.attributes.get("state") in _FINISHED for one in segments),
            line=unit.line,
        )


def _joined(segments: Iterable[Element], side: str) -> str:
    return " ".join(one.text(_CODES).strip() for segment in segments for one in segment.children(side))


def lang_of(tag: str) -> Lang | None:
    """Return which of our languages a tag as `ar-EG` or `en_US` means; None for another."""
    primary = tag.replace("_", "-").split("-")[0].casefold()
    return next((lang for lang in LANGS if lang == primary), None)
