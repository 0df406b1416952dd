from dataclasses import replace
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree as ET

import feedparser
import msgspec
import pytest

from digest.config import Config
from digest.model import Counterpart, Origin, Sentence, Story
from digest.render.sitemap import LIMIT, render_sitemap
from tests.stories import Whole
from tests.stories import article as made
from tests.stories import config as site_config
from tests.stories import feeds as render

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


def test_the_sitemap_lists_every_page_with_its_versions() -> None:
    made = {output.path: output.body for output in render_sitemap(Whole(CONFIG, (story("ب"),)).site)}
    text = made["sitemap.xml"].decode()
    assert "<loc>https://example.org/news/en/articles/%D8%A8/</loc>" in text
    assert 'hreflang="x-default" href="https://example.org/news/articles/%D8%A8/"' in text
    assert ET.fromstring(text).tag.endswith("urlset")
    assert made["robots.txt"].endswith(b"Sitemap: https://example.org/news/sitemap.xml\n")


def test_a_sitemap_that_would_be_too_long_becomes_an_index(monkeypatch: pytest.MonkeyPatch) -> None:
    assert LIMIT == 50_000
    monkeypatch.setattr("digest.render.sitemap.LIMIT", 10)
    made = {output.path: output.body for output in render_sitemap(Whole(CONFIG, (story("a"),)).site)}
    parts = [path for path in made if path.startswith("sitemap-")]
    assert len(parts) > 1
    assert all(f"<loc>https://example.org/news/{path}</loc>".encode() in made["sitemap.xml"] for path in parts)


@pytest.mark.parametrize("room", [-1, 0, 1])
def test_a_sitemap_leaves_no_address_out_at_its_limit(monkeypatch: pytest.MonkeyPatch, room: int) -> None:
    whole = Whole(CONFIG, (story("a"),)).site
    (only, _) = render_sitemap(whole)
    monkeypatch.setattr("digest.render.sitemap.LIMIT", only.body.count(b"<loc>") + room)
    made = [output.body for output in render_sitemap(whole) if b"<urlset" in output.body]
    assert len(made) == (2 if room < 0 else 1)
    assert sum(body.count(b"<loc>") for body in made) == only.body.count(b"<loc>")
