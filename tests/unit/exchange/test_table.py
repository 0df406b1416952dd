import pytest

from digest.errors import DigestError
from digest.exchange import table

CELLS = ["=1+1", "+3", "-5", "@x", "'=1", "''", "'s Gravenhage", 'a "b", c; d\te', "two\nlines", "خبر", "[+]", ""]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_cells_come_back_as_they_were_and_none_is_a_formula(separator: str) -> None:
    body = table.write([f"c{n}" for n in range(len(CELLS))], [CELLS], separator)
    assert body.startswith(b"\xef\xbb\xbf")
    assert not any(f"{separator}{sign}" in body.decode() for sign in "=@")
    ((line, cells),) = table.read(body, "x.csv", [])
    assert (line, [*cells.values()]) == (2, CELLS)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1256", "iso8859-6"])
def test_a_table_is_read_in_any_encoding_of_an_article(encoding: str) -> None:
    text = "Source;Target\nرئيس مجلس الوزراء في المدينة;Prime Minister\n\n;\nمجلس من النواب على;Council\n"
    rows = table.read(text.encode(encoding), "x.csv", ["source", "target"])
    assert [(line, cells["target"]) for line, cells in rows] == [(2, "Prime Minister"), (5, "Council")]
    assert rows[0][1]["source"] == "رئيس مجلس الوزراء في المدينة"


def test_excel_s_own_first_line_is_passed_over_and_lines_are_counted_through_cells_of_several() -> None:
    rows = table.read(b'sep=;\na;b\n"1\n2";3\n4;5\n', "x.csv", ["a"])
    assert rows == [(3, {"a": "1\n2", "b": "3"}), (5, {"a": "4", "b": "5"})]


def test_a_row_that_ends_early_has_empty_cells_and_one_that_goes_on_loses_what_has_no_name() -> None:
    rows = table.read(b"a,b,c\n1\n1,2,3,4\n", "x.csv", ["a"])
    assert [cells for _, cells in rows] == [{"a": "1", "b": "", "c": ""}, {"a": "1", "b": "2", "c": "3"}]


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b'a,b\n"1" 2,3\n', "x.csv:2: it is not CSV"),
        (b"a,b\n1,2\n", "x.csv:1: the column `c` is missing"),
        (b"", "the column `c` is missing"),
        (b"PK\x03\x04", "it is not text"),
    ],
)
def test_what_is_no_such_table_is_refused_with_its_line(data: bytes, problem: str) -> None:
    with pytest.raises(DigestError) as error:
        table.read(data, "x.csv", ["c"])
    assert problem in str(error.value)
