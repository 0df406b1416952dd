"""What every feed holds, as feed readers and validators look at it."""

from pathlib import Path

import feedparser
import pytest
from lxml import etree

from tests.stories import feeds, rich, simple, site

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


@pytest.fixture
def made(tmp_path: Path) -> dict[str, bytes]:
    stories = (rich(), simple("a", origin="machine"), simple("b", "en"), simple("c", origin="untranslated"))
    outputs = feeds(site(tmp_path, *stories, base_url="https://x.example/s/"))
    return {output.path: output.body for output in outputs if output.path.endswith(".xml")}


def test_every_feed_is_well_formed_and_no_reader_complains(made: dict[str, bytes]) -> None:
    for path, body in made.items():
        etree.fromstring(body)
        assert not feedparser.parse(body).bozo, path


def test_an_element_that_may_stand_once_stands_once(made: dict[str, bytes]) -> None:
    many = {"link", "category", "author", "creator", "entry", "item"}
    for path, body in made.items():
        for element in etree.fromstring(body).iter():
            tags = [child.tag for child in element if element.tag != "channel"]
            assert not [tag for tag in set(tags) if etree.QName(tag).localname not in many and tags.count(tag) > 1], (
                path
            )


def test_atom_has_what_rfc_4287_wants(made: dict[str, bytes]) -> None:
    atom = {"a": "http://www.w3.org/2005/Atom"}
    for path in (path for path in made if path.endswith("feed.xml")):
        root = etree.fromstring(made[path])
        for element in (root, *root.iterfind("a:entry", atom)):
            assert all(element.findtext(f"a:{name}", namespaces=atom) for name in ("id", "title", "updated")), path
        assert root.findtext("a:author/a:name", namespaces=atom)
        assert len({entry.findtext("a:id", namespaces=atom) for entry in root.iterfind("a:entry", atom)}) == len(
            root.findall("a:entry", atom)
        )


def test_an_rss_item_has_a_description_and_one_language_at_most(made: dict[str, bytes]) -> None:
    for path in (path for path in made if path.endswith("rss.xml")):
        for item in etree.fromstring(made[path]).iter("item"):
            assert item.findtext("description"), path
            assert len(item.findall("{http://purl.org/dc/elements/1.1/}language")) <= 1
