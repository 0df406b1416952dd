"""Worklists as PO files, for Poedit, OmegaT and Weblate: an entry a sentence, its article as the context."""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from digest.errors import DigestError
from digest.exchange.rows import Row, Worklist
from digest.exchange.xliff import lang_of
from digest.memory.po import Entry, Sidecar, parse
from digest.memory.po import write as write_po
from digest.memory.revision import name_in
from digest.model import other

_MARK = "#. digest: "
_NOBODY = "nobody"
_FIELD = re.compile(r"^([\w-]+):[ \t]*(.*?)[ \t]*$", re.MULTILINE)


def write(worklist: Worklist) -> bytes:
    """Return a worklist as a PO file; what nobody has reviewed is fuzzy."""
    fields = {
        "Project-Id-Version": "digest",
        "PO-Revision-Date": worklist.time,
        "Last-Translator": worklist.by or _NOBODY,
        "Language-Team": "none",
        "Language": worklist.target,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "X-Source-Language": worklist.source,
        "X-Generator": "digest",
    }
    header = Entry(msgid="", msgstr="".join(f"{name}: {value}\n" for name, value in fields.items() if value))
    return write_po(Sidecar(entries=(header, *map(_entry, worklist.rows))))


def _entry(row: Row) -> Entry:
    return Entry(
        msgid=row.source,
        msgstr=row.words,
        msgctxt=row.article,
        comments=(
            *(f"# {comment}" for comment in row.comments),
            *(f"#. {note}" for note in row.notes),
            f"{_MARK}{row.mark}",
            f"#: {_reference(row)}",
        ),
        flags=("fuzzy",) if row.words and not row.reviewed else (),
    )


def _reference(row: Row) -> str:
    """Return where a sentence stands, a name with white space in isolates, as gettext 0.22 writes it."""
    place = f"{row.article}:{row.place}" if row.place else row.article
    return f"\u2068{place}\u2069" if len(place.split()) > 1 else place


def _article_in(entry: Entry) -> str:
    """Return the article that an entry's `#:` names, for programs that drop the context; empty where it has none."""
    reference = next((one[2:].strip() for one in entry.comments if one.startswith("#:")), "")
    return re.sub(r":\d+$", "", reference.strip("\u2068\u2069"))


def read(data: bytes, path: str) -> Worklist:
    """Read a worklist, whatever program has saved it. Raises `DigestError` for a file that is none, by line."""
    file = parse(data, path)
    header = dict(_FIELD.findall(file.header.msgstr)) if file.header else {}
    target = lang_of(header.get("Language", ""))
    source = lang_of(header.get("X-Source-Language", "")) or (other(target) if target else None)
    rows = tuple(_rows(file))
    by = name_in(header.get("Last-Translator", "").removeprefix(_NOBODY))
    if source is None or not rows:
        raise DigestError("it is not a worklist", path, "`digest desk export` makes one")
    return Worklist(source=source, target=other(source), rows=rows, by=by)


def _rows(file: Sidecar) -> Iterator[Row]:
    for entry in file.entries:
        article = entry.msgctxt or _article_in(entry)
        if article and entry.msgid and not entry.obsolete:
            yield Row(
                article=str(PurePosixPath(article)),
                mark=next((one[len(_MARK) :].strip() for one in entry.comments if one.startswith(_MARK)), ""),
                source=entry.msgid,
                words=entry.msgstr,
                reviewed=not entry.fuzzy and bool(entry.msgstr),
                comments=tuple(
                    one[1:].strip() for one in entry.comments if not one.startswith(("#.", "#:", "#|", "#,"))
                ),
                line=entry.line,
            )
