"""Articles and PO files for the tests of `digest.memory`, and GNU's own tools as their judges."""

import shutil
import subprocess
from collections.abc import Iterable

import pytest
from msgspec.structs import replace

from digest.memory import parse, write
from digest.memory.entries import digest_of
from digest.model import Article, Counterpart, Lang
from tests import stories

HEADER = b'# news\nmsgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'

needs_gettext = pytest.mark.skipif(
    not shutil.which("msgfmt") or not shutil.which("msgcat"), reason="gettext is not installed (msgfmt, msgcat)"
)


def article(*texts: str, path: str = "politics/x.txt", lang: Lang = "ar") -> Article:
    return stories.article(*texts, path=path, lang=lang)


def machine(text: str, *flags: str) -> Counterpart:
    return Counterpart(text=text, origin="machine", flags=flags, made_by="translate-ar_en 1.0 9f3c2a1b")


def edited(text: str) -> Counterpart:
    return Counterpart(text=text, origin="edited")


def draft(text: str, made_by: str = "") -> Counterpart:
    return Counterpart(text=text, origin="draft", made_by=made_by)


def signed(text: str, made_by: str = "translate-ar_en 1.0 9f3c2a1b") -> str:
    """Return the comment line that says that a machine wrote this text."""
    return f"#. machine: {made_by} ={digest_of(text)}\n"


def said_before(data: str, now: str, before: str) -> str:
    """Return a PO file as if the machine had said other words in it, `before` in place of `now`."""
    sidecar = parse(data.encode(), "x.en.po")
    changed = []
    for entry in sidecar.entries:
        words = entry.msgstr.replace(now, before)
        raw = entry.raw.replace(now, before).replace(digest_of(entry.msgstr), digest_of(words))
        changed.append(replace(entry, msgstr=words, raw=raw))
    return write(sidecar.with_entries(changed)).decode()


def stale(text: str) -> Counterpart:
    return Counterpart(text=text, origin="stale")


def po(*entries: str, header: bool = True) -> bytes:
    """Return a PO file with these entries, a blank line between any two."""
    return HEADER * header + "\n\n".join(entries).encode() + b"\n"


def pairs(counterparts: Iterable[tuple[str, str]]) -> bytes:
    """Return a PO file of reviewed pairs."""
    return po(*(f'#: x.txt\nmsgid "{source}"\nmsgstr "{text}"' for source, text in counterparts))


def gettext(tool: str, *options: str, data: bytes) -> bytes:
    """Run one of GNU's tools on a PO file; return what it prints, and fail when it does."""
    done = subprocess.run([tool, *options, "-"], input=data, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout
