"""The list of all feeds as OPML 2.0, which readers' programs import at once."""

from collections.abc import Iterable
from typing import NamedTuple
from xml.etree import ElementTree as ET

from digest.model import Lang
from digest.render.feed_xml import document, fit

OPML = "feeds.opml"


class Outline(NamedTuple):
    """A feed in the list: its name, its address, that of its page, and its language; None for both languages."""

    name: str
    feed: str
    page: str
    lang: Lang | None


def write_opml(title: str, outlines: Iterable[Outline]) -> bytes:
    """Return the list of some feeds as a file."""
    root = ET.Element("opml", version="2.0")
    ET.SubElement(ET.SubElement(root, "head"), "title").text = fit(title)
    body = ET.SubElement(root, "body")
    for each in outlines:
        language = {"language": each.lang} if each.lang else {}
        name = fit(each.name)
        ET.SubElement(
            body,
            "outline",
            {"type": "rss", "text": name, "title": name, "xmlUrl": each.feed, "htmlUrl": each.page} | language,
        )
    return document(root)
