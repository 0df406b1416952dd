"""The text of stories in feeds, away from their pages."""

import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import feedparser
import pytest
from lxml import html

from digest.model import Story
from tests.stories import Maker, feeds, rich, simple, site

BASE = "https://x.example/news/"
VIEWS = ("", "ar/", "en/")


def content(root: Path, *stories: Story, view: str = "") -> str:
    """Return the content of the newest entry of a view, as it was written."""
    made = {output.path: output.body for output in feeds(site(root, *stories, base_url=BASE))}
    root_element = html.etree.fromstring(made[f"{view}feed.xml"])
    return root_element.findtext("{*}entry/{*}content") or ""


def parse(text: str) -> Any:
    return html.fromstring(f"<div>{text}</div>")


def told(*blocks: Any, maker: Maker) -> Story:
    return maker.story(("خبر", "News"), blocks, slug="خبر", format="markdown")


@pytest.mark.parametrize(
    ("written", "leads"),
    [
        ("../older/", BASE + "{}articles/older/"),
        ("older.md", BASE + "{}articles/%D8%AE%D8%A8%D8%B1/older.md"),
        ("/archive/", BASE + "archive/"),
        ("/news/archive/", BASE + "archive/"),
        ("#part", BASE + "{}articles/%D8%AE%D8%A8%D8%B1/#part"),
        ("?page=2", BASE + "{}articles/%D8%AE%D8%A8%D8%B1/?page=2"),
        ("//y.example/a", "https://y.example/a"),
        ("https://y.example/a?b=1&c=2#d", "https://y.example/a?b=1&c=2#d"),
        ("mailto:a@y.example", "mailto:a@y.example"),
    ],
)
def test_a_link_is_absolute(tmp_path: Path, written: str, leads: str) -> None:
    maker = Maker("ar")
    story = told(maker.block((f"انظر [هنا]({written}).", f"See [here]({written}).")), maker=maker)
    for view in VIEWS:
        links = {a.get("href") for a in parse(content(tmp_path, story, view=view)).iter("a")}
        assert links == {leads.format(view)}, view


def test_footnotes_lead_to_the_page_of_the_article_and_share_no_id_with_other_entries(tmp_path: Path) -> None:
    for view in VIEWS:
        page = parse(content(tmp_path, rich(), view=view))
        assert not page.xpath("//@id")
        notes = [a.get("href") for a in page.xpath("//a[@role]")]
        assert notes
        assert all(re.fullmatch(rf"{BASE}{view}articles/[%\w]+/#(ar|en)-(ref|note)-1", note) for note in notes)


def test_every_address_in_the_content_of_every_feed_is_absolute(tmp_path: Path) -> None:
    for output in feeds(site(tmp_path, rich(), simple("a"), base_url=BASE)):
        for entry in feedparser.parse(output.body).entries:
            for address in parse(entry.content[0].value).xpath("//@href | //@src | //@srcset"):
                assert urlsplit(address).scheme, (output.path, address)


def test_a_link_that_is_no_address_leads_nowhere_and_breaks_nothing(tmp_path: Path) -> None:
    maker = Maker("ar")
    story = told(maker.block(("انظر [هنا](//[x).", "See [here](//[x).")), maker=maker)
    assert "هنا" in content(tmp_path, story)


def test_each_part_stands_before_its_counterpart_and_a_list_is_one_in_each_language(tmp_path: Path) -> None:
    maker = Maker("ar")
    items = [maker.block((f"بند {n}", f"Item {n}"), kind="item", level=1, number=n) for n in (1, 2, 3)]
    story = told(maker.block(("نص.", "Text.")), *items, maker=maker)
    page = parse(content(tmp_path, story))
    assert [(e.tag, e.get("lang")) for e in page][-4:] == [("p", "ar"), ("p", "en"), ("ol", "ar"), ("ol", "en")]
    assert [len(each) for each in page.iter("ol")] == [3, 3]


def test_a_picture_stands_once_and_each_caption_in_a_paragraph_of_its_own(tmp_path: Path) -> None:
    maker = Maker("ar")
    story = told(
        maker.image("a.png", ("صورة", "Picture"), ("وصف الصورة", "Of the picture")),
        maker.image("b.png", ()),
        maker=maker,
    )
    page = parse(content(tmp_path, story))
    assert page.xpath("//img/@src") == [f"{BASE}articles/%D8%AE%D8%A8%D8%B1/{name}.png" for name in "ab"]
    captions = [e.text_content().strip("\u2066\u2067\u2069") for e in page.xpath("//figcaption | //p[not(em)]")]
    assert captions == ["وصف الصورة", "Of the picture"]
    assert not page.xpath("//figcaption//div")


def test_what_is_not_translated_stands_once_among_what_is(tmp_path: Path) -> None:
    maker = Maker("ar")
    blocks = [maker.block(("مترجم.", "Translated.")), maker.block(("غير مترجم.", "")), maker.block(("BBC", "BBC"))]
    text = parse(content(tmp_path, told(*blocks, maker=maker))).text_content()
    assert text.count("غير مترجم.") == text.count("BBC") == 1
    assert text.index("مترجم.") < text.index("Translated.") < text.index("غير مترجم.")


def test_no_sentence_has_an_element_of_its_own_unless_it_is_in_another_language(tmp_path: Path) -> None:
    for view in VIEWS:
        text = content(tmp_path, rich(), view=view)
        assert "data-s" not in text
        spans = parse(text).xpath("//span[@lang]")
        assert all(span.get("lang") != span.xpath("ancestor::*[@lang][1]/@lang")[0] for span in spans)


def test_each_text_says_its_direction_in_characters_that_no_program_takes_out(tmp_path: Path) -> None:
    starts = {"rtl": "\u2067", "ltr": "\u2066"}
    for view in VIEWS:
        for element in parse(content(tmp_path, rich(), view=view)).xpath("//p|//li|//h2|//th|//td|//figcaption"):
            text = element.xpath("string()").strip()
            assert text.startswith(starts[element.get("dir")]), text
            assert text.count("\u2069") == text.count("\u2066") + text.count("\u2067") + text.count("\u2068")


def test_a_line_that_its_author_broke_is_isolated_like_the_one_before(tmp_path: Path) -> None:
    maker = Maker("ar")
    verse = maker.block(("سطر أول", "First line"), ("سطر ثان", "Second line"), line_ends=(1,))
    text = content(tmp_path, told(verse, maker=maker), view="en/")
    assert "\u2066First line\u2069<br>\u2066Second line\u2069" in text
