"""What subscribers see when something changes: which entries stay the same ones, and which say that they are new."""

import re
import shutil
import struct
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import feedparser
import pytest

from digest.argos import Machine
from tests.sites import NOW, make_site, publish

ARTICLE = """\
العنوان: افتتاح المكتبة
التاريخ: 2026-11-20
القسم: culture

فتحت المكتبة أبوابها للقراء.
"""
SIDECAR = """\
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Last-Translator: Huda Zaydan <huda@news.example>\\n"
"PO-Revision-Date: 2026-11-20 10:00+0000\\n"

msgid "افتتاح المكتبة"
msgstr "Library opens"

msgid "فتحت المكتبة أبوابها للقراء."
msgstr "The library opened its doors to readers."
"""
TOML = 'base_url = "https://news.example/"\nfeed_id = "tag:news.example,2026:"\n'
FEEDS = ("ar", "both", "en")
EVERY = frozenset(FEEDS)
NONE: frozenset[str] = frozenset()

Edit = Callable[[Path], object]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    files = {"2026-11-20-library.txt": ARTICLE, "2026-11-20-library.en.po": SIDECAR}
    return make_site(tmp_path / "site", files, TOML)


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(folders=[], cache=tmp_path / "cache")


def entries(root: Path, name: str) -> dict[str, dict[str, str]]:
    """Return by feed the time of each entry's last change, by its id."""
    folders = {each: root / "public" / ("" if each == "both" else each) for each in FEEDS}
    read = {each: feedparser.parse((folder / name).read_bytes()) for each, folder in folders.items()}
    assert not any(feed.bozo for feed in read.values())
    return {each: {entry.id: entry.updated for entry in feed.entries} for each, feed in read.items()}


def replaced(name: str, old: str, new: str) -> Edit:
    def edit(root: Path) -> None:
        file = root / name
        text = file.read_text("utf-8")
        assert old in text
        file.write_text(text.replace(old, new), "utf-8")

    return edit


def renamed(old: str, new: str) -> Edit:
    def edit(root: Path) -> None:
        for file in (root / "content").iterdir():
            file.rename(file.with_name(file.name.replace(old, new)))

    return edit


def all_of(*edits: Edit) -> Edit:
    return lambda root: [edit(root) for edit in edits]


def added(root: Path) -> None:
    (root / "content/2026-11-19-older.txt").write_text("خبر سابق\n\nنص الخبر السابق هنا.\n", "utf-8")


TEXT, PO = "content/2026-11-20-library.txt", "content/2026-11-20-library.en.po"
LATER = "PO-Revision-Date: 2026-11-21 10:00+0000"


@pytest.mark.parametrize(
    ("edit", "moved"),
    [
        pytest.param(lambda root: None, NONE, id="nothing"),
        pytest.param(replaced(TEXT, "العنوان: افتتاح المكتبة", "العنوان: افتتاح المكتبة الجديدة"), NONE, id="title"),
        pytest.param(replaced(TEXT, "culture", "cities"), NONE, id="section"),
        pytest.param(replaced(TEXT, "للقراء.", "للقراء اليوم."), NONE, id="text"),
        pytest.param(replaced(TEXT, "القسم:", "محدث: 2026-11-22\nالقسم:"), EVERY, id="text, updated"),
        pytest.param(replaced(TEXT, "التاريخ: 2026-11-20", "التاريخ: 2026-11-21"), EVERY, id="date"),
        pytest.param(
            all_of(
                replaced(PO, "its doors", "the doors"), replaced(PO, "PO-Revision-Date: 2026-11-20 10:00+0000", LATER)
            ),
            frozenset({"both", "en"}),
            id="sidecar",
        ),
        pytest.param(renamed("2026-11-20-", ""), NONE, id="without the day in its name"),
        pytest.param(
            all_of(replaced(TEXT, "القسم:", "Id: library\nالقسم:"), renamed("library", "new-library")),
            NONE,
            id="renamed",
        ),
        pytest.param(
            replaced("site.toml", "https://news.example/", "https://elsewhere.example/news/"), NONE, id="host"
        ),
        pytest.param(replaced("site.toml", "https:", "http:"), NONE, id="scheme"),
        pytest.param(
            replaced("site.toml", TOML, f'{TOML}[sections.culture]\nar = "ثقافة"\n'), NONE, id="name of the section"
        ),
        pytest.param(added, NONE, id="another story"),
    ],
)
@pytest.mark.parametrize("name", ["feed.xml", "rss.xml"])
def test_entries_stay_the_same_and_say_when_they_changed(
    root: Path, machine: Machine, edit: Edit, moved: frozenset[str], name: str
) -> None:
    publish(root, machine)
    before = entries(root, name)
    assert [len(feed) for feed in before.values()] == [1, 1, 1]
    edit(root)
    publish(root, machine)
    after = entries(root, name)
    for feed, ((identifier, updated),) in zip(before, (each.items() for each in before.values()), strict=True):
        assert (after[feed][identifier] != updated) == (feed in moved), feed


