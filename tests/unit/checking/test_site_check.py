from pathlib import Path

import pytest

from digest.checking import site_check
from digest.checking.site_check import Finding, check, dead_links
from digest.config import parse
from digest.errors import DigestError, Problem

BASE = "https://x.example/news/"


def page(body: str = "", head: str = "", title: str = "T", classes: str = "view-both page-article") -> str:
    return f'<title>{title}</title>\n{head}\n<body class="{classes}">\n{body}'


def findings(folder: Path, files: dict[str, str]) -> list[Finding]:
    for path, text in files.items():
        (folder / "public" / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / "public" / path).write_text(text, encoding="utf-8")
    return check(parse(f'base_url = "{BASE}"\n', folder))


def problems(folder: Path, files: dict[str, str]) -> list[tuple[str, str, str]]:
    return [(each.level, each.where, each.problem) for each in findings(folder, files)]


@pytest.mark.parametrize(
    "address",
    [
        *(
            "/news/",
            "/news/b/",
            "/news/b",
            "../b/",
            "b/#مكان",
            f"{BASE}b/#place",
            "#here",
            "#top",
            "#:~:text=x",
            "?a=b",
        ),
        *("b/#%D9%85%D9%83%D8%A7%D9%86", "%D8%A3.pdf", "https://other.example/x", "mailto:a@b", "/else/", "//cdn/x"),
    ],
)
def test_a_link_that_leads_somewhere_is_no_fault(tmp_path: Path, address: str) -> None:
    other = page('<p id="place"><p id="مكان">', title="Other")
    start = page(f'<p id="here"><a href="{address}">x</a>')
    assert findings(tmp_path, {"index.html": start, "b/index.html": other, "أ.pdf": ""}) == []


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ('<a href="/news/c/">', "a link leads where nothing is: `/news/c/`"),
        ('<a href="c.pdf">', "a link leads where nothing is: `c.pdf`"),
        ('<a href="https://[">', "a link leads where nothing is: `https://[`"),
        ('<a href="#c">', "a link leads to a place that its page does not have: `#c`"),
        ('<img src="c.jpg" alt="c">', "a file that it needs is named where nothing is: `c.jpg`"),
        ('<video poster="c.jpg">', "a file that it needs is named where nothing is: `c.jpg`"),
    ],
)
def test_what_leads_nowhere_is_an_error_with_its_line(tmp_path: Path, body: str, problem: str) -> None:
    assert problems(tmp_path, {"index.html": page(body)}) == [("error", "index.html:4", problem)]


def test_versions_in_other_languages_name_each_other(tmp_path: Path) -> None:
    def version(other: str, title: str) -> str:
        return page(head=f'<link rel="alternate" hreflang="x" href="{BASE}{other}">', title=title)

    assert problems(tmp_path, {"ar/index.html": version("en/", "A"), "en/index.html": version("ar/", "E")}) == []
    assert problems(tmp_path, {"en/index.html": version("fr/", "E")}) == [
        (
            "error",
            "ar/index.html:2",
            f"the page `{BASE}en/` does not name this one as its version in the other language",
        ),
        ("error", "en/index.html:2", f"its version is where nothing is: `{BASE}fr/`"),
    ]


def test_what_readers_miss_is_a_warning(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    body = '<img src="a.jpg"><p data-origin="untranslated">'
    assert problems(tmp_path, {"index.html": page(body), "a.jpg": "x" * 1000}) == [
        ("warning", "index.html:4", "a picture has no alternative text"),
        ("warning", "index.html:1", "1 passage without a counterpart"),
    ]
    monkeypatch.setattr(site_check, "HEAVY", 1000)
    assert "it weighs 0.1 MB, most of it `a.jpg`" in [each.problem for each in findings(tmp_path, {})]


def test_pages_of_the_same_title_are_named_but_not_the_views_of_one(tmp_path: Path) -> None:
    english = page(classes="view-en page-article")
    assert problems(tmp_path, {"a/index.html": page(), "en/a/index.html": english, "b/index.html": page()}) == [
        ("warning", "b/index.html:1", "it has the title of /a/: `T`")
    ]


def test_a_fault_that_many_pages_share_is_told_once(tmp_path: Path) -> None:
    broken = '<a href="/news/c/">'
    files = {"a.html": page(broken, title="A"), "b.html": page(broken, title="B")}
    (found,) = findings(tmp_path, files)
    assert found.pages == ("a.html", "b.html")
    assert str(found.as_problem()).startswith("a.html:4: a link leads where nothing is: `/news/c/` (on 2 pages)")


def test_a_folder_without_pages_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DigestError, match="no site"):
        findings(tmp_path, {"x.txt": ""})


def test_other_sites_are_asked_only_where_that_is_wanted(tmp_path: Path) -> None:
    files = {"index.html": page('<a href="http://127.0.0.1:9/x">there</a>', classes="view-ar page-home")}
    assert findings(tmp_path, files) == []
    (silent,) = check(parse(f'base_url = "{BASE}"\n', tmp_path), external=True)
    assert (silent.level, silent.where) == ("warning", "index.html:4")
    assert "`http://127.0.0.1:9/x`: `127.0.0.1` is not on the internet" in silent.problem


def test_one_page_is_looked_at_by_itself_with_the_lines_of_its_article(tmp_path: Path) -> None:
    links = '<a href="/news/c/"><a href="/news/c/"><a href="b/#no"><a href="b/#yes"><img src="x.png">'
    for path, text in {"index.html": page(links), "b/index.html": page('<p id="yes"><a href="gone/">')}.items():
        (tmp_path / "public" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "public" / path).write_text(text, encoding="utf-8")
    (tmp_path / "content").mkdir()
    (tmp_path / "content/a.md").write_text("# A\n\n[c](/c/)\n", encoding="utf-8")
    (tmp_path / "secret.html").write_text(page(), encoding="utf-8")
    config = parse(f'base_url = "{BASE}"\n', tmp_path)
    put = "mend the address, or put the file there"
    assert dead_links(config, "index.html", "a.md") == [
        Problem("a link leads where nothing is: `/news/c/`", "a.md:3", put),
        Problem("a link leads to a place that its page does not have: `b/#no`", "a.md", "mend what stands after `#`"),
        Problem("a file that it needs is named where nothing is: `x.png`", "a.md", put),
    ]
    for elsewhere in ("c/index.html", "../secret.html", "b/", "index.html/index.html", "\0.html", "x" * 300 + ".html"):
        assert dead_links(config, elsewhere, "") == []
