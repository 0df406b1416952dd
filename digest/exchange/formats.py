"""Which format a file has, by its name: worklists as PO, XLIFF and CSV, memories as TMX and XLIFF, glossaries."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from pathlib import PurePath

from digest.errors import DigestError
from digest.exchange import csv_worklist, po_worklist, table, tbx, tmx, xliff
from digest.exchange.rows import Pair, Row, Worklist
from digest.model import Lang, other
from digest.translation.glossary import COLUMNS, Term

WORKLISTS = (".po", ".xlf", ".xliff", ".csv")
MEMORIES = (".tmx", ".xlf", ".xliff")
GLOSSARIES = (".tbx", ".csv")


def check_name(name: str, suffixes: tuple[str, ...]) -> str:
    """Return how a file's name ends, in lower case. Raises `DigestError` when it is none of these endings."""
    suffix = PurePath(name).suffix.lower()
    if suffix not in suffixes:
        raise DigestError(
            f"its name doesn't say what it is: `{suffix or name}`", name, f"it ends in {', '.join(suffixes)}"
        )
    return suffix


def write_worklist(worklist: Worklist, name: str, separator: str = ",") -> bytes:
    """Return a worklist in the format that a file's name asks for. Raises `DigestError` for none of ours."""
    match check_name(name, WORKLISTS):
        case ".po":
            return po_worklist.write(worklist)
        case ".csv":
            return csv_worklist.write(worklist, separator)
        case _:
            return xliff.write([worklist])


def read_worklists(data: bytes, name: str) -> list[Worklist]:
    """Read a worklist in the format that its name says; of XLIFF one an article.

    Raises `DigestError` for what is none.
    """
    match check_name(name, WORKLISTS):
        case ".po":
            return [po_worklist.read(data, name)]
        case ".csv":
            return [csv_worklist.read(data, name)]
        case _:
            return xliff.read(data, name)


def write_memory(pairs: Sequence[Pair], name: str) -> bytes:
    """Return reviewed pairs in the format that a file's name asks for. Raises `DigestError` for none of ours."""
    if check_name(name, MEMORIES) == ".tmx":
        return tmx.write(pairs)
    files = groupby(pairs, _file_of)
    return xliff.write(_reviewed(source, file, by, of_file) for (source, file, by), of_file in files)


def _file_of(pair: Pair) -> tuple[Lang, str, str]:
    return pair.source or "ar", pair.file, pair.by


def _reviewed(source: Lang, file: str, by: str, pairs: Iterable[Pair]) -> Worklist:
    target = other(source)
    rows = (
        Row(
            article=file,
            mark=str(number),
            source=pair.text(source),
            words=pair.text(target),
            reviewed=True,
            origin="edited",
        )
        for number, pair in enumerate(pairs, 1)
    )
    return Worklist(source=source, target=target, rows=tuple(rows), by=by)


def read_memory(data: bytes, name: str) -> list[Pair]:
    """Read a memory in the format that its name says; of XLIFF what is reviewed. Raises `DigestError` for none."""
    if check_name(name, MEMORIES) == ".tmx":
        return tmx.read(data, name)
    return [
        Pair(
            source=worklist.source,
            ar=" ".join((row.source if worklist.source == "ar" else row.words).split()),
            en=" ".join((row.source if worklist.source == "en" else row.words).split()),
            file=row.article,
            by=worklist.by,
        )
        for worklist in xliff.read(data, name)
        for row in worklist.rows
        if row.reviewed and row.words.strip() and row.source.strip()
    ]


def write_glossary(terms: Sequence[Term], name: str, separator: str = ",") -> bytes:
    """Return terms in the format that a file's name asks for. Raises `DigestError` for none of ours."""
    if check_name(name, GLOSSARIES) == ".tbx":
        return tbx.write(terms)
    rows = ((term.source, term.target, "|".join(term.also), term.note) for term in terms)
    return table.write(COLUMNS, rows, separator)


def read_glossary(data: bytes, name: str) -> list[Term]:
    """Read terms in the format that a file's name says, each with its line. Raises `DigestError` for what is none."""
    if check_name(name, GLOSSARIES) == ".tbx":
        return tbx.read(data, name)
    return [
        Term(
            source=" ".join(cells.get("source", "").split()),
            target=" ".join(cells.get("target", "").split()),
            also=tuple(word for part in cells.get("also", "").split("|") if (word := part.strip())),
            note=cells.get("note", "").strip(),
            line=line,
        )
        for line, cells in table.read(data, name, COLUMNS[:2])
    ]
