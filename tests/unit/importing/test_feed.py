import json
from zoneinfo import ZoneInfo

import pytest

from digest.errors import DigestError, Problem
from digest.importing.feed import _first_words, read_feed
from digest.importing.item import Item

RSS = """<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Old news</title>
<link>https://old.example/</link><copyright>CC BY 4.0</copyright>
<item><title>خبر &amp;amp; آخر</title><link>/2019/05/%D8%AE%D8%A8%D8%B1/</link><dc:creator>Huda</dc:creator>
<pubDate>Tue, 14 May 2019 10:00:00 +0300</pubDate><category>gold</category><description>A summary.</description>
<content:encoded><![CDATA[<p onclick="x">Text.</p>]]></content:encoded>
<enclosure url="https://old.example/p.jpg" type="image/jpeg" length="1"/></item>
<item><title>no text</title></item></channel></rss>"""

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Old</title><link href="https://old.example/"/>
<entry><title type="html">A &lt;b&gt;title&lt;/b&gt;</title><link href="https://old.example/a.html"/><id>1</id>
<published>2019-05-14T07:00:00Z</published><updated>2019-05-15T07:00:00Z</updated>
<author><name>Huda</name></author><content type="html">&lt;p&gt;Text.&lt;/p&gt;</content></entry></feed>"""

JSON = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Old",
        "home_page_url": "https://old.example/",
        "items": [
            {
                "id": "1",
                "url": "/a/",
                "title": "A",
                "content_text": "One <two>\n\nThree",
                "authors": [{"name": "Huda"}],
            },
            {"id": "2", "title": "B"},
            3,
        ],
    }
)


def test_an_item_of_rss_has_its_text_its_date_and_where_it_was() -> None:
    item, problem = read_feed(RSS.encode(), "feed.xml")
    assert isinstance(item, Item)
    assert (item.title, item.name, item.source, item.authors) == ("خبر & آخر", "خبر", "Old news", ("Huda",))
    assert (item.tags, item.standfirst, item.others) == (("gold",), "A summary.", {"licence": "CC BY 4.0"})
    assert item.address == item.url == "https://old.example/2019/05/%D8%AE%D8%A8%D8%B1/"
    assert str(item.date) == "2019-05-14 07:00:00+00:00"
    assert '<img src="https://old.example/p.jpg">' in item.html
    assert isinstance(problem, Problem)
    assert problem.problem == "entry 2 has no text"


def test_an_entry_of_atom_has_the_time_it_was_changed() -> None:
    (item,) = read_feed(ATOM.encode(), "feed.xml")
    assert isinstance(item, Item)
    assert (item.title, item.name, str(item.updated)) == ("A title", "a", "2019-05-15 07:00:00+00:00")


def test_an_item_of_a_json_feed_may_be_plain_text() -> None:
    item, *problems = read_feed(JSON.encode(), "feed.json")
    assert isinstance(item, Item)
    assert (item.html, item.address) == ("<p>One &lt;two></p><p>Three</p>", "https://old.example/a/")
    assert [each.problem for each in problems if isinstance(each, Problem)] == [
        "item 2 has no text",
        "item 3 is no object",
    ]


@pytest.mark.parametrize("text", ["", "hello", "{}", '{"version": "x", "items": 3}', "<html><body>x</body></html>"])
def test_what_is_no_feed_is_refused(text: str) -> None:
    with pytest.raises(DigestError, match="it is no feed"):
        list(read_feed(text.encode(), "x"))


SHAPES = """<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/"><channel><title>Old</title>
<link>https://old.example/</link>
<item><link>/1</link><pubDate>05/03/2024 14:00</pubDate><description>One short note. And more.</description>
<media:content url="https://old.example/p.jpg" medium="image"/></item>
<item><title>Sound</title><link>/2</link><pubDate>Tue, 32 Mar 2024 09:05:00 GMT</pubDate>
<description>Text.</description>
<enclosure url="https://old.example/s.mp3" type="audio/mpeg" length="1"/></item>
<item><title>Small</title><link>/3</link><description>Text.</description>
<media:thumbnail url="https://old.example/t.jpg"/></item></channel></rss>"""


def test_what_real_feeds_do_otherwise_is_read_or_said() -> None:
    note, problem, sound, small = read_feed(SHAPES.encode(), "feed.xml", zone=ZoneInfo("Asia/Damascus"))
    assert isinstance(note, Item)
    assert isinstance(sound, Item)
    assert isinstance(small, Item)
    assert isinstance(problem, Problem)
    assert (note.title, str(note.date)) == ("One short note", "2024-03-05 14:00:00+03:00")
    assert '<img src="https://old.example/p.jpg">' in note.html
    assert ("`Tue, 32 Mar 2024 09:05:00 GMT`" in problem.problem, sound.date) == (True, None)
    assert '<a href="https://old.example/s.mp3">' in sound.html
    assert '<img src="https://old.example/t.jpg">' in small.html


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [("", "cp1256"), ("utf-8", "cp1256"), ("windows-1256", "cp1256"), ("windows-1256", "utf-8"), ("", "utf-8-sig")],
)
def test_a_feed_is_read_in_the_encoding_that_it_has(declared: str, encoding: str) -> None:
    says = f' encoding="{declared}"' if declared else ""
    text = f'<?xml version="1.0"{says}?><rss version="2.0"><channel><title>ق</title><item><title>خبر من الخلاصة</title>'
    text += "<description>نص الخبر في خلاصة قديمة على الشبكة.</description></item></channel></rss>"
    (item,) = read_feed(text.encode(encoding), "feed.xml")
    assert isinstance(item, Item)
    assert (item.title, item.html) == ("خبر من الخلاصة", "نص الخبر في خلاصة قديمة على الشبكة.")


def test_a_note_of_a_json_feed_needs_no_title_and_may_have_sound() -> None:
    note = {"id": "1", "content_text": "Rain? Yes.", "attachments": [{"url": "https://a.example/s.mp3", "title": "S"}]}
    feed = {"version": "https://jsonfeed.org/version/1", "items": [note]}
    (item,) = read_feed(b"\xef\xbb\xbf" + json.dumps(feed).encode(), "feed.json")
    assert isinstance(item, Item)
    assert (item.title, item.html) == ("Rain?", '<p>Rain? Yes.</p><p><a href="https://a.example/s.mp3">S</a></p>')


@pytest.mark.parametrize(
    "odd",
    [
        '"tags": 5',
        '"authors": 5',
        '"attachments": 5',
        '"author": 5',
        '"url": "http://["',
        '"date_published": "9999-12-31T23:59:59-14:00"',
        '"title": "\\u0001<b>A"',
        '"image": ["x"]',
    ],
)
def test_an_item_of_json_that_is_none_by_half_is_read(odd: str) -> None:
    feed = '{"version": "https://jsonfeed.org/version/1.1", "items": [{"title": "A", "content_html": "<p>b</p>", %s}]}'
    (item,) = (each for each in read_feed((feed % odd).encode(), "f.json") if isinstance(each, Item))
    assert item.title == "A"


@pytest.mark.parametrize(
    "odd",
    [
        "<link>http://[</link>",
        "<pubDate>0000-00-00</pubDate>",
        "<pubDate>9999-12-31T23:59:59-14:00</pubDate>",
        '<enclosure url="http://[" type="image/png"/>',
    ],
)
def test_an_entry_that_is_none_by_half_is_read(odd: str) -> None:
    feed = f"<rss version='2.0'><channel><item><title>A</title><description>b</description>{odd}</item></channel></rss>"
    (item,) = (each for each in read_feed(feed.encode(), "f.xml") if isinstance(each, Item))
    assert item.title == "A"


def test_a_text_without_a_space_is_cut_off_for_a_title() -> None:
    assert _first_words("س" * 300) == "س" * 100 + "…"
