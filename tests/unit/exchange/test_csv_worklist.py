import pytest
from msgspec.structs import replace

from digest.errors import DigestError
from digest.exchange import csv_worklist
from tests.worklists import SENT, WORKLIST


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_worklist_comes_back_as_it_was_sent(separator: str) -> None:
    back = csv_worklist.read(csv_worklist.write(WORKLIST, separator), "x.csv")
    assert (back.source, back.target, back.by) == ("ar", "en", "نور Nour")
    assert [replace(row, line=0) for row in back.rows] == SENT


def test_the_language_of_the_original_stands_first() -> None:
    back = csv_worklist.read(csv_worklist.write(replace(WORKLIST, source="en", target="ar")), "x.csv")
    assert (back.source, back.target) == ("en", "ar")


@pytest.mark.parametrize(("said", "reviewed"), [("yes", True), ("X", True), (" نعم ", True), ("no", False)])
def test_a_person_says_in_either_language_that_a_translation_is_done(said: str, reviewed: bool) -> None:
    body = f"article,ar,en,reviewed\nx.txt,خبر,news,{said}\n".encode()
    assert [row.reviewed for row in csv_worklist.read(body, "x.csv").rows] == [reviewed]


def test_a_table_without_rows_is_no_worklist() -> None:
    with pytest.raises(DigestError, match="not a worklist"):
        csv_worklist.read(b"article,ar,en\n", "x.csv")
