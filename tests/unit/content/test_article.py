"""A file of the content folder becomes an article, or a list of all that is wrong with it."""

import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from digest.content.addresses import file_slug
from digest.content.article import read, read_addresses, read_file
from digest.content.header_values import MAX_WORDS
from digest.content.text_input import MAX_BYTES
from digest.errors import DigestError
from digest.markup import to_html
from tests.growth import times_longer
from tests.reading import MODIFIED, make_config, problems_of, read_text
from tests.stories import config as site_config

BODY = "العنوان الأول\n\nنص الخبر هنا.\n"


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("2019-11-14-سوق الذهب.txt", BODY),
        ("pages/x.md", "---\nslug: contact\naliases: [/about-us/, old]\n---\nاكتب إلينا\n"),
        ("a.txt", f"الرابط الدائم: سوق\nعناوين سابقة: قديم، /2019/x.html\nالعنوان: أ\n\n{BODY}"),
    ],
)
def test_addresses_are_read_by_the_header_alone(path: str, text: str, tmp_path: Path) -> None:
    config = site_config(tmp_path)
    article = read(text.encode(), path=path, modified=MODIFIED, config=config)
    assert read_addresses(text.encode(), path=path, config=config) == (article.slug, article.aliases)


def test_addresses_of_a_header_that_is_wrong_are_not_read(tmp_path: Path) -> None:
    with pytest.raises(DigestError):
        read_addresses(b"---\nslug: [a\n---\nx\n", path="a.md", config=site_config(tmp_path))


# --- what is missing --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "it is empty"),
        (" \n\u200f\n", "it holds only blanks"),
        ("Date: 2019-11-14\n", "it has a header and no text"),
        ("عنوان وحده", "it has a headline and no text"),
        ("Title: عنوان\n\n", "it has a headline and no text"),
    ],
)
def test_an_article_without_a_headline_or_a_text_is_refused(text: str, problem: str) -> None:
    (found,) = problems_of(text)
    assert (found.problem, found.where) == (problem, "story.txt")
    assert found.hint


def test_problems_of_the_whole_file_come_before_those_of_a_line() -> None:
    found = problems_of("Lang: fr\nTitle: عنوان\nURL: x\n")
    assert [problem.where for problem in found] == ["story.txt", "story.txt:1", "story.txt:3"]


# --- where values come from -------------------------------------------------------------------------------------------


def test_what_the_header_says_comes_before_what_the_text_says() -> None:
    article = read_text("Title: من الرأس\nSource: رويترز\n\nفقرة أولى هنا.\n\nالمصدر: سانا\n")
    assert (article.title.text, article.source) == ("من الرأس", "رويترز")


@pytest.mark.parametrize(
    ("path", "section"),
    [("story.txt", None), ("news/story.txt", "news"), ("أخبار/2026/story.md", "أخبار"), ("cafe\u0301/x.txt", "café")],
)
def test_the_first_folder_is_the_section_where_the_header_names_none(path: str, section: str | None) -> None:
    assert read_text(BODY, path).section == section
    assert read_text("Section: sport\n\n" + BODY, path).section == "sport"


def test_the_date_comes_from_the_header_else_the_file_name_else_the_text_else_the_file() -> None:
    header, text = "Date: 2019-11-11\n\n", "العنوان الأول\n\nنشر في 13 نوفمبر 2019\n\nنص الخبر هنا.\n"
    named, plain = "2019-11-12-x.txt", "x.txt"
    found = [read_text(*each) for each in ((header + text, named), (text, named), (text, plain), (BODY, plain))]
    assert [(article.date.day, article.date_origin) for article in found] == [
        (11, "header"),
        (12, "file name"),
        (13, "text"),
        (MODIFIED.day, "file"),
    ]
    assert ["no date" in str(article.warnings) for article in found] == [False, False, False, True]


@pytest.mark.parametrize("zone", ["UTC", "Africa/Cairo", "Asia/Kabul", "America/St_Johns"])
def test_when_a_file_was_saved_tells_a_day_and_no_time_of_day(zone: str) -> None:
    modified = datetime(2026, 11, 26, 3, 42, 48, 535542, tzinfo=UTC)
    article = read(BODY.encode(), path="x.txt", modified=modified, config=site_config(time_zone=zone))
    assert not article.timed
    assert (article.date.hour, article.date.minute, article.date.second, article.date.microsecond) == (0, 0, 0, 0)
    assert article.date.date() == modified.astimezone(ZoneInfo(zone)).date()


def test_a_date_that_cannot_be_is_reported_and_the_warning_of_no_date_is_not() -> None:
    (problem,) = problems_of(BODY, "2019-02-30-x.txt")
    assert "its name begins with no possible date" in problem.problem


