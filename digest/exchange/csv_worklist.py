"""Worklists as tables, for spreadsheets: a row a sentence, and in it the translation, and `yes` where that is done."""

from pathlib import PurePosixPath

from digest.errors import DigestError
from digest.exchange import table
from digest.exchange.rows import Row, Worklist
from digest.model import LANGS, Lang, other

_FIRST = ("article", "line")
_LAST = ("reviewed", "comment", "help", "by", "mark")
_YES = frozenset({"yes", "y", "x", "1", "true", "ok", "✓", "✔", "reviewed", "نعم", "تم", "صحيح"})


def write(worklist: Worklist, separator: str = ",") -> bytes:
    """Return a worklist as CSV; the columns of the texts are named by their languages, the original first."""
    columns = (*_FIRST, worklist.source, worklist.target, *_LAST)
    return table.write(columns, ([*_cells(row, worklist.by)] for row in worklist.rows), separator)


def _cells(row: Row, by: str) -> tuple[str, ...]:
    return (
        row.article,
        str(row.place or ""),
        row.source,
        row.words,
        "yes" if row.reviewed else "",
        "\n".join(row.comments),
        "\n".join(row.notes),
        by,
        row.mark,
    )


def read(data: bytes, path: str) -> Worklist:
    """Read a worklist, whatever program has saved it. Raises `DigestError` for a file that is none."""
    rows = table.read(data, path, ("article", *LANGS))
    if not rows:
        raise DigestError("it is not a worklist: no row has anything in it", path, "`digest desk export` makes one")
    columns = [*rows[0][1]]
    source: Lang = min(LANGS, key=columns.index)
    return Worklist(
        source=source,
        target=other(source),
        rows=tuple(
            Row(
                article=str(PurePosixPath(cells.get("article", "").strip())),
                mark=cells.get("mark", "").strip(),
                source=cells.get(source, "").strip(),
                words=cells.get(other(source), "").strip(),
                reviewed=cells.get("reviewed", "").strip().casefold() in _YES,
                comments=tuple(filter(None, map(str.strip, cells.get("comment", "").splitlines()))),
                line=line,
            )
            for line, cells in rows
        ),
        by=next((by for _, cells in rows if (by := cells.get("by", "").strip())), ""),
    )