def test_a_feed_is_the_same_a_week_later_and_from_an_empty_folder(root: Path, machine: Machine) -> None:
    publish(root, machine)
    made = {path: path.read_bytes() for path in (root / "public").rglob("*.xml")}
    for path in (root / "public").rglob("*.xml"):
        path.unlink()
    publish(root, machine, now=NOW + timedelta(days=7))
    assert {path: path.read_bytes() for path in made} == made


def test_the_time_of_a_feeds_file_follows_what_is_in_it(root: Path, machine: Machine) -> None:
    def times() -> dict[str, float]:
        files = [file for name in ("feed.xml", "rss.xml", "feed.json") for file in (root / "public").rglob(name)]
        return {str(file): file.stat().st_mtime for file in files}

    publish(root, machine)
    before = times()
    day = datetime(2026, 11, 20, 10, tzinfo=UTC).timestamp()
    newest = [time for path, time in before.items() if "sections" not in path]
    assert all(day - 2 * 86400 < time <= day for time in newest)
    shutil.rmtree(root / "public")
    publish(root, machine, now=NOW + timedelta(days=7))
    assert times() == before
    replaced(TEXT, "للقراء.", "للناس.")(root)
    publish(root, machine)
    assert not set(times().items()) & set(before.items())


def test_a_story_that_is_translated_at_last_is_new_to_the_readers_of_the_other_language(
    root: Path, machine: Machine
) -> None:
    (root / PO).rename(root / "kept.po")
    publish(root, machine)
    assert [len(feed) for feed in entries(root, "feed.xml").values()] == [1, 1, 0]
    (root / "kept.po").rename(root / PO)
    publish(root, machine)
    ((identifier, updated),) = entries(root, "feed.xml")["en"].items()
    assert (identifier, updated) == ("tag:news.example,2026:en/articles/library/", "2026-11-20T10:00:00+00:00")


def test_a_story_that_is_withdrawn_leaves_and_comes_back_as_the_same(root: Path, machine: Machine) -> None:
    publish(root, machine)
    before = entries(root, "rss.xml")
    replaced(TEXT, "القسم:", "Draft: true\nالقسم:")(root)
    publish(root, machine)
    assert not any(entries(root, "rss.xml").values())
    replaced(TEXT, "Draft: true\n", "")(root)
    publish(root, machine)
    assert entries(root, "rss.xml") == before


def test_another_time_zone_moves_the_times_and_not_the_ids(root: Path, machine: Machine) -> None:
    publish(root, machine)
    before = entries(root, "feed.xml")
    replaced("site.toml", TOML, f'{TOML}time_zone = "Asia/Tokyo"\n')(root)
    publish(root, machine)
    assert {feed: list(each) for feed, each in entries(root, "feed.xml").items()} == {
        feed: list(each) for feed, each in before.items()
    }


def test_the_sitemap_of_news_and_its_name_in_robots_go_with_the_last_news(root: Path, machine: Machine) -> None:
    for later, there in ((0, True), (7, False), (0, True)):
        publish(root, machine, now=datetime(2026, 11, 20, 12, tzinfo=UTC) + timedelta(days=later))
        assert (root / "public/sitemap-news.xml").exists() == there
        assert ("sitemap-news.xml" in (root / "public/robots.txt").read_text("utf-8")) == there


def test_another_picture_of_the_site_changes_its_size_on_all_pages(root: Path, machine: Machine) -> None:
    (root / "site.toml").write_text('share_image = "share.png"\n' + TOML, "utf-8")
    (root / "static").mkdir()
    for width in (1200, 800):
        header = struct.pack(">I4s2I5B", 13, b"IHDR", width, 630, 8, 0, 0, 0, 0) + bytes(4)
        (root / "static/share.png").write_bytes(b"\x89PNG\r\n\x1a\n" + header)
        publish(root, machine)
        for path in ("en/index.html", "articles/library/index.html"):
            assert f'"og:image:width" content="{width}"' in (root / "public" / path).read_text("utf-8")


def test_the_sitemap_and_the_pages_say_when_the_translation_was_revised_and_by_whom(
    root: Path, machine: Machine
) -> None:
    publish(root, machine)
    sitemap = (root / "public/sitemap.xml").read_text("utf-8")
    times = dict(
        re.findall(r"<loc>https://news\.example/(\S*)articles/library/</loc>\s*<lastmod>(\S+)</lastmod>", sitemap)
    )
    assert times == {"": "2026-11-20T10:00:00+00:00", "ar/": "2026-11-20", "en/": "2026-11-20T10:00:00+00:00"}
    pages = {view: (root / "public" / view / "articles/library/index.html").read_text("utf-8") for view in times}
    for view, page in pages.items():
        assert ('"dateModified":"2026-11-20T10:00:00+00:00"' in page) == (view != "ar/")
        assert ('"editor":{"@type":"Person","name":"Huda Zaydan"}' in page) == (view != "ar/")
        assert ("Huda Zaydan" in page) == (view != "ar/")
        assert "huda@news.example" not in page
