"""The list of all feeds, to be imported at once."""

from pathlib import Path
from xml.etree import ElementTree as ET

from tests.stories import feeds, simple, site

BASE = "https://news.example/daily/"


def test_every_feed_is_listed_once_with_its_page_and_language(tmp_path: Path) -> None:
    title = {"ar": "النشرة & \ufdd0", "en": "The <Digest>"}
    made = {output.path: output.body for output in feeds(site(tmp_path, simple(), base_url=BASE, title=title))}
    root = ET.fromstring(made["feeds.opml"])
    assert (root.tag, root.get("version")) == ("opml", "2.0")
    listed = {outline.get("xmlUrl"): outline for outline in root.iter("outline")}
    assert {address.removeprefix(BASE) for address in listed if address} == {
        path for path in made if path.endswith("feed.xml")
    }
    english = listed[f"{BASE}en/sections/economy/feed.xml"]
    assert english.attrib == {
        "type": "rss",
        "text": "The <Digest> — Economy",
        "title": "The <Digest> — Economy",
        "xmlUrl": f"{BASE}en/sections/economy/feed.xml",
        "htmlUrl": f"{BASE}en/sections/economy/",
        "language": "en",
    }
    assert listed[f"{BASE}feed.xml"].get("language") is None
