"""A version written apart beside its article: what stands beside what, and that nothing of it is lost."""

import re
from collections import Counter
from html import unescape

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from digest import markup
from digest.errors import DigestError
from digest.locale import words
from digest.model import LANGS, Story
from digest.render.story_html import StoryHtml
from digest.site.status import status_of
from digest.translation.written import story_of
from tests.reading import read_text

ARABIC = ("تأخر موسم الزيتون", "قال مزارعون إن المطر تأخر. وقالوا إنهم ينتظرون.", "وعد الوزير بشراء المحصول.")
ENGLISH = ("Late rain holds up the harvest", "Farmers are waiting.", "The government will buy it. It named no price.")


def story(arabic: tuple[str, ...], english: tuple[str, ...], suffixes: tuple[str, str] = ("txt", "txt")) -> Story:
    files = [
        ("\n\n".join(texts), f"x{middle}.{suffix}")
        for texts, middle, suffix in zip((arabic, english), ("", ".en"), suffixes, strict=True)
    ]
    article, version = (read_text(f"# {text}" if path.endswith(".md") else text, path) for text, path in files)
    return story_of(article, version)


def said(story: Story) -> list[tuple[str, str, str]]:
    return [(one.text, one.origin, one.said) for one in story.counterparts.values()]


def shown(story: Story) -> str:
    """Return the words of the version's page, without the labels that the page adds."""
    view = StoryHtml(story, {lang: words(lang) for lang in LANGS}, lambda path: path).single("en")
    html = "\n".join((*(element for part in view.head.values() for element in part), *view.rows))
    html = re.sub(r'<b class="label".*?</b>', "", html)
    html = re.sub(r"<(\w+)[^>]* hidden>", r"<\1>", html)
    return unescape(re.sub(r"<[^>]*>", "\n", html))


def test_paragraphs_stand_beside_each_other_by_their_places_where_there_are_as_many() -> None:
    assert said(story(ARABIC, ENGLISH)) == [
        (ENGLISH[0], "written", "here"),
        (ENGLISH[1], "written", "here"),
        ("", "written", "before"),
        (ENGLISH[2], "written", "here"),
    ]


def test_it_is_written_and_nothing_else_whoever_wrote_it() -> None:
    status = status_of(story(ARABIC, ENGLISH))
    assert (status.code, status.machine, status.draft, status.untranslated) == ("written", 0, 0, 0)
    assert not status.has_machine
    assert not status.source_type(alone=True)
    assert "not a translation" in " ".join(status.notes(words("en")))


def test_more_paragraphs_than_its_article_has_stand_below_each_other_in_one_row() -> None:
    texts = [
        text for text, _, _ in said(story(ARABIC, (*ENGLISH, "Nobody had expected the rain to stay away so long.")))
    ]
    assert [text for text in texts if "\n\n" in text]
    assert re.split("\n+", "\n".join(filter(None, texts))) == [
        *ENGLISH,
        "Nobody had expected the rain to stay away so long.",
    ]


def test_fewer_paragraphs_leave_sentences_without_a_counterpart() -> None:
    found = story((*ARABIC, "وتنتج المنطقة نصف زيت البلاد."), ENGLISH[:2])
    assert [one.said for one in found.counterparts.values()].count("here") == 2
    assert {one.origin for one in found.counterparts.values()} == {"written"}


def test_a_heading_of_its_own_stands_with_a_paragraph_and_a_paragraph_never_in_a_heading() -> None:
    found = story(
        (ARABIC[0], "## عنوان فرعي", ARABIC[1]), (ENGLISH[0], ENGLISH[1], "## A warm sea", ENGLISH[2]), ("md", "md")
    )
    heading = found.counterparts["عنوان فرعي"]
    assert heading.text in ("", "A warm sea")


def test_a_sentence_that_the_article_has_twice_holds_no_text_which_would_be_shown_twice() -> None:
    found = story((ARABIC[0], "قال نعم.", ARABIC[2], "قال نعم."), (*ENGLISH, "The last word."))
    assert found.counterparts["قال نعم."].said == "nowhere"
    assert Counter(shown(found).split("\n"))["The last word."] == 1


def test_plain_text_means_nothing_beside_markdown_and_markdown_is_read_beside_plain_text() -> None:
    plain = story(ARABIC[:2], (ENGLISH[0], "A [link](https://x.example), 2 * 3 * 4 & `code`."), ("md", "txt"))
    assert "A [link](https://x.example), 2 * 3 * 4 & `code`." in shown(plain)
    read = story(ARABIC[:2], (ENGLISH[0], "A *star* and a [link](https://x.example)."), ("txt", "md"))
    assert "A star and a link." in shown(read)


def test_a_link_that_leads_elsewhere_than_the_article_s_of_its_name_is_refused() -> None:
    with pytest.raises(DigestError, match=r"the link `\[1\]` leads elsewhere"):
        story(
            (*ARABIC[:2], "[كلمة][1] هنا.", "[1]: https://a.example"),
            (*ENGLISH[:2], "A [word][1] here.", "[1]: https://b.example"),
            ("md", "md"),
        )


def test_text_without_a_paragraph_to_stand_beside_is_refused() -> None:
    with pytest.raises(DigestError, match="has no paragraph that its text could stand beside"):
        story(("عاجل: تأخر موسم الزيتون",), ENGLISH)


LINE = st.sampled_from(
    (
        "Farmers are waiting for rain.",
        "One said: “No.” Another said nothing at all, for she had no time.",
        "## A warm sea",
        "- The first\n- The second\n- The third",
        "1. One\n2. Two",
        "> Somebody said so.",
        "CAIRO (Reuters) — The minister spoke.",
        "By Jane Field",
        "| a | b |\n| --- | --- |\n| c | d |",
        "```\ncode = 1\n```",
        "A line  \nbroken in two.",
        "***",
        "Source: Reuters",
        "12:30",
    )
)
ARABIC_LINE = st.sampled_from(
    (
        "قال مزارعون إن المطر تأخر. وقالوا إنهم ينتظرون.",
        "قال نعم.",
        "## عنوان فرعي",
        "- أول\n- ثان",
        "القاهرة (رويترز) — تحدث الوزير.",
        "بقلم سلمى خليل",
        "| أ | ب |\n| --- | --- |\n| ت | ث |",
        "***",
    )
)


@given(
    st.lists(ARABIC_LINE, max_size=6),
    st.lists(LINE, min_size=1, max_size=8),
    st.sampled_from((("txt", "txt"), ("md", "md"), ("txt", "md"), ("md", "txt"))),
)
@example([], ["CAIRO (Reuters) — The minister spoke."], ("md", "md"))
@example(["| أ | ب |\n| --- | --- |\n| ت | ث |"], ["| a | b |\n| --- | --- |\n| c | d |"], ("md", "md"))
def test_every_letter_is_there_once_and_no_other(
    arabic: list[str], english: list[str], suffixes: tuple[str, str]
) -> None:
    mine = (ARABIC[0], *arabic, "وتنتج المنطقة نصف زيت البلاد.")
    theirs = (ENGLISH[0], *english, "That is all.")
    found = story(mine, theirs, suffixes)
    text = "\n\n".join(theirs)
    version = read_text(f"# {text}" if suffixes[1] == "md" else text, f"x.en.{suffixes[1]}")
    strip = markup.strip if suffixes[1] == "md" else str
    written = "".join(strip(unit.shown) for unit in version.units()) + "".join(block.code for block in version.blocks)
    on_page = [letter for letter in shown(found) if letter.isascii() and letter.isalpha()]
    assert Counter(on_page) == Counter(letter for letter in written if letter.isascii() and letter.isalpha())
