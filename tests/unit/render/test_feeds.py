import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import feedparser
import msgspec
import pytest
from lxml import etree

from digest.config import Config
from digest.model import Counterpart, Origin, Sentence, Story
from digest.render.feed_formats import FORMATS
from digest.render.feed_xml import ATOM as ATOM_FORMAT
from digest.render.feed_xml import RSS
from digest.render.feeds import channels, feed_paths
from tests.stories import AR, Maker, Whole, pages, simple, site
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
    return {output.path: output.body for output in render(Whole(config, stories)) if output.path.endswith(".xml")}


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


@pytest.mark.parametrize("name", ["feed.xml", "rss.xml"])
def test_an_id_stays_when_the_headline_the_address_or_the_file_name_changes(name: str) -> None:
    settings = replace(CONFIG, feed_id="tag:example.org,2026:")
    moved = replace(settings, base_url="https://elsewhere.example/")
    made = [
        feeds(story("a"), config=settings),
        feeds(story("a", title=sentence("عنوان آخر")), config=moved),
        feeds(story("b", id="a"), config=moved),
    ]
    read = [feedparser.parse(files[f"en/{name}"]) for files in made]
    assert {feed.entries[0].id for feed in read} == {"tag:example.org,2026:en/articles/a/"}
    assert not any(feed.bozo or (name == "rss.xml" and feed.entries[0].guidislink) for feed in read)
    assert {feed.feed.get("id") for feed in read} == {"tag:example.org,2026:en/" if name == "feed.xml" else None}


def test_without_an_id_of_the_site_entries_have_the_addresses_of_their_pages() -> None:
    entries = [feedparser.parse(feeds(story("ب"))[f"en/{name}"]).entries[0] for name in ("feed.xml", "rss.xml")]
    assert {entry.id for entry in entries} == {"https://example.org/news/en/articles/%D8%A8/"}


def test_updated_comes_from_the_stories_and_never_from_the_clock() -> None:
    made = feeds(story("a"), story("b", updated=NOON + timedelta(hours=5)))
    assert ET.fromstring(made["feed.xml"]).findtext(f"{ATOM}updated") == "2026-11-01T17:00:00+00:00"
    assert made == feeds(story("b", updated=NOON + timedelta(hours=5)), story("a"))


def test_a_feed_without_stories_is_there_and_has_a_time_that_can_be() -> None:
    for body in feeds().values():
        feed = feedparser.parse(body)
        assert (feed.bozo, feed.entries) == (False, [])
        assert "updated" not in feed.feed or feed.feed.updated >= "1990"


IPTC = "http://cv.iptc.org/newscodes/digitalsourcetype/"


@pytest.mark.parametrize(
    ("origin", "both", "alone"),
    [("machine", "compositeWithTrainedAlgorithmicMedia", "trainedAlgorithmicMedia"), ("edited", None, None)],
)
def test_how_the_translation_was_made_is_said_to_people_and_to_programs(
    origin: Origin, both: str | None, alone: str | None
) -> None:
    made = feeds(story("a", origin))
    for path, term in (("feed.xml", both), ("rss.xml", both), ("en/feed.xml", alone), ("en/rss.xml", alone)):
        entry = feedparser.parse(made[path]).entries[0]
        assert [tag.term for tag in entry.tags if tag.scheme == IPTC] == ([term] if term else [])
        assert "<em>" in entry.content[0].value
    original = feedparser.parse(made["ar/feed.xml"]).entries[0]
    assert not [tag for tag in original.tags if tag.scheme == IPTC]
    assert "<em>" not in original.content[0].value


def test_the_feed_of_a_language_holds_what_there_is_in_it_and_as_many_as_it_may() -> None:
    stories = [story(slug, "untranslated", date=NOON + timedelta(days=1)) for slug in "abc"] + [story("d"), story("e")]
    made = feeds(*stories, config=replace(CONFIG, feed_items=2))
    held = {path: [entry.title for entry in feedparser.parse(body).entries] for path, body in made.items()}
    assert held["en/feed.xml"] == held["en/sections/economy/rss.xml"] == ["Title d", "Title e"]
    assert held["ar/feed.xml"] == held["feed.xml"] == ["عنوان a", "عنوان b"]


