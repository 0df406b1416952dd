from pathlib import Path

import pytest

from digest.content import file_links
from digest.content.file_links import file_link, problem


@pytest.fixture
def content(tmp_path: Path) -> Path:
    content = tmp_path / "content"
    (content / "news").mkdir(parents=True)
    for name in ("report.pdf", "تقرير 1.pdf", "page.svg", "other.md"):
        (content / "news" / name).write_text("x", encoding="utf-8")
    return content


@pytest.mark.parametrize(
    ("address", "path", "kind"),
    [
        ("report.pdf", "news/report.pdf", "attachment"),
        ("report.pdf#page=2", "news/report.pdf", "attachment"),
        ("%D8%AA%D9%82%D8%B1%D9%8A%D8%B1%201.pdf", "news/تقرير 1.pdf", "attachment"),
        ("../news/other.md", "news/other.md", "article"),
        ("nowhere.txt", "news/nowhere.txt", "article"),
        ("none.pdf", "news/none.pdf", "missing"),
        ("../../secret.pdf", "../../secret.pdf", "outside"),
        ("page.svg", "news/page.svg", "unsafe"),
    ],
)
def test_a_link_to_a_file_says_what_it_leads_to(content: Path, address: str, path: str, kind: str) -> None:
    link = file_link(address, "news/article.md", content, 3)
    assert link
    assert (link.path, link.kind, link.line) == (path, kind, 3)
    told = problem(link, "news/article.md")
    if kind in ("article", "attachment"):
        assert told is None
    else:
        assert told
        assert (told.where, bool(told.hint)) == ("news/article.md:3", True)


@pytest.mark.parametrize(
    "address",
    ["https://a.example/x.pdf", "mailto:a@b.c", "#top", "/articles/a/", "../a/", "//a.example/x.pdf", "a.php"],
)
def test_an_address_of_the_web_or_of_the_site_is_no_file(content: Path, address: str) -> None:
    assert file_link(address, "news/article.md", content, 1) is None


def test_a_link_out_of_the_folder_and_a_file_that_is_too_large_are_not_published(
    content: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (content.parent / "secret.pdf").write_text("x", encoding="utf-8")
    (content / "news" / "secret.pdf").symlink_to(content.parent / "secret.pdf")
    link = file_link("secret.pdf", "news/article.md", content, 1)
    assert link
    assert link.kind == "outside"
    monkeypatch.setattr(file_links, "MAX_BYTES", 0)
    link = file_link("report.pdf", "news/article.md", content, 1)
    assert link
    assert link.kind == "large"
