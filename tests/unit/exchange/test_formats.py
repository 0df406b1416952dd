import pytest

from digest.errors import DigestError
from digest.exchange import formats
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
