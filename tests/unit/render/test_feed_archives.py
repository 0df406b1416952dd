"""Archives of feeds: whoever follows them from the feed misses no story, and they stay as they are."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree as ET

import feedparser
import pytest

from digest.model import Story
from digest.render.feed_archives import archives_of
from tests.stories import Whole, feeds, simple, site

BASE = "https://news.example/daily/"
ATOM = "{http://www.w3.org/2005/Atom}"
FIRST = datetime(2026, 9, 28, 12, tzinfo=UTC)


def daily(count: int, **more: object) -> list[Story]:
    """Return stories of so many days, one a day; every third is not translated."""
    return [
        simple(f"s{n:02}", origin="untranslated" if n % 3 == 2 else "edited", date=FIRST + timedelta(days=n))
        for n in range(count)
    ]


def whole(root: Path, stories: list[Story]) -> Whole:
    return site(root, *stories, base_url=BASE, feed_items=4, archive_feeds=True)


def made(root: Path, count: int) -> dict[str, bytes]:
    return {output.path: output.body for output in feeds(whole(root, daily(count))) if output.path.endswith("feed.xml")}


def chain(files: dict[str, bytes], path: str) -> list[list[str]]:
    """Return the slugs in a feed and in each archive before it, as a reader's program comes upon them."""
    found = []
    while path:
        root = ET.fromstring(files[path])
        entries = root.iter(f"{ATOM}entry")
        found.append([entry.find(f"{ATOM}link").get("href").split("/")[-2] for entry in entries])  # type: ignore[union-attr]
        links = {link.get("rel"): link.get("href") or "" for link in root.findall(f"{ATOM}link")}
        assert links["self"] == BASE + path
        path = links.get("prev-archive", "").removeprefix(BASE)
    return found


@pytest.mark.parametrize("count", [1, 4, 5, 33, 40])
def test_whoever_follows_the_archives_misses_no_story(tmp_path: Path, count: int) -> None:
    files = made(tmp_path, count)
    every = {f"s{n:02}" for n in range(count)}
    for view, expected in (("", every), ("ar/", every), ("en/", {s for s in every if int(s[1:]) % 3 != 2})):
        parts = chain(files, f"{view}feed.xml")
        assert set().union(*parts) == expected
        archived = [slug for part in parts[1:] for slug in part]
        assert archived == sorted(set(archived), reverse=True)
        assert all(part and len(part) <= 4 for part in parts)


def test_an_archive_is_of_one_month_and_says_what_it_is(tmp_path: Path) -> None:
    files = made(tmp_path, 40)
    archives = {path: ET.fromstring(body) for path, body in files.items() if "archive/" in path}
    assert {path for path in archives if path.startswith("en/archive/2026/09/")} == {
        "en/archive/2026/09/part-1/feed.xml"
    }
    for path, root in archives.items():
        assert root.find("{http://purl.org/syndication/history/1.0}archive") is not None
        links = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
        view = path.partition("archive/")[0]
        assert links["current"] == f"{BASE}{view}feed.xml"
        assert links["alternate"] == BASE + path.rpartition("part-")[0]
        assert root.findtext(f"{ATOM}id") == ET.fromstring(files[f"{view}feed.xml"]).findtext(f"{ATOM}id")
        assert not feedparser.parse(files[path]).bozo
        year, month = path.split("archive/")[1].split("/")[:2]
        assert {e.text[:7] for e in root.iter(f"{ATOM}published") if e.text} == {f"{year}-{month}"}


def test_an_archive_that_is_there_stays_as_it_is_when_stories_are_added(tmp_path: Path) -> None:
    files: dict[str, bytes] = {}
    for count in (5, 9, 20, 33, 40):
        now = {path: body for path, body in made(tmp_path, count).items() if "archive/" in path}
        assert {path: now[path] for path in files} == files
        files = now


def test_there_are_none_unless_the_site_wants_them(tmp_path: Path) -> None:
    plain = site(tmp_path, *daily(9), feed_items=4)
    assert archives_of(plain.site) == ()
    assert not [output.path for output in feeds(plain) if "archive/" in output.path or b"prev-archive" in output.body]