def test_a_story_without_a_translation_stands_in_the_parallel_feed_once_with_a_notice_in_both_languages() -> None:
    root = ET.fromstring(feeds(story("a", "untranslated"))["feed.xml"])
    entry = root.find(f"{ATOM}entry")
    assert entry is not None
    assert entry.get("{http://www.w3.org/XML/1998/namespace}lang") == "ar"
    assert entry.findtext(f"{ATOM}title") == "عنوان a"
    assert entry.findtext(f"{ATOM}summary") == "ملخص الخبر."
    content = entry.findtext(f"{ATOM}content") or ""
    assert content.count("نعم.") == 1
    assert "Not yet translated into English" in content
    assert content.count("<em>") == 2


def test_a_title_that_is_not_translated_says_its_language_in_the_feed_of_the_other() -> None:
    told = story("a")
    own = Counterpart(text=told.article.title.text, origin="untranslated")
    told = Story(article=told.article, counterparts={**told.counterparts, own.text: own})
    title = ET.fromstring(feeds(told)["en/feed.xml"]).find(f"{ATOM}entry/{ATOM}title")
    assert title is not None
    assert title.get("{http://www.w3.org/XML/1998/namespace}lang") == "ar"


def test_titles_and_summaries_are_plain_text() -> None:
    texts = [
        "كتاب **الأيام** و[مؤلفه](https://example.org/) عن `x` &amp; غيره[^1]",
        "Of *The Days* and [its author](https://example.org/) about `x` &amp; others[^1]",
    ]
    told = story("a", format="markdown", title=sentence(texts[0]), standfirst=(sentence(texts[0]),))
    told = Story(
        article=told.article, counterparts={**told.counterparts, texts[0]: Counterpart(text=texts[1], origin="edited")}
    )
    plain = ("كتاب الأيام ومؤلفه عن x & غيره", "Of The Days and its author about x & others")
    made = feeds(told)
    for prefix, expected in (
        ("ar/", plain[0]),
        ("en/", plain[1]),
        ("", f"\u2068{plain[0]}\u2069 — \u2068{plain[1]}\u2069"),
    ):
        for file, summary in (("feed.xml", f"{ATOM}entry/{ATOM}summary"), ("rss.xml", "channel/item/description")):
            root = ET.fromstring(made[prefix + file])
            assert root.findtext(summary.replace("summary", "title").replace("description", "title")) == expected
            assert unescape(root.findtext(summary) or "") == expected
            assert ("&amp;" in (root.findtext(summary) or "")) == (file == "rss.xml")


def test_a_story_without_a_standfirst_is_summed_up_by_its_beginning() -> None:
    made = feeds(simple("a"))
    assert ET.fromstring(made["ar/rss.xml"]).findtext("channel/item/description") == " ".join(AR)


def test_an_rss_item_names_its_language_once_and_none_where_it_has_two() -> None:
    made = feeds(story("a"), story("b", "untranslated"))
    language = "{http://purl.org/dc/elements/1.1/}language"
    told = {
        prefix: [[e.text for e in item.iter(language)] for item in ET.fromstring(made[prefix + "rss.xml"]).iter("item")]
        for prefix in ("", "ar/", "en/")
    }
    assert told == {"": [[], ["ar"]], "ar/": [["ar"], ["ar"]], "en/": [["en"]]}


def test_the_site_is_the_author_of_a_feed_and_people_of_what_they_signed() -> None:
    made = feeds(story("a"), story("b", authors=()))
    for path, name in (
        ("en/sections/economy/feed.xml", "The Digest"),
        ("en/feed.xml", "The Digest"),
        ("feed.xml", "الموجز"),
    ):
        root = ET.fromstring(made[path])
        assert root.findtext(f"{ATOM}author/{ATOM}name") == name
        assert [e.text for e in root.iterfind(f"{ATOM}entry/{ATOM}author/{ATOM}name")] == ["سلمى"]


def test_names_that_differ_only_in_signs_are_nobody_elses() -> None:
    made = feeds(story("a", authors=("A. B.",), tags=("C++",)), story("b", authors=("A-B",), tags=("C#",)))
    entries = feedparser.parse(made["en/feed.xml"]).entries
    assert [entry.author for entry in entries] == ["A. B.", "A-B"]
    assert [[tag.label for tag in entry.tags if tag.label][1] for entry in entries] == ["C++", "C#"]


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
    for odd in ("\x0b", "\ufffe", "\ufdd0", "\U0001ffff", "\x85"):
        made = feeds(story("a", tags=(f"x{odd}y",)))
        assert not feedparser.parse(made["rss.xml"]).bozo
        etree.fromstring(made["feed.xml"])
        assert odd == "\x85" or odd.encode() not in made["feed.xml"]