def test_the_suffix_says_how_a_file_is_written() -> None:
    assert read_text(BODY, "a.txt").format == read_text(BODY, "a.TXT").format == "text"
    assert read_text(f"# {BODY}", "a.MD").format == "markdown"


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Headline\n\nكلمات عربية كثيرة في النص.", "ar"),
        ("عنوان\n\nMany English words in the text.", "en"),
        ("عنوان\n\nنص `let result = compute_all(values)` هنا.", "ar"),
        ("عنوان\n\nنص https://example.org/a-long-address-in-latin هنا.", "ar"),
        ("1\n\n2.", "ar"),
    ],
)
def test_most_letters_tell_the_language_code_and_addresses_left_out(text: str, lang: str) -> None:
    assert read_text(text).lang == lang


# --- addresses --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stem", "slug"),
    [
        ("harvest", "harvest"),
        ("موسم الزيتون", "موسم-الزيتون"),
        ("مَوسِم", "مَوسِم"),
        ("مـوسـم", "موسم"),
        ("a_b  c", "a-b-c"),
        ("v1.2", "v1.2"),
        ("a..b", "a.b"),
        ("..--x--..", "x"),
        ("cafe\u0301", "café"),
        ("50% off/on?", "50-off-on"),
        ("a\u202eb", "ab"),
        ("؟!", ""),
    ],
)
def test_a_file_name_becomes_part_of_an_address(stem: str, slug: str) -> None:
    assert file_slug(stem) == slug
    assert file_slug(slug) == slug


def test_a_date_before_the_name_is_no_part_of_the_address() -> None:
    assert read_text(BODY, "2019-11-14-قمة المناخ.txt").slug == "قمة-المناخ"


@pytest.mark.parametrize("path", ["؟.txt", "2019-11-14.txt", "news/---.md"])
def test_a_name_that_makes_no_address_is_refused(path: str) -> None:
    assert "its name makes no address" in [problem.problem for problem in problems_of("# " + BODY, path)]


# --- a file -----------------------------------------------------------------------------------------------------------


def test_a_file_is_read_wherever_it_lies(tmp_path: Path) -> None:
    config = make_config(tmp_path)
    for path in ("content/news/a.txt", "elsewhere/b.txt"):
        (tmp_path / path).parent.mkdir(parents=True)
        (tmp_path / path).write_text(BODY, encoding="utf-8")
        os.utime(tmp_path / path, (MODIFIED.timestamp(),) * 2)
    inside, outside = (read_file(tmp_path / path, config) for path in ("content/news/a.txt", "elsewhere/b.txt"))
    assert (inside.path, inside.section, inside.date.date()) == ("news/a.txt", "news", MODIFIED.date())
    assert (outside.path, outside.section) == ("b.txt", None)


def test_a_file_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "storm.txt").touch()
    with pytest.raises(DigestError, match="there is no such file") as error:
        read_file(tmp_path / "strom.txt", make_config(tmp_path))
    assert error.value.problems[0].hint == "did you mean `storm.txt`?"


def definitions(count: int) -> str:
    return "".join(f"جملة [أ][l{i}].\n\n" for i in range(count)) + "".join(f"[l{i}]: /{i}\n" for i in range(count))


def footnotes(count: int) -> str:
    return "".join(f"جملة[^{i}].\n\n" for i in range(count)) + "".join(f"[^{i}]: حاشية\n" for i in range(count))


GROWING: dict[str, Callable[[int], str]] = {
    "definitions": definitions,
    "footnotes": footnotes,
    "hard breaks": lambda n: "سطر  \n" * n,
    "indented paragraphs": lambda n: "    سطر عربي\n\nنص\n\n" * n,
    "paragraphs in HTML": lambda n: '<p>سطر <b>عربي</b> <a href="x">رابط</a></p>\n' * n,
    "lists in lists": lambda n: "<ul><li>" * n,
    "quotes in quotes": lambda n: "<blockquote>" * n,
    "open tags": lambda n: '<a "' * n,
    "preformatted": lambda n: "<pre>" * n,
    "marks before signs": lambda n: "\u200f- \u200fبند\n" * n,
    "typed lists": lambda n: "• بند\n" * n,
    "links to files": lambda n: "[ر](أ ب.pdf)\n\n" * n,
}


@pytest.mark.parametrize("kind", GROWING)
def test_twice_as_much_of_anything_takes_less_than_three_times_as_long(kind: str) -> None:
    grown = GROWING[kind]
    assert times_longer(lambda n: problems_of(f"# عنوان\n\nنص\n\n{grown(n)}", "a.md"), 1000) < 3


def test_a_sentence_takes_no_longer_for_the_definitions_of_its_article() -> None:
    references = {f"L{i}": (f"https://x.example/{i}", "") for i in range(20_000)}
    few = dict(list(references.items())[:10])
    text = "انظر [هنا][l7] و[هناك][l9]."
    assert to_html(text, references=references) == to_html(text, references=few)
    assert times_longer(lambda n: [to_html(text, references=references if n > 50 else few) for _ in range(50)], 50) < 3


