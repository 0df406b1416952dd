"""When a sidecar was last revised, and by whom: as Poedit, Weblate and Emacs write it."""

from datetime import UTC, datetime, timedelta

import pytest

from digest.memory import parse, write
from digest.memory.revision import revised, revision_of
from digest.model import Revision


def header(*fields: str) -> bytes:
    lines = "".join(f'"{field}\\n"\n' for field in ("Content-Type: text/plain; charset=UTF-8", *fields))
    return f'msgid ""\nmsgstr ""\n{lines}'.encode()


@pytest.mark.parametrize(
    "date", ["2026-11-21 09:05+0100", "2026-11-21 08:05+0000", "2026-11-21 10:05:00+02:00", " 2026-11-21T08:05+0000 "]
)
def test_the_time_is_a_moment_whatever_the_zone(date: str) -> None:
    revision = revision_of(parse(header(f"PO-Revision-Date: {date}"), "a.en.po"))
    assert revision is not None
    assert revision.time.astimezone(UTC) == datetime(2026, 11, 21, 8, 5, tzinfo=UTC)
    assert (revision.time.utcoffset() or timedelta()) % timedelta(minutes=1) == timedelta()
    assert revision.by == ""


@pytest.mark.parametrize(
    ("translator", "name"),
    [
        ("هدى زيدان <huda@news.example>", "هدى زيدان"),
        ("Karim Bouaziz", "Karim Bouaziz"),
        ("karim@news.example", ""),
        ("<karim@news.example>", ""),
        ("FULL NAME <EMAIL@ADDRESS>", ""),
        ("", ""),
        ("A\u202eB <a@b.example", "AB"),
    ],
)
def test_the_name_is_told_and_the_address_is_not(translator: str, name: str) -> None:
    fields = (f"Last-Translator: {translator}", "PO-Revision-Date: 2026-11-21 09:05+0100")
    revision = revision_of(parse(header(*fields), "a.en.po"))
    assert revision is not None
    assert revision.by == name


@pytest.mark.parametrize(
    "date", ["YEAR-MO-DA HO:MI+ZONE", "2026-13-41 09:05+0100", "2026-11-21", "2026-11-21 09:05+9900", ""]
)
def test_a_time_that_cannot_be_is_none(date: str) -> None:
    assert revision_of(parse(header(f"PO-Revision-Date: {date}"), "a.en.po")) is None


def test_a_sidecar_without_a_header_has_no_revision() -> None:
    assert revision_of(parse(b'msgid "a"\nmsgstr "b"\n', "a.en.po")) is None


def test_a_revision_is_noted_in_the_header_and_all_else_stays() -> None:
    entry = b'\n\n#: x.txt\nmsgid  "a"\nmsgstr "b"\n'
    sidecar = parse(header("Last-Translator: Karim <k@news.example>", "X-Generator: Poedit 3.2") + entry, "a.en.po")
    revision = Revision(time=datetime(2026, 11, 21, 8, 5, tzinfo=UTC), by="هدى  زيدان")
    written = write(revised(sidecar, revision))
    assert revision_of(parse(written, "a.en.po")) == Revision(time=revision.time, by="هدى زيدان")
    assert written.endswith(entry)
    assert b"Poedit 3.2" in written
    assert write(revised(parse(written, "a.en.po"), revision)) == written
    unnamed = revised(sidecar, Revision(time=revision.time))
    assert revision_of(unnamed) == Revision(time=revision.time, by="Karim")