def test_a_feed_holds_as_many_stories_as_configured() -> None:
    made = feeds(*(story(slug) for slug in "abcd"), config=replace(CONFIG, feed_items=3))
    assert len(feedparser.parse(made["rss.xml"]).entries) == 3


def test_tags_and_authors_have_feeds_of_their_own_where_the_site_wants_them() -> None:
    stories = [story("a", tags=("الذهب",)), story("b", tags=("النفط",), authors=("هدى",))]
    plain = feeds(*stories)
    made = feeds(*stories, config=replace(CONFIG, tag_feeds=True, author_feeds=True))
    assert not [path for path in plain if "tags/" in path or "authors/" in path]
    assert {path: made[path] for path in plain} == plain
    for path, title, slug in (
        ("en/tags/الذهب/", "The Digest — الذهب", "a"),
        ("authors/هدى/", "\u2068الموجز\u2069 — \u2068The Digest\u2069 — هدى", "b"),
    ):
        for file in ("feed.xml", "rss.xml"):
            feed = feedparser.parse(made[path + file])
            assert feed.feed.title == title
            assert [entry.link.split("/")[-2] for entry in feed.entries] == [slug]


def test_the_page_of_a_tag_announces_its_feed_where_it_has_one(tmp_path: Path) -> None:
    for settings, announced in (({}, False), ({"tag_feeds": True}, True)):
        made = pages(render_pages(site(tmp_path, story("a", tags=("gold",)), **settings)))
        link = '<link rel="alternate" type="application/atom+xml" href="/en/tags/gold/feed.xml" title="gold">'
        assert (link in made["en/tags/gold/index.html"]) is announced
        assert link not in made["en/index.html"]


def test_a_feed_says_whose_it_is_and_what_one_may_do_with_it() -> None:
    settings = replace(
        CONFIG,
        copyright={"ar": "© الموجز", "en": "© [The Digest](https://a.example/)"},
        licence="https://creativecommons.example/by/",
        logo="logo.png",
        hub="https://hub.example/",
    )
    made = {output.path: output.body for output in render(Whole(settings, (story("a"),)))}
    atom, rss, told = ET.fromstring(made["en/feed.xml"]), ET.fromstring(made["en/rss.xml"]), made["en/feed.json"]
    base = "https://example.org/news/"
    assert [atom.findtext(ATOM + name) for name in ("rights", "logo", "icon")] == [
        "© The Digest", f"{base}logo.png", f"{base}theme/icon.svg"
    ]  # fmt: skip
    assert rss.findtext("channel/copyright") == "© The Digest"
    assert rss.findtext("channel/image/url") == f"{base}logo.png"
    assert rss.findtext("channel/image/link") == rss.findtext("channel/link")
    for links in (atom.findall(f"{ATOM}link"), rss.findall(f"channel/{ATOM}link")):
        relations = {link.get("rel"): link.get("href") for link in links}
        assert (relations["hub"], relations["license"]) == (settings.hub, settings.licence)
    data = json.loads(told)
    assert (data["icon"], data["favicon"]) == (f"{base}logo.png", f"{base}theme/icon.svg")
    assert data["hubs"] == [{"type": "WebSub", "url": settings.hub}]
    assert b"rights" not in feeds(story("a"))["feed.xml"]


def test_who_published_a_story_first_is_named_in_every_format() -> None:
    cases: tuple[tuple[dict[str, Any], str | None, str | None], ...] = (
        ({"source": "وكالة", "url": "https://a.example/1"}, "https://a.example/1", "https://a.example/1"),
        ({"source": "وكالة"}, None, "وكالة"),
        ({}, None, None),
    )
    for more, atom, rss in cases:
        made = feeds(story("a", **more))
        via = [
            link.get("href") for link in ET.fromstring(made["feed.xml"]).iter(f"{ATOM}link") if link.get("rel") == "via"
        ]
        assert via == ([atom] if atom else [])
        assert ET.fromstring(made["rss.xml"]).findtext("channel/item/{http://purl.org/dc/elements/1.1/}source") == rss


