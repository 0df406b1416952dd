"""Tables of text with named columns, as spreadsheets write and read them: `,`, `;` or a tab between the values.

A cell that a spreadsheet would take for a formula has a `'` before it, which is taken off again when it is read.
"""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

from digest.content import text_input
from digest.errors import DigestError

SEPARATORS: Mapping[str, str] = {"comma": ",", "semicolon": ";", "tab": "\t"}

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "'=", "'+", "'-", "'@", "''")
"""How a cell begins that a spreadsheet would calculate (OWASP, "CSV Injection"), or that looks as if it had been kept
from that."""


def write(columns: Sequence[str], rows: Iterable[Sequence[str]], separator: str = ",") -> bytes:
    """Return a table as UTF-8 with a byte order mark, without which Excel reads Arabic as other letters."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([_safe(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def read(data: bytes, path: str, needed: Sequence[str]) -> list[tuple[int, dict[str, str]]]:
    """Return the rows of a table that are not empty, each with its line, from 1, and its cell of every column.

    The names of the columns are in lower case. The text may be in any encoding that an article may have.
    Raises `DigestError` for a file that is no such table, or that lacks a column.
    """
    lines = text_input.decode(data, path).text.splitlines(keepends=True)
    said = 1 if lines and lines[0].strip().lower() in ("sep=,", "sep=;", "sep=") else 0
    separator = max(",;\t", key=lines[said].count) if lines[said:] else ","
    reader = csv.reader(lines[said:], delimiter=separator, strict=True)
    rows: list[tuple[int, dict[str, str]]] = []
    columns: list[str] = []
    try:
        line = said + 1
        for cells in reader:
            if columns and any(cell.strip() for cell in cells):
                rows.append((line, dict.fromkeys(columns, "") | dict(zip(columns, map(_plain, cells), strict=False))))
            columns = columns or [cell.strip().lower() for cell in cells]
            line = said + reader.line_num + 1
    except csv.Error as error:
        hint = "quote a value that holds a separator or a quotation mark"
        raise DigestError(f"it is not CSV: {error}", f"{path}:{said + reader.line_num}", hint) from None
    missing = [name for name in needed if name not in columns]
    if missing:
        hint = f"its first line names the columns: {', '.join(needed)}"
        raise DigestError(f"the column `{missing[0]}` is missing", f"{path}:{said + 1}", hint)
    return rows


def _safe(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _plain(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_FORMULA) else cell
