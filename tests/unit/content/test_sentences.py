import pytest

from digest.content.sentences import MAX_LENGTH, split
from digest.model import LANGS, Lang
from tests.gold import read_case, read_gold, read_open

_CASES: list[tuple[Lang, list[str]]] = [(lang, case) for lang in LANGS for case in read_gold(lang)]
_OPEN: list[tuple[Lang, list[str]]] = [(lang, case) for lang in LANGS for case in read_open(lang)]


def _cut(text: str, lang: Lang) -> list[str]:
    return [text[start:end] for start, end in split(text, lang)]


@pytest.mark.parametrize(("lang", "case"), _CASES, ids=lambda value: value if isinstance(value, str) else "")
def test_sentences_end_where_the_gold_set_says(lang: Lang, case: list[str]) -> None:
    assert _cut("".join(case), lang) == [sentence.strip() for sentence in case]


@pytest.mark.xfail(reason="tests/gold/README.md: move it to ar.txt once it is right", strict=True)
@pytest.mark.parametrize(("lang", "case"), _OPEN, ids=lambda value: "" if isinstance(value, str) else "".join(value))
def test_an_open_case_is_still_wrong(lang: Lang, case: list[str]) -> None:
    assert _cut("".join(case), lang) == [sentence.strip() for sentence in case]


def test_the_gold_set_is_as_large_as_promised() -> None:
    assert len(read_gold("ar")) + len(read_open("ar")) >= 300
    assert len(read_gold("en")) >= 80


def test_a_case_is_parted_with_and_without_a_space() -> None:
    assert read_case("أ. | ب.|ج") == ["أ. ", "ب.", "ج"]


def test_an_over_long_sentence_is_cut_at_its_best_mark_and_nothing_is_lost() -> None:
    clause = "وأكد المسؤول أن العمل مستمر في جميع المواقع "
    text = (clause * 12 + "؛ " + clause * 14).strip()
    pieces = _cut(text, "ar")
    assert len(pieces) == 2
    assert pieces[0].endswith("؛")
    assert "".join(pieces).replace(" ", "") == text.replace(" ", "")


@pytest.mark.parametrize(
    ("mark", "unit"),
    [("،", "كلمة كلمة كلمة، وقال كلمة "), ("كلمة", "كلمة "), ("x", "x")],
)
def test_without_a_better_mark_it_is_cut_at_a_comma_a_space_or_anywhere(mark: str, unit: str) -> None:
    pieces = _cut((unit * 2000)[: 3 * MAX_LENGTH].strip(), "ar")
    assert all(len(piece) <= MAX_LENGTH for piece in pieces)
    assert pieces[0].endswith(mark)


@pytest.mark.parametrize("text", ["", " ", "\n"])
def test_blank_text_has_no_sentence(text: str) -> None:
    assert split(text, "ar") == []


@pytest.mark.parametrize("text", ["...", '"', "؟"])
def test_text_without_a_letter_is_one_sentence(text: str) -> None:
    assert split(text, "ar") == [(0, len(text))]


def test_a_stray_quotation_mark_at_the_end_stays_with_its_sentence() -> None:
    assert _cut('انتهى الأمر . "', "ar") == ['انتهى الأمر . "']
