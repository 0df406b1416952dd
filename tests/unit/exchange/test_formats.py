import pytest

from digest.errors import DigestError
from digest.exchange import formats
from digest.exchange.rows import Pair
from digest.translation.glossary import Term
from tests.worklists import SENT, WORKLIST


@pytest.mark.parametrize("name", ["x.po", "X.XLF", "x.xliff", "x.csv"])
def test_the_name_of_a_file_says_its_format(name: str) -> None:
    lists = formats.read_worklists(formats.write_worklist(WORKLIST, name, ";"), name)
    assert [row.source for one in lists for row in one.rows] == [row.source for row in SENT]


@pytest.mark.parametrize("name", ["x.docx", "x", ".po", "x.tmx"])
def test_a_name_that_says_none_of_them_is_refused_with_those_there_are(name: str) -> None:
    with pytest.raises(DigestError) as error:
        formats.write_worklist(WORKLIST, name)
    assert ".po, .xlf, .xliff, .csv" in str(error.value)


@pytest.mark.parametrize("name", ["x.tmx", "x.xlf"])
def test_a_memory_comes_back_in_its_direction(name: str) -> None:
    pairs = [
        Pair(source="ar", ar="خبر", en="news", file="a.en.po", by="Nour"),
        Pair(source="en", ar="طقس", en="weather", file="b.ar.po"),
    ]
    assert formats.read_memory(formats.write_memory(pairs, name), name) == pairs


def test_of_xliff_only_what_is_reviewed_is_a_memory() -> None:
    pairs = formats.read_memory(formats.write_worklist(WORKLIST, "x.xlf"), "x.xlf")
    assert [pair.en for pair in pairs] == ["-5 degrees"]


@pytest.mark.parametrize("name", ["x.tbx", "x.csv"])
def test_a_glossary_comes_back(name: str) -> None:
    terms = [Term(source="البنك المركزي", target="Central Bank", also=("Middle Bank", "Bank"), note="=1")]
    (back,) = formats.read_glossary(formats.write_glossary(terms, name, ";"), name)
    assert (back.source, back.target, back.also, back.note) == (
        "البنك المركزي",
        "Central Bank",
        ("Middle Bank", "Bank"),
        "=1",
    )
