import unicodedata

import pytest

from digest.content.text_input import MAX_BYTES, MAX_LINE, clean, decode, show
from digest.errors import DigestError

STORY = "افتتح الوزير المعرض في المدينة على الساحل، وقال إن الموسم جيد.\n\nهل ينجح؟ هذا ما يأمله التجار من القرية.\n"


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1256", "iso8859-6"],
)
def test_arabic_text_is_read_in_every_encoding_a_newsroom_has(encoding: str) -> None:
    decoded = decode(STORY.encode(encoding), "x.txt")
    assert decoded.text == STORY
    assert decoded.warnings == ()


@pytest.mark.parametrize("encoding", ["cp1256", "iso8859-6"])
def test_a_legacy_encoding_guessed_on_little_evidence_is_told(encoding: str) -> None:
    decoded = decode("بيان".encode(encoding), "x.txt")
    assert decoded.text == "بيان"
    assert "little evidence" in decoded.warnings[0].problem


def test_western_text_with_curly_quotes_is_windows_1252() -> None:
    text = "Café “Délice” opened – again. El Niño came."
    assert decode(text.encode("cp1252"), "x.txt").text == text


@pytest.mark.parametrize(
    "data", [b"%PDF-1.7 ...", b"PK\x03\x04rest", b"\x89PNG\r\n\x1a\n", b"a\x00b\x00\x01\x02c", b"{\\rtf1 x}"]
)
def test_a_binary_file_is_refused(data: bytes) -> None:
    with pytest.raises(DigestError) as caught:
        decode(data, "x.txt")
    assert "not text" in str(caught.value)
    assert "UTF-8" in caught.value.problems[0].hint


def test_a_file_in_two_encodings_is_refused_with_the_line() -> None:
    data = STORY.encode() + "سطر أخير".encode("cp1256")
    with pytest.raises(DigestError) as caught:
        decode(data, "x.txt")
    assert caught.value.problems[0].where == "x.txt:4"
    assert "mixed" in caught.value.problems[0].problem


def test_damaged_utf16_is_refused_with_the_line() -> None:
    data = STORY.encode("utf-16") + b"\x41"
    with pytest.raises(DigestError, match="damaged"):
        decode(data, "x.txt")


def test_a_file_of_50_megabytes_is_refused() -> None:
    with pytest.raises(DigestError, match="too large"):
        decode(b"a" * 50_000_000, "x.txt")
    assert MAX_BYTES < 50_000_000


def test_a_file_of_a_million_lines_is_refused() -> None:
    with pytest.raises(DigestError, match="too many lines"):
        decode(b"a\n" * 1_000_000, "x.txt")


def test_an_endless_line_is_refused_with_its_number() -> None:
    with pytest.raises(DigestError) as caught:
        decode(b"title\n\n" + b"a " * MAX_LINE, "x.txt")
    assert caught.value.problems[0].where == "x.txt:3"


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("مرحبـــا بكم", "مرحبا بكم"),
        ("عام 1441هـ. ثم", "عام 1441هـ. ثم"),
        ("ﻻ بأس", "لا بأس"),
        ("بين\u202e \u202c25\u202e \u202cو35", "بين 25 و35"),
        ("قال\u200f \u200eOK\u200b", "قال OK"),
        ("  \xa0كلمة\xa0\xa0أخرى \t ", "كلمة أخرى"),
        ("سطر\r\n \xa0 \r\nسطر", "سطر\n\nسطر"),
        ("سطر\rسطر\u2028سطر", "سطر\nسطر\nسطر"),
        ("متى يعود?", "متى يعود؟"),
        ("عاد, ثم ذهب; وعاد", "عاد، ثم ذهب؛ وعاد"),
        ("كم 1,200 و https://x.org/a?b=1,2", "كم 1,200 و https://x.org/a?b=1,2"),
        ("Why, he asked?", "Why, he asked?"),
        ("لماذا؟؟ كفى!!! نعم،، طيب", "لماذا؟ كفى! نعم، طيب"),
        ("النفط.. والغاز...", "النفط.. والغاز..."),
        ('«نص» “نص” "نص" ١٢٣ ۴', '«نص» “نص” "نص" ١٢٣ ۴'),
        ("أإآاىئؤة", "أإآاىئؤة"),
        ("مُحَمَّد", unicodedata.normalize("NFC", "مُحَمَّد")),
        ("a\x00b\x07c", "abc"),
        ("👩\u200d🔬 عالمة", "👩\u200d🔬 عالمة"),
        ("ـ\u200f ", ""),
        ("السعر 500 ﷼", "السعر 500 ريال"),
        ("١ـ تعبيد\n2ـــ إنارة\nـ زراعة", "١- تعبيد\n2- إنارة\n- زراعة"),
        ("۳ـ\u200f سقي", "۳- سقي"),
        ("3ــــ", "3"),
        ("كلمة ـ أخرى", "كلمة أخرى"),
    ],
)
def test_clean_text(source: str, text: str) -> None:
    assert clean(source).text == text


