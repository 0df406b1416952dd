import re
from pathlib import Path

import pytest
from bidi import get_display
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from digest.markup import link_plain, to_html
from digest.markup.text import escape, isolated, text_to_html
from digest.model import LANGS, Lang

_GOLD = re.compile(r"^(ar|en): (.*)\n    (.*)$", re.MULTILINE)
LINES = _GOLD.findall((Path(__file__).parents[2] / "gold/visual.txt").read_text(encoding="utf-8"))
_MARKS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_ELEMENTS = {
    '<bdi dir="ltr">': "\u2066", '<bdi lang="ar" dir="rtl">': "\u2067", "</bdi>": "\u2069",
    '<bdo dir="ltr">': "\u2066\u202d", "</bdo>": "\u202c\u2069",
}  # fmt: skip
"""The elements with the marks that browsers take them for (HTML, "Bidirectional text")."""


def seen(text: str, lang: Lang) -> str:
    """Return the characters of a line from left to right."""
    return _MARKS.sub("", get_display(text, base_dir="R" if lang == "ar" else "L"))


@pytest.mark.parametrize(("lang", "text", "expected"), LINES)
def test_a_line_looks_as_the_gold_file_says_on_pages_and_in_plain_text(lang: Lang, text: str, expected: str) -> None:
    assert seen(isolated(text, lang), lang) == expected
    page = text_to_html(text, lang).replace('<span class="whole">', "").replace("</span>", "")
    for element, mark in _ELEMENTS.items():
        page = page.replace(element, mark)
    assert seen(str(html.fromstring(f"<p>{page}</p>").xpath("string()")), lang) == expected


def test_the_gold_file_has_lines_of_both_languages() -> None:
    assert len(LINES) >= 150
    assert {lang for lang, *_ in LINES} == set(LANGS)


@pytest.mark.parametrize("number", ["2-1", "2019–2020", "12-15", "2024-11-20", "20-11-2024", "COVID-19", "10:30-12:00"])
def test_a_score_a_range_or_a_date_stays_in_one_line(number: str) -> None:
    assert f'<span class="whole">{number}</span>' in text_to_html(f"The result ({number}), he said.", "en")
    assert re.search(rf">{number}</(span|bdi)>", text_to_html(f"كان {number}، ثم", "ar"))


def test_a_long_row_of_numbers_may_be_broken() -> None:
    for lang in LANGS:
        assert text_to_html("-".join(["12"] * 30), lang) == "-".join(["12"] * 30)


@pytest.mark.parametrize(
    "number",
    [
        "+963 11 234 5678", "+963112345678", "+216 71-123-456", "00963 11 2345678", "0100-123-4567", "011 234 5678",
        "(021) 234 5678",
        "(+44) 20 7946 0000", "+44 (0)20 7946 0000", "71 123 456", "98 76 54 32", "2024-11-20", "2024-1-5",
        "978-3-16-148410-0", "+18", "+5%", "+0.5",
        "3.5%", "-1.2%", "40 %", "$5", "-$5", "20€", "$5bn", "25°C", "50+", "12 000",
        "C++", "C#", "A+", ".NET", "@salma_h", "#Gold",
    ],
)  # fmt: skip
def test_what_reads_from_the_left_is_isolated_in_arabic(number: str) -> None:
    for sentence in (
        f"اتصلوا على {number} للحجز.",
        f"قالت ({number})، ثم",
        f"هاتف:{number}: كان",
        f"و{number}.",
        number,
    ):
        assert f'<bdi dir="ltr">{number}</bdi>' in text_to_html(sentence, "ar"), sentence
        assert "ltr" not in text_to_html(sentence, "en")


@pytest.mark.parametrize("number", ["٠١١ ٢٣٤ ٥٦٧٨", "٠١٠٠-١٢٣-٤٥٦٧", "+٩٦٣ ١١ ٢٣٤ ٥٦٧٨"])
def test_a_telephone_number_in_arabic_digits_is_turned_as_a_whole(number: str) -> None:
    assert text_to_html(f"هاتف {number}.", "ar") == f'هاتف <bdo dir="ltr">{number}</bdo>.'


@pytest.mark.parametrize(
    "text",
    ["2019-2020", "بنتيجة 2-1", "2018 2019 2020", "20-11-2024", "03-07- 1980", "20/11/2024", "12,500", "a+b",
     "10:30", "في 15 مايو", "٢٠٢٤-١١-٢٠", "user@x.example", "بي بي سي BBC", "COVID-19"],
)  # fmt: skip
def test_a_range_a_score_and_an_ordinary_number_are_left_to_the_bidirectional_algorithm(text: str) -> None:
    assert re.sub(r'<span class="whole">|</span>', "", text_to_html(text, "ar")) == text


def test_markdown_and_plain_text_isolate_alike_and_leave_code_and_addresses_alone() -> None:
    assert to_html("**هاتف** +963 11 234 5678", "ar") == '<strong>هاتف</strong> <bdi dir="ltr">+963 11 234 5678</bdi>'
    assert link_plain("لغة C++ في https://x.example/2024-11-20", "ar").count("<bdi") == 1
    assert "bdi" not in to_html("الملف `C++`", "ar")


@given(st.text(alphabet="اب C+#@.-() 0123456789<&", max_size=40))
def test_isolating_changes_no_character(text: str) -> None:
    for lang in LANGS:
        page = html.fromstring(f"<p>{text_to_html(text, lang)}</p>")
        assert page.xpath("string()") == text
        assert _MARKS.sub("", isolated(text, lang)) == text


@pytest.mark.parametrize(
    "piece",
    [
        "1",
        "1 ",
        "(1",
        "+1",
        "a+",
        "@a.",
        "1-",
        "(1)",
        "1 (1)1",
        "a.",
        "1,",
        "$1",
        "ب ",
        "ب!",
        "ب/",
        "-1",
    ],
)
def test_a_long_text_of_signs_is_isolated_in_time_that_grows_with_its_length(piece: str) -> None:
    for lang in LANGS:
        assert text_to_html(piece * 3000 + ":1", lang)


def test_escaped_text_fits_an_element_and_an_attribute() -> None:
    assert escape("<a href=\"x\">'&'</a>") == "&lt;a href=&quot;x&quot;&gt;'&amp;'&lt;/a&gt;"