def test_every_feed_is_where_the_plan_expects_it_in_every_format() -> None:
    whole = Whole(CONFIG, (story("a"),))
    expected = [path for section, _ in channels(whole.site) for path in feed_paths(section, whole.site.config)]
    assert [output.path for output in render(whole)] == expected
    assert {path.rpartition("/")[2] for path in expected} == {*(kind.file for kind in FORMATS), "feeds.opml"}


def test_a_feed_names_itself_by_the_media_type_of_its_format() -> None:
    made = feeds(story("a"))
    for kind in (ATOM_FORMAT, RSS):
        for path in (kind.file, f"en/{kind.file}"):
            links = feedparser.parse(made[path]).feed.links
            (own,) = (link for link in links if link.rel == "self")
            assert (own.type, own.href) == (kind.media_type, CONFIG.base_url + path)


def test_the_page_of_feeds_links_every_format(tmp_path: Path) -> None:
    page = pages(render_pages(site(tmp_path)))["en/feeds/index.html"]
    for kind in FORMATS:
        assert f'<a href="/en/sections/science/{kind.file}" type="{kind.media_type}">' in page


def test_a_feed_of_summaries_has_the_notice_the_teaser_and_a_link_to_the_page() -> None:
    made = feeds(story("a"), config=replace(CONFIG, feed_content="summary"))
    for path, langs, teasers in (
        ("feed.xml", ("ar", "en"), ("ملخص الخبر.", "The summary.")),
        ("en/rss.xml", ("en",), ("The summary.",)),
        ("ar/feed.xml", ("ar",), ("ملخص الخبر.",)),
    ):
        content = feedparser.parse(made[path]).entries[0].content[0].value
        assert all(teaser in content for teaser in teasers)
        assert "نعم." not in content
        assert "others said" not in content
        assert content.count("<a href=") == len(langs)
        assert ("<em>" in content) == (path != "ar/feed.xml")


def test_an_entry_that_is_too_long_ends_at_a_whole_part_with_a_link_to_the_page() -> None:
    long = Maker("ar")
    paragraphs = [long.block(("كلمة " * 999 + str(n), "word " * 999 + str(n))) for n in range(60)]
    for path, body in feeds(long.story(("خبر", "News"), paragraphs)).items():
        content = ET.fromstring(body).findtext(f"{ATOM}entry/{ATOM}content") or ""
        if path.endswith("feed.xml") and "sections" not in path:
            assert 100_000 < len(content) < 140_000
            assert content.count("<p ") == content.count("</p>")
            assert "articles/first/" in content[-200:]


@pytest.mark.parametrize("name", ["feed.xml", "rss.xml"])
def test_an_entry_shows_the_first_picture_of_its_story(name: str) -> None:
    maker = Maker("ar")
    pictures = [
        maker.image("https://elsewhere.example/a.png", ()),
        maker.image("images/صورة.JPG", ("ميناء", "A harbour"), width=640, height=320),
        maker.image("images/b.png", ()),
    ]
    made = feeds(maker.story(("خبر", "News"), pictures))
    for view, alt in (("", "ميناء"), ("ar/", "ميناء"), ("en/", "A harbour")):
        feed = feedparser.parse(made[view + name])
        (picture,) = feed.entries[0].media_content
        address = "https://example.org/news/articles/first/%D8%B5%D9%88%D8%B1%D8%A9.JPG"
        size = {"width": "640", "height": "320"}
        assert picture == {"url": address, "medium": "image", "type": "image/jpeg", **size}
        assert feed.entries[0].media_thumbnail == [{"url": address, **size}]
        assert f">{alt}</media:description>" in made[view + name].decode()
        assert not feed.bozo
    assert "media_content" not in feedparser.parse(feeds(story("a"))[name]).entries[0]


def test_whom_the_header_credits_with_the_translation_contributed_to_it(tmp_path: Path) -> None:
    whole = site(tmp_path, simple(translators=("Lina Haddad",), reviewers=("Sara",)))
    files = {output.path: output.body.decode() for output in render(whole)}
    assert files["en/feed.xml"].count("<contributor>") == 2
    assert "Translated by \u2068Lina Haddad\u2069. Reviewed by \u2068Sara\u2069." in files["en/feed.xml"]
    assert "Lina Haddad" not in files["ar/feed.xml"]
