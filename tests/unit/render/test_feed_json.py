"""JSON Feed 1.1: the same stories as in the other formats, under the same ids."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import feedparser
import pytest

from tests.stories import feeds, rich, simple, site

BASE = "https://news.example/daily/"


@pytest.fixture
def made(tmp_path: Path) -> dict[str, bytes]:
    stories = [rich(), simple("machine", origin="machine", day=19), simple("new", origin="untranslated", day=18)]
    whole = site(tmp_path, *stories, base_url=BASE, feed_id="tag:news.example,2026:")
    return {output.path: output.body for output in feeds(whole)}


def read(made: dict[str, bytes], view: str) -> Any:
    return json.loads(made[f"{view}feed.json"])


@pytest.mark.parametrize("view", ["", "ar/", "en/"])
def test_it_holds_what_the_atom_feed_holds(made: dict[str, bytes], view: str) -> None:
    feed, atom = read(made, view), feedparser.parse(made[f"{view}feed.xml"])
    assert (feed["version"], feed["title"]) == ("https://jsonfeed.org/version/1.1", atom.feed.title)
    assert (feed["feed_url"], feed["home_page_url"]) == (
        f"{BASE}{view}feed.json",
        atom.feed.link.removesuffix("feed.xml"),
    )
    for item, entry in zip(feed["items"], atom.entries, strict=True):
        assert (item["id"], item["url"], item["title"]) == (entry.id, entry.link, entry.title)
        assert (item["date_published"], item["date_modified"]) == (entry.published, entry.updated)
        assert item["summary"] == entry.summary
        assert "<p" in item["content_html"]
        assert datetime.fromisoformat(item["date_modified"]).tzinfo


def test_it_says_the_language_where_there_is_one(made: dict[str, bytes]) -> None:
    assert (read(made, "en/")["language"], "language" in read(made, "")) == ("en", False)
    assert [item.get("language") for item in read(made, "")["items"]] == [None, None, "ar"]


def test_authors_have_their_pages_and_the_first_publisher_is_named(made: dict[str, bytes]) -> None:
    item = read(made, "en/")["items"][0]
    assert {author["name"] for author in item["authors"]} == {"سلمى حلواني", "Jane Doe"}
    assert all(author["url"].startswith(f"{BASE}en/authors/") for author in item["authors"])
    assert item["external_url"] == "https://example.org/original"
    assert item["image"].endswith("chart.png")
    assert read(made, "en/")["items"][1]["tags"] == ["Machine translation"]


def test_a_feed_without_stories_has_an_empty_list(tmp_path: Path) -> None:
    made = {output.path: output.body for output in feeds(site(tmp_path))}
    assert read(made, "")["items"] == []
