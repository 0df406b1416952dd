"""Which format a file has, by its name: worklists as PO, XLIFF and CSV, memories as TMX and XLIFF, glossaries."""

from pathlib import PurePath

from digest.errors import DigestError
from digest.exchange import csv_worklist, po_worklist, xliff
from digest.exchange.rows import Worklist

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
            return xliff.write(worklist)


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
