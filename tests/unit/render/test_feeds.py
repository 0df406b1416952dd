from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree as ET

import feedparser
import msgspec
import pytest

from digest.config import Config
from digest.model import Counterpart, Origin, Sentence, Story
from digest.render.feeds import FORMATS, channels, feed_paths
from tests.stories import Whole, pages, site
from tests.stories import article as made
from tests.stories import config as site_config
from tests.stories import feeds as render
from tests.stories import render as render_pages

CONFIG = site_config(
    base_url="https://example.org/news/",
    title={"ar": "الموجز", "en": "The Digest"},
    description={"ar": "أخبار", "en": "News"},
    sections={"economy": {"ar": "اقتصاد", "en": "Economy"}},
)
NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)
ATOM = "{http://www.w3.org/2005/Atom}"


def sentence(text: str) -> Sentence:
    return Sentence(text=text, shown=text, start=0, end=len(text))


def story(slug: str, origin: Origin = "machine", **fields: object) -> Story:
    settings = {
        "standfirst": (sentence("ملخص الخبر."),),
        "date": NOON,
        "timed": True,
        "section": "economy",
        "tags": ("الذهب",),
        "authors": ("سلمى",),
    }
    text = "قال <المتحدث> & غيره: نعم."
    article = made(f"عنوان {slug}", text, path=f"{slug}.txt", **(settings | fields))
    english = [f"Title {slug}", "The summary.", "A <spokesman> & others said: yes."]
    counterparts = {
        unit.text: Counterpart(text=text, origin=origin) for unit, text in zip(article.units(), english, strict=True)
    }
    return Story(article=article, counterparts=counterparts)


def feeds(*stories: Story, config: Config = CONFIG) -> dict[str, bytes]:
    return {output.path: output.body for output in render(Whole(config, stories))}


@pytest.mark.parametrize("name", ["feed.xml", "rss.xml"])
@pytest.mark.parametrize("prefix", ["", "ar/", "en/", "sections/economy/", "en/sections/economy/"])
def test_a_feed_reader_finds_the_stories_with_their_whole_text(prefix: str, name: str) -> None:
    feed = feedparser.parse(feeds(story("a"), story("ب", date=NOON + timedelta(days=1)))[prefix + name])
    assert not feed.bozo
    assert [entry.link.rsplit("/", 2)[1] for entry in feed.entries] == ["%D8%A8", "a"]
    content = feed.entries[1].content[0].value
    if not prefix.startswith("en/"):
        assert "&lt;المتحدث&gt; &amp; غيره" in content
    if not prefix.startswith("ar/"):
        assert "&lt;spokesman&gt; &amp; others" in content


def test_the_address_of_a_page_is_the_id_of_its_entry_and_a_new_headline_leaves_it_alone() -> None:
    before = feedparser.parse(feeds(story("a"))["en/feed.xml"]).entries[0]
    after = feedparser.parse(feeds(story("a", title=sentence("عنوان آخر")))["en/feed.xml"]).entries[0]
    assert before.id == after.id == "https://example.org/news/en/articles/a/"


def test_updated_comes_from_the_stories_and_never_from_the_clock() -> None:
    made = feeds(story("a"), story("b", updated=NOON + timedelta(hours=5)))
    assert ET.fromstring(made["feed.xml"]).findtext(f"{ATOM}updated") == "2026-11-01T17:00:00+00:00"
    assert made == feeds(story("b", updated=NOON + timedelta(hours=5)), story("a"))
    assert ET.fromstring(feeds()["feed.xml"]).findtext(f"{ATOM}updated") == "1970-01-01T00:00:00+00:00"


@pytest.mark.parametrize("origin", ["machine", "edited", "untranslated"])
def test_how_the_translation_was_made_is_said_to_people_and_to_programs(origin: Origin) -> None:
    made = feeds(story("a", origin))
    for path in ("feed.xml", "en/feed.xml"):
        entry = feedparser.parse(made[path]).entries[0]
        assert {"term": origin, "scheme": "urn:digest:translation", "label": None} in entry.tags
        assert "<em>" in entry.content[0].value
    original = feedparser.parse(made["ar/feed.xml"]).entries[0]
    assert not [tag for tag in original.tags if tag.scheme == "urn:digest:translation"]
    assert "<em>" not in original.content[0].value


def test_a_doubtful_sentence_says_why_where_no_style_could_mark_it() -> None:
    doubtful = story("a")
    text = doubtful.article.blocks[0].sentences[0].text
    flagged = msgspec.structs.replace(doubtful.counterparts[text], flags=("number",))
    doubtful = Story(article=doubtful.article, counterparts={**doubtful.counterparts, text: flagged})
    content = feedparser.parse(feeds(doubtful)["en/feed.xml"]).entries[0].content[0].value
    assert "[May be wrong; check it against the original: numbers differ]" in content
    assert "underline" not in content


def test_titles_in_two_languages_are_isolated_from_each_other() -> None:
    entry = feedparser.parse(feeds(story("a"))["feed.xml"]).entries[0]
    assert entry.title == "\u2068عنوان a\u2069 — \u2068Title a\u2069"


def test_characters_that_xml_forbids_do_not_break_a_feed() -> None:
    made = feeds(story("a", tags=("x\x0by\ufffe",)))
    assert not feedparser.parse(made["rss.xml"]).bozo


def test_a_feed_holds_as_many_stories_as_configured() -> None:
    made = feeds(*(story(slug) for slug in "abcd"), config=replace(CONFIG, feed_items=3))
    assert len(feedparser.parse(made["rss.xml"]).entries) == 3


def test_every_feed_is_where_the_plan_expects_it_in_every_format() -> None:
    whole = Whole(CONFIG, (story("a"),))
    expected = [path for section, _ in channels(whole.site) for path in feed_paths(section)]
    assert list(feeds(story("a"))) == expected
    assert {path.rpartition("/")[2] for path in expected} == {kind.file for kind in FORMATS}


def test_a_feed_names_itself_by_the_media_type_of_its_format() -> None:
    made = feeds(story("a"))
    for kind in FORMATS:
        for path in (kind.file, f"en/{kind.file}"):
            links = feedparser.parse(made[path]).feed.links
            (own,) = (link for link in links if link.rel == "self")
            assert (own.type, own.href) == (kind.media_type, CONFIG.base_url + path)


def test_the_page_of_feeds_links_every_format(tmp_path: Path) -> None:
    page = pages(render_pages(site(tmp_path)))["en/feeds/index.html"]
    for kind in FORMATS:
        assert f'<a href="/en/sections/science/{kind.file}" type="{kind.media_type}">' in page