def test_too_many_tags_are_refused_with_their_line() -> None:
    tags = ", ".join(f"t{number}" for number in range(MAX_WORDS + 1))
    (problem,) = problems_of(f"Title: عنوان\nTags: {tags}\n\nنص.\n")
    assert problem.where == "story.txt:2"
    assert "101 entries" in problem.problem


def test_a_picture_in_plain_text_is_told_with_its_line() -> None:
    article = read_text("عنوان\n\nنص أول.\n\n![منظر](صورة 1.jpg)\n")
    assert [(warning.where, warning.hint) for warning in article.warnings if "picture" in warning.problem] == [
        ("story.txt:5", "end the file's name with `.md`")
    ]


def test_names_keep_their_non_joiners() -> None:
    article = read_text(
        "العنوان: خبر\nالكاتب: نیلوفر می\u200cبیند\nالوسوم: کتاب\u200cخانه\u200f، \u200cنص\n"
        "القسم: خانه\u200cها\n\nنص.\n"
    )
    assert article.authors == ("نیلوفر می\u200cبیند",)
    assert article.tags == ("کتاب\u200cخانه", "نص")
    assert article.section == "خانه\u200cها"


@pytest.mark.parametrize(
    ("link", "told"),
    [
        ("r.pdf", "is not there"),
        ("docs/تقرير.docx", "is not there"),
        ("older.md", ""),  # which the site tells, that knows what it publishes
        ("../older/", ""),
        ("/files/r.pdf", ""),
        ("https://x.example/r.pdf", ""),
        ("#first", ""),
        ("page.html", ""),
        ("mailto:a@x.example", ""),
    ],
)
def test_a_link_to_a_file_that_is_not_published_is_told_with_its_line(link: str, told: str) -> None:
    article = read_text(f"# عنوان\n\nنص.\n\n- انظر [هنا]({link}).\n", "a.md")
    warnings = [warning for warning in article.warnings if "link leads" in warning.problem]
    assert [warning.where for warning in warnings] == (["a.md:5"] if told else [])
    assert all(told in warning.problem for warning in warnings)


def test_a_heading_without_words_is_told() -> None:
    article = read_text("# عنوان\n\nنص.\n\n##\n\nنص.\n", "a.md")
    assert [warning.where for warning in article.warnings if "heading" in warning.problem] == ["a.md:5"]


def test_the_limit_of_an_article_is_in_its_message() -> None:
    (problem,) = problems_of(b"a" * (MAX_BYTES + 1))
    assert (problem.problem, problem.hint) == ("it is too large for an article: 3.0 MB", "the limit is 3 MB")


@pytest.mark.parametrize("header", ["Lead: yes\nWeight: 7", "الخبر الرئيسي: نعم\nالوزن: ٧"])
def test_an_editor_says_which_story_leads_and_which_are_heavy(header: str) -> None:
    article = read_text(f"Title: A story\n{header}\n\nThe text of the story.")
    assert (article.lead, article.weight) == (True, 7)


# --- corrections ------------------------------------------------------------------------------------------------------


def test_a_correction_is_a_change_of_the_article_and_has_a_counterpart_like_any_text() -> None:
    head = "Date: 2019-11-14 10:00\nCorrection: 2019-11-15: الجسر 12 مترا.\n\n"
    article = read_text(head + BODY)
    assert [sentence.text for sentence in article.corrections] == ["الجسر 12 مترا."]
    assert article.corrections[0] in [*article.units()]
    assert article.updated == article.corrected[0]
    assert not article.updated_timed
    later = read_text("Updated: 2019-11-16\n" + head + BODY)
    assert later.updated
    assert later.updated.day == 16


def test_a_correction_before_the_article_is_a_mistake_and_one_of_the_same_day_is_none() -> None:
    head = "Date: 2019-11-14 10:00\nCorrection: 2019-11-{}: الجسر 12 مترا.\n\n"
    assert read_text(head.format(14) + BODY).updated is None
    (problem,) = problems_of(head.format(13) + BODY)
    assert "lies before `Date`" in problem.problem


def test_of_a_withdrawn_article_no_correction_is_left() -> None:
    head = "Date: 2019-11-14\nWithdrawn: yes\nCorrection: 2019-11-15: الجسر 12 مترا.\n\n"
    assert read_text(head + BODY).corrections == ()


def test_translators_and_reviewers_are_read_in_both_languages() -> None:
    article = read_text("المترجم: لينا حداد، عمر\nReviewer: Sara\n\nعنوان الخبر\n\nنص الخبر هنا.")
    assert (article.translators, article.reviewers) == (("لينا حداد", "عمر"), ("Sara",))
