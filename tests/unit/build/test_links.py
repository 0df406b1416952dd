"""Links of articles to files of the content folder, from the file to the published page."""

from pathlib import Path

import pytest

from digest.argos import Machine
from tests.sites import make_site, publish, tree

FIRST = """\
# المكتبة تفتح أبوابها

فتحت المكتبة أبوابها، كما جاء في [التقرير](docs/report.pdf) وفي [الخبر الأول](2026-11-19-second.md).

وهذا [ملف غائب](missing.pdf) و[صفحة](/about/).
"""
SECOND = "# الخبر الأول\n\nنص الخبر.\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    files: dict[str, str | bytes] = {
        "2026-11-20-first.md": FIRST,
        "2026-11-19-second.md": SECOND,
        "docs/report.pdf": b"%PDF-1",
    }
    settings = 'base_url = "https://news.example/path/"\nfeed_id = "tag:news.example,2026:"\n'
    return make_site(tmp_path / "site", files, settings)


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(folders=[tmp_path / "packages"], cache=tmp_path / "cache")


def page(root: Path, view: str = "", slug: str = "first") -> str:
    return (root / "public" / view / "articles" / slug / "index.html").read_text("utf-8")


def test_a_linked_file_is_published_beside_the_page_and_a_missing_one_is_told_with_its_line(
    root: Path, machine: Machine
) -> None:
    report = publish(root, machine)
    assert [(each.where, each.problem) for each in report.warnings] == [
        ("2026-11-20-first.md:5", "the file `missing.pdf` that a link leads to is not there")
    ]
    assert tree(root / "public")["articles/first/report.pdf"] == b"%PDF-1"
    for view in ("", "ar", "en"):
        assert 'href="/path/articles/first/report.pdf"' in page(root, view)
        assert 'href="../second/"' in page(root, view)
        assert 'href="/path/about/"' in page(root, view)
    feed = (root / "public" / "feed.xml").read_text("utf-8")
    assert "https://news.example/path/articles/first/report.pdf" in feed
    assert "https://news.example/path/articles/second/" in feed


def test_a_file_that_changes_appears_or_goes_does_so_beside_the_page(root: Path, machine: Machine) -> None:
    publish(root, machine)
    (root / "content" / "docs" / "report.pdf").write_bytes(b"%PDF-2")
    (root / "content" / "missing.pdf").write_bytes(b"%PDF-3")
    assert publish(root, machine).warnings == ()
    published = tree(root / "public")
    assert (published["articles/first/report.pdf"], published["articles/first/missing.pdf"]) == (b"%PDF-2", b"%PDF-3")
    (root / "content" / "docs" / "report.pdf").unlink()
    report = publish(root, machine)
    assert [each.where for each in report.warnings] == ["2026-11-20-first.md:3"]
    assert "articles/first/report.pdf" not in tree(root / "public")


def test_a_link_to_an_article_that_is_not_published_shows_its_words_and_is_told(root: Path, machine: Machine) -> None:
    publish(root, machine)
    second = root / "content" / "2026-11-19-second.md"
    second.write_text("---\ndraft: yes\n---\n\n" + SECOND, encoding="utf-8")
    warnings = [each for each in publish(root, machine).warnings if each.where == "2026-11-20-first.md:3"]
    assert [each.problem for each in warnings] == [
        "the article `2026-11-19-second.md` that a link leads to is not published"
    ]
    assert "<a>الخبر الأول</a>" in page(root, "ar")
    second.unlink()
    warnings = [each for each in publish(root, machine).warnings if each.where == "2026-11-20-first.md:3"]
    assert [each.problem for each in warnings] == [
        "the article `2026-11-19-second.md` that a link leads to is not there"
    ]
    second.write_text(SECOND, encoding="utf-8")
    publish(root, machine)
    assert 'href="../second/"' in page(root)


def test_a_document_that_no_article_links_is_told_of_and_one_that_is_linked_is_not(
    root: Path, machine: Machine
) -> None:
    (root / "content" / "minutes.docx").write_bytes(b"PK")
    assert [each.where for each in publish(root, machine).warnings if "is not read" in each.problem] == ["minutes.docx"]
    (root / "content" / "2026-11-19-second.md").write_text(SECOND + "\n[x](minutes.docx)\n", encoding="utf-8")
    assert not [each for each in publish(root, machine).warnings if "is not read" in each.problem]


def test_a_picture_that_is_shown_and_linked_is_published_once(root: Path, machine: Machine) -> None:
    from tests.unit.content.test_images import png

    (root / "content" / "a.png").write_bytes(png(2, 2))
    text = SECOND + "\n![صورة](a.png)\n\n[الصورة](a.png)\n"
    (root / "content" / "2026-11-19-second.md").write_text(text, encoding="utf-8")
    publish(root, machine)
    assert "articles/second/a.png" in tree(root / "public")
    assert 'href="/path/articles/second/a.png"' in page(root, slug="second")
