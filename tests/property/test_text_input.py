import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from digest.content.text_input import clean, decode, show
from digest.errors import DigestError, Problem

ODD = 'اأبةـ ﻻﷺ\u064b\u0651\u200f\u202e\u202b\u202c\u2067\u2069\u200b\xa0\t\r\n\u2028,;?!؟،."e\u0301\x00\x1c1٢'
texts = st.text(st.one_of(st.sampled_from(ODD), st.characters(codec="utf-8")), max_size=60)


@given(texts)
def test_clean_text_is_clean_and_stays_so(text: str) -> None:
    cleaned = clean(text).text
    assert unicodedata.is_normalized("NFC", cleaned)
    assert cleaned == cleaned.strip()
    assert "  " not in cleaned
    assert not set(cleaned) & set("\u200f\u202e\u202b\u202c\u2067\u2069\u200b\xa0\t\r\x00")
    assert clean(cleaned).text == cleaned


@given(texts, st.data())
def test_spans_lead_back_in_order_and_inside_the_source(text: str, data: st.DataObject) -> None:
    cleaned = clean(text)
    middle = data.draw(st.integers(0, len(cleaned.text)))
    first, second = cleaned.source_span(0, middle), cleaned.source_span(middle, len(cleaned.text))
    assert 0 <= first[0] <= first[1] <= len(text)
    assert 0 <= second[0] <= second[1] <= len(text)
    assert first[0] <= second[0]


@given(texts)
def test_what_is_shown_holds_no_open_control(text: str) -> None:
    depth = 0
    for letter in show(text):
        depth += (letter in "\u202a\u202b\u2066\u2067\u2068") - (letter in "\u202c\u2069")
        assert depth >= 0
        assert letter not in "\u202d\u202e\x00\r\n"
    assert depth == 0


@settings(max_examples=200)
@given(st.one_of(st.binary(max_size=200), texts.map(lambda text: text.encode("utf-16")), texts.map(str.encode)))
def test_any_bytes_are_text_or_a_clear_error(data: bytes) -> None:
    assert all(problem.where.startswith("x.txt") and problem.hint for problem in _problems_of(data))


def _problems_of(data: bytes) -> tuple[Problem, ...]:
    try:
        decode(data, "x.txt")
    except DigestError as error:
        return error.problems
    return ()