def test_a_span_of_clean_text_leads_back_to_the_source() -> None:
    source = "أكّـــد\u200f  ﻻحقا,\r\n\r\n أن الأمر"
    cleaned = clean(source)
    start = cleaned.text.index("لا")
    assert source[slice(*cleaned.source_span(start, start + 5))] == "ﻻحقا"
    end = cleaned.text.index("الأمر")
    assert source[slice(*cleaned.source_span(end, end + 5))] == "الأمر"
    assert cleaned.source_span(0, len(cleaned.text)) == (0, len(source))


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("مرحبـــا", "مرحبـــا"),
        ("a\u202bb", "a\u202bb\u202c"),
        ("a\u202cb\u2069", "ab"),
        ("\u2067ب\u2069 c", "\u2067ب\u2069 c"),
        ("\u202eevil\u202c", "evil"),
        ("a\u2067b\u202cc", "a\u2067bc\u2069"),
        ("ب\u200f\u200e", "ب\u200f\u200e"),
        (" a\n\tb ", "a b"),
        ("a\x00\ufeff\ufffeb", "ab"),
    ],
)
def test_what_a_page_shows_has_every_control_closed(source: str, shown: str) -> None:
    assert show(source) == shown


def test_a_legacy_file_with_a_passage_in_utf8_is_refused_with_the_line() -> None:
    data = STORY.encode("cp1256") + "سطر أخير".encode()
    with pytest.raises(DigestError) as caught:
        decode(data, "x.txt")
    assert caught.value.problems[0].where == "x.txt:4"
    assert "mixed" in caught.value.problems[0].problem


@pytest.mark.parametrize("mark", ["\u064b", "\u0651\u064e", "\u0301\u0316"])
def test_a_letter_with_marks_without_end_is_refused_with_its_line(mark: str) -> None:
    with pytest.raises(DigestError, match="marks") as caught:
        decode(f"خبر\n\nب{mark * 50_000}".encode(), "x.txt")
    assert caught.value.problems[0].where == "x.txt:3"


def test_words_with_every_mark_they_need_are_read() -> None:
    text = "مُحَمَّدٌ " * 1000 + "بِسْمِ" * 100
    assert decode(text.encode(), "x.txt").text == text


@pytest.mark.parametrize(
    ("written", "cleaned"),
    [
        ("The team of الأهلي, won the match; الزمالك; lost.", "The team of الأهلي, won the match; الزمالك; lost."),
        ("فاز الأهلي, وخسر الزمالك; نعم?", "فاز الأهلي، وخسر الزمالك؛ نعم؟"),
    ],
)
def test_the_comma_of_an_english_sentence_stays_after_an_arabic_word(written: str, cleaned: str) -> None:
    assert clean(written).text == cleaned
