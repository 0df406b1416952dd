import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from digest.markup import link_plain, to_html
from digest.markup.text import escape, text_to_html


@pytest.mark.parametrize(
    "number",
    [
        "+963 11 234 5678", "+963112345678", "+216 71-123-456", "00963 11 2345678", "0100-123-4567", "011 234 5678",
        "(021) 234 5678",
        "(+44) 20 7946 0000", "+44 (0)20 7946 0000", "71 123 456", "98 76 54 32", "2024-11-20", "2024-1-5",
        "978-3-16-148410-0", "+18", "+5%", "+0.5",
        "C++", "C#", "A+", "@salma_h", "#Gold",
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
        assert text_to_html(sentence, "en") == escape(sentence)


@pytest.mark.parametrize("number", ["٠١١ ٢٣٤ ٥٦٧٨", "٠١٠٠-١٢٣-٤٥٦٧", "+٩٦٣ ١١ ٢٣٤ ٥٦٧٨"])
def test_a_telephone_number_in_arabic_digits_is_turned_as_a_whole(number: str) -> None:
    assert text_to_html(f"هاتف {number}.", "ar") == f'هاتف <bdo dir="ltr">{number}</bdo>.'


@pytest.mark.parametrize(
    "text",
    ["2019-2020", "بنتيجة 2-1", "2018 2019 2020", "20-11-2024", "03-07- 1980", "20/11/2024", "12,500", "3.5%", "a+b",
     "10:30", "في 15 مايو", "٢٠٢٤-١١-٢٠", "user@x.example", "بي بي سي BBC", "COVID-19"],
)  # fmt: skip
def test_a_range_a_score_and_an_ordinary_number_are_left_to_the_bidirectional_algorithm(text: str) -> None:
    assert text_to_html(text, "ar") == text


def test_markdown_and_plain_text_isolate_alike_and_leave_code_and_addresses_alone() -> None:
    assert to_html("**هاتف** +963 11 234 5678", "ar") == '<strong>هاتف</strong> <bdi dir="ltr">+963 11 234 5678</bdi>'
    assert link_plain("لغة C++ في https://x.example/2024-11-20", "ar").count("<bdi") == 1
    assert "bdi" not in to_html("الملف `C++`", "ar")


@given(st.text(alphabet="اب C+#@.-() 0123456789<&", max_size=40))
def test_isolating_changes_no_character(text: str) -> None:
    page = html.fromstring(f"<p>{text_to_html(text, 'ar')}</p>")
    assert page.xpath("string()") == text


@pytest.mark.parametrize("piece", ["1", "1 ", "(1", "+1", "a+", "@a.", "1-", "(1)", "1 (1)1", "a."])
def test_a_long_text_of_signs_is_isolated_in_time_that_grows_with_its_length(piece: str) -> None:
    assert text_to_html(piece * 3000 + ":1", "ar")


def test_escaped_text_fits_an_element_and_an_attribute() -> None:
    assert escape("<a href=\"x\">'&'</a>") == "&lt;a href=&quot;x&quot;&gt;'&amp;'&lt;/a&gt;"
