"""The values of a header: each read as what it should be, and what is not is collected with its line."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from digest.content.header import read_header
from digest.content.header_values import HeaderValues
from digest.model import Image

BODY = "\n\nنص الخبر هنا.\n"


def values(*lines: str) -> HeaderValues:
    """Return the values of a header of some lines, above a text."""
    text = "\n".join(lines) + BODY
    header = read_header(text, "a.txt")
    assert header.fields
    return HeaderValues(header, text, "a.txt", UTC)


def problems(found: HeaderValues) -> list[tuple[str, str, str, str]]:
    return [(each.where, each.problem, each.hint, each.excerpt) for each in found.problems]


def test_a_name_that_the_header_does_not_give_has_no_value() -> None:
    found = values("Title: x")
    assert (found.word("section"), found.words("tags"), found.sentence("dateline")) == (None, (), None)
    assert (found.sentences("ticker"), found.lang(), found.yes("draft")) == ((), None, False)
    assert (found.date("date"), found.url(), found.id(), found.problems) == (None, None, None, [])


def test_a_value_is_clean_text_and_its_sentence_leads_back_to_the_file() -> None:
    found = values("Section: رياضة", "Title:  أهداف   المباراة")
    assert found.word("title") == "أهداف المباراة"
    assert found.given() == {"section": "رياضة", "title": "أهداف المباراة"}
    title = found.sentence("title")
    assert title is not None
    assert found.text[title.start : title.end] == "أهداف   المباراة"


def test_a_list_is_parted_at_commas_and_each_entry_is_there_once() -> None:
    assert values("Tags: مناخ، طاقة; مناخ").words("tags") == ("مناخ", "طاقة")


def test_an_entry_of_a_list_in_front_matter_may_hold_a_comma() -> None:
    found = values("---", 'tags: ["مناخ، وطاقة", "نفط", ""]', "---")
    assert found.words("tags") == ("مناخ، وطاقة", "نفط")


def test_only_authors_are_parted_at_a_conjunction() -> None:
    found = values("Author: ليلى و سامي", "Tags: نفط و غاز")
    assert (found.words("author"), found.words("tags")) == (("ليلى", "سامي"), ("نفط و غاز",))


def test_a_text_is_cut_into_sentences_where_its_language_is_given() -> None:
    found = values("Standfirst: سطر أول. سطر ثان.")
    assert [each.text for each in found.sentences("standfirst", "ar")] == ["سطر أول.", "سطر ثان."]
    assert [each.text for each in found.sentences("standfirst")] == ["سطر أول. سطر ثان."]


@pytest.mark.parametrize(
    ("written", "lang"), [("ar", "ar"), ("Arabic", "ar"), ("العربية", "ar"), (" EN ", "en"), ("الإنجليزية", "en")]
)
def test_a_language_is_known_by_its_code_and_by_its_name_in_both(written: str, lang: str) -> None:
    assert values(f"Lang: {written}").lang() == lang


@pytest.mark.parametrize(
    ("written", "answer"), [("yes", True), ("نعم", True), ("TRUE", True), ("1", True), ("لا", False), ("off", False)]
)
def test_yes_and_no_are_known_in_both_languages(written: str, answer: bool) -> None:
    found = values(f"Draft: {written}")
    assert (found.yes("draft"), found.problems) == (answer, [])


@pytest.mark.parametrize(
    ("line", "ask", "problem", "hint"),
    [
        ("Lang: fr", HeaderValues.lang, "`fr` is not a value of `Lang`", "write `ar` or `en`"),
        ("Lang: englsh", HeaderValues.lang, "`englsh` is not a value of `Lang`", "did you mean `english`?"),
        ("Draft: maybe", lambda found: found.yes("draft"), "`maybe` is not a value of `Draft`", "write `true` or `fal"),
        ("Date: soon", lambda found: found.date("date"), "`soon` is not a date", "as in `2019-11-14`"),
        ("Date: 2019-02-30", lambda found: found.date("date"), "`2019-02-30` is no possible date", "as in"),
        ("URL: ftp://x.org", HeaderValues.url, "`ftp://x.org` is not a web address", "as in `https://"),
    ],
)
def test_what_is_no_such_value_is_a_problem_with_its_line(line: str, ask: object, problem: str, hint: str) -> None:
    found = values("Title: x", line)
    assert not ask(found)  # type: ignore[operator]
    ((where, said, advice, excerpt),) = problems(found)
    assert (where, excerpt) == ("a.txt:2", line)
    assert said.startswith(problem)
    assert advice.startswith(hint)


@pytest.mark.parametrize(
    "url", ["https://", "https:///path", "http://[::1", "https://x.org/a b", "javascript:alert(1)"]
)
def test_what_is_no_web_address_is_refused(url: str) -> None:
    found = values(f"URL: {url}")
    assert found.url() is None
    assert len(found.problems) == 1


def test_a_date_has_the_zone_of_the_site_unless_it_names_one() -> None:
    found = values("Date: 2019-11-14 18:30", "Updated: 2019-11-14T18:30+03:00")
    dates = [found.date(name) for name in ("date", "updated")]
    assert [date.value.isoformat() for date in dates if date] == [
        "2019-11-14T18:30:00+00:00",
        "2019-11-14T18:30:00+03:00",
    ]


@pytest.mark.parametrize(("day", "count"), [(13, 1), (14, 0), (15, 0)])
def test_a_date_before_what_it_follows_is_a_problem(day: int, count: int) -> None:
    found = values("Date: 2019-11-14", f"Updated: 2019-11-{day}")
    later = datetime(2019, 11, day, tzinfo=UTC)
    found.check_order(datetime(2019, 11, 14, tzinfo=UTC), earlier="date", later="updated", date=later)
    assert len(found.problems) == count
    for where, problem, _, _ in problems(found):
        assert (where, problem) == ("a.txt:2", "`Updated` (`2019-11-13`) lies before `Date` (`2019-11-14`)")


def test_problems_are_collected_in_the_order_in_which_values_are_asked_for() -> None:
    found = values("Lang: fr", "Draft: maybe")
    found.yes("draft")
    found.lang()
    assert lines(problems(found)) == [2, 1]


def lines(found: Sequence[tuple[str, ...]]) -> list[int]:
    return [int(where.rpartition(":")[2]) for where, *_ in found]


@pytest.mark.parametrize("line", ["Id: rain-2026", "المعرف: rain-2026"])
def test_an_article_says_what_tells_it_from_others(line: str) -> None:
    assert values("Title: x", line).id() == "rain-2026"


@pytest.mark.parametrize("written", ["a b", "../a", "a/b", "-", "tag:a,2026:b", "x" * 201])
def test_what_cannot_stand_in_an_id_is_refused(written: str) -> None:
    found = values("Title: x", f"Id: {written}")
    assert found.id() is None
    assert [each.where for each in found.problems] == ["a.txt:2"]


@pytest.mark.parametrize(
    ("written", "weight"), [("Weight: 5", 5), ("الوزن: ٣", 3), ("Weight: -2", -2), ("Draft: no", 0)]
)
def test_a_weight_is_a_whole_number_in_the_digits_of_either_language(written: str, weight: int) -> None:
    found = values(written)
    assert (found.weight(), found.problems) == (weight, [])


@pytest.mark.parametrize("written", ["Weight: heavy", "Weight: 1.5", "Weight: 100000"])
def test_a_weight_that_is_none_is_refused(written: str) -> None:
    found = values(written)
    assert found.weight() == 0
    assert "is not a value of `Weight`" in found.problems[0].problem


def test_the_picture_of_an_article_lies_below_the_content_folder(tmp_path: Path) -> None:
    (tmp_path / "sea.gif").write_bytes(b"GIF89a" + (640).to_bytes(2, "little") + (320).to_bytes(2, "little"))
    assert values("Image: sea.gif").image(tmp_path) == Image(path="sea.gif", width=640, height=320)
    assert values("Title: x").image(tmp_path) is None


@pytest.mark.parametrize("value", ["missing.png", "https://example.org/a.png", "../a.png", "a.txt"])
def test_a_picture_of_an_article_that_can_not_be_shown_is_a_problem_of_its_line(tmp_path: Path, value: str) -> None:
    found = values("Title: x", f"Image: {value}")
    assert found.image(tmp_path) is None
    [(where, _, hint, _)] = problems(found)
    assert where == "a.txt:2"
    assert hint


@pytest.mark.parametrize(
    ("line", "when", "text"),
    [
        ("Correction: 2019-11-15: It is 12, not 21.", "2019-11-15 00:00", "It is 12, not 21."),
        ("Correction: 2019-11-15 18:30: It is 12: no more.", "2019-11-15 18:30", "It is 12: no more."),
        ("Correction: 2019-11-15 It is 12.", "2019-11-15 00:00", "It is 12."),
        ("تصحيح: ١٥ نوفمبر ٢٠١٩ — طول الجسر 12 مترا.", "2019-11-15 00:00", "طول الجسر 12 مترا."),
        (
            "corrected: 15/11/2019: [the](https://x.example) bridge",
            "2019-11-15 00:00",
            "[the](https://x.example) bridge",
        ),
    ],
)
def test_a_correction_is_a_date_and_a_text_that_leads_back_to_the_file(line: str, when: str, text: str) -> None:
    found = values("Title: x", line)
    ((day, sentence),) = found.corrections()
    assert (f"{day.value:%Y-%m-%d %H:%M}", sentence.text) == (when, text)
    assert found.text[sentence.start : sentence.end] == text
    assert not found.problems


def test_corrections_stand_on_several_lines_and_the_oldest_comes_first() -> None:
    found = values("Correction: 2019-11-16: Second.", "Title: x", "تصحيح: 2019-11-15: First.")
    assert [sentence.text for _, sentence in found.corrections()] == ["First.", "Second."]
    listed = values("---", "title: x", "corrections: ['2019-11-15: First.', '2019-11-16: Second.']", "---")
    assert [sentence.text for _, sentence in listed.corrections()] == ["First.", "Second."]


@pytest.mark.parametrize("value", ["It is 12, not 21.", "2019-11-15", "2019-13-45: x", "2019-11-15:"])
def test_a_correction_without_date_or_text_is_reported(value: str) -> None:
    found = values("Title: x", f"Correction: {value}")
    assert found.corrections() == []
    ((where, problem, hint, _),) = problems(found)
    assert where == "a.txt:2"
    assert problem.startswith("a correction is a date and a text")
    assert "2019-11-14" in hint
