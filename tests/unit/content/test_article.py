"""An article as a whole: how long it takes to read what grows, and what its author is told."""

from collections.abc import Callable

import pytest

from digest.content.header_values import MAX_WORDS
from digest.content.text_input import MAX_BYTES
from digest.markup import to_html
from tests.growth import times_longer
from tests.reading import problems_of, read_text


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
    assert to_html(text, references) == to_html(text, few)
    assert times_longer(lambda n: [to_html(text, references if n > 50 else few) for _ in range(50)], 50) < 3


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
        ("r.pdf", "is not published"),
        ("docs/تقرير.docx", "is not published"),
        ("older.md", "is no page"),
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
