from pathlib import Path

import pytest

from digest.argos import Machine
from digest.build.report import Report
from digest.errors import DigestError
from tests.sites import ARTICLE, TOML, make_site, publish, tree

CONTACT = """\
العنوان: اتصل بنا

يسرنا أن نسمع منكم. اكتبوا إلى هيئة التحرير.
"""
IMPRINT = """\
---
title: Imprint
weight: 3
---

This paper is made by [its readers](contact.txt).
"""
CONTACT_PO = """\
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"

msgid "اتصل بنا"
msgstr "Contact"

msgid "يسرنا أن نسمع منكم."
msgstr "We are glad to hear from you."

msgid "اكتبوا إلى هيئة التحرير."
msgstr "Write to the editors."
"""
FILES = {
    "2026-11-20-library.txt": ARTICLE,
    "pages/contact.txt": CONTACT,
    "pages/contact.en.po": CONTACT_PO,
    "pages/imprint.md": IMPRINT,
}


def build(root: Path, files: dict[str, str], toml: str = TOML) -> tuple[Report, dict[str, str]]:
    make_site(root, files, toml)
    report = publish(root, Machine(folders=[], cache=root / "packages"))
    return report, {path: body.decode() for path, body in tree(root / "public").items() if not path.endswith(".png")}


@pytest.fixture
def site(tmp_path: Path) -> dict[str, str]:
    return build(tmp_path, FILES)[1]


def test_a_page_has_an_address_of_its_own_in_every_view(site: dict[str, str]) -> None:
    assert "We are glad to hear from you." in site["contact/index.html"]
    assert "يسرنا أن نسمع منكم." in site["contact/index.html"]
    assert "We are glad" not in site["ar/contact/index.html"]
    assert "We are glad" in site["en/contact/index.html"]
    assert '<link rel="canonical" href="https://news.example/en/contact/">' in site["en/contact/index.html"]
    assert "articles/contact/index.html" not in site


def test_pages_stand_in_the_menu_of_every_page_and_know_that_they_are_shown(site: dict[str, str]) -> None:
    home, contact = site["en/index.html"], site["en/contact/index.html"]
    assert home.index('href="/en/imprint/"') < home.index('href="/en/contact/"')
    assert 'href="/en/contact/" aria-current="page"' in contact
    assert 'href="/en/contact/" aria-current="page"' not in home


def test_pages_are_in_no_list_and_no_feed_but_in_the_sitemap(site: dict[str, str]) -> None:
    listed = {path for path in site if path.startswith(("archive/", "sections/", "feed", "rss"))} | {"sitemap-news.xml"}
    assert not [path for path in listed if "اكتبوا إلى هيئة التحرير" in site[path] or "/imprint/</link>" in site[path]]
    assert "اكتبوا" not in site["index.html"]
    assert "https://news.example/en/contact/" in site["sitemap.xml"]


def test_an_article_and_a_page_may_have_one_name_and_link_each_other(tmp_path: Path) -> None:
    article = "---\ntitle: News of the paper\ndate: 2026-11-20\n---\n\nSee [whom to ask](pages/contact.txt).\n"
    _, site = build(tmp_path, FILES | {"contact.md": article})
    assert 'href="../../contact/"' in site["articles/contact/index.html"]
    assert 'href="../contact/"' in site["imprint/index.html"]


def test_a_page_needs_no_date_and_says_which_lines_of_its_header_are_of_no_use(tmp_path: Path) -> None:
    report, _ = build(tmp_path, {"pages/a.txt": "Title: A page\nTags: x\nSection: y\n\nIts text is here.\n"})
    assert [(warning.where, warning.problem) for warning in report.warnings if warning.where.startswith("pages")] == [
        ("pages/a.txt:3", "a page stands in no list, so its `Section` is not used"),
        ("pages/a.txt:2", "a page stands in no list, so its `Tags` is not used"),
    ]


@pytest.mark.parametrize("name", ["about", "archive", "feeds", "ar"])
def test_a_page_cannot_take_the_address_of_one_that_every_site_has(tmp_path: Path, name: str) -> None:
    with pytest.raises(DigestError) as caught:
        build(tmp_path, {f"pages/{name}.txt": "Title: A page\n\nIts text is here.\n"})
    assert f"pages/{name}.txt" in {problem.where for problem in caught.value.problems}


def test_a_page_that_gets_another_title_changes_the_menu_everywhere(tmp_path: Path) -> None:
    build(tmp_path, FILES)
    report, site = build(tmp_path, {"pages/imprint.md": IMPRINT.replace("title: Imprint", "title: Who we are")})
    assert "Who we are" in site["en/archive/index.html"]
    again = publish(tmp_path, Machine(folders=[], cache=tmp_path / "packages"))
    assert (report.written > 10, again.written) == (True, 0)


def test_a_preview_that_knows_the_site_shows_what_a_clean_build_does(tmp_path: Path) -> None:
    machine = Machine(folders=[], cache=tmp_path / "packages")
    make_site(tmp_path, FILES, TOML)
    first = publish(tmp_path, machine)
    edited = tmp_path / "content" / "pages" / "imprint.md"
    edited.write_text(IMPRINT.replace("weight: 3", "weight: -1").replace("readers", "people"), "utf-8")
    publish(tmp_path, machine, warm=first.warm, changed=frozenset({edited}))
    warm = tree(tmp_path / "public")
    assert b'by <a href="../contact/">its people</a>' in warm["imprint/index.html"]
    clean = make_site(tmp_path / "clean", {}, TOML)
    for path in (tmp_path / "content").rglob("*.*"):
        make_site(clean, {path.relative_to(tmp_path / "content").as_posix(): path.read_bytes()}, TOML)
    publish(clean, machine)
    assert {p: b for p, b in tree(clean / "public").items() if "sitemap" not in p} == {
        p: b for p, b in warm.items() if "sitemap" not in p
    }


def test_the_look_of_a_site_is_set_without_a_template(tmp_path: Path) -> None:
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "logo.svg").write_text("<svg/>")
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "head_extra.html").write_text('<script src="https://stats.example/x.js"></script>\n')
    toml = TOML + (
        'logo = "logo.svg"\naccent = "#0B5D4E"\ncsp_sources = ["https://stats.example"]\n'
        '[copyright]\nen = "© 2026 [CC BY](https://cc.example/)"\n'
    )
    report, site = build(tmp_path, FILES, toml)
    home = site["en/index.html"]
    assert '<img src="/logo.svg"' in home
    assert '<a href="https://cc.example/"' in home
    assert home.index("https://stats.example/x.js") < home.index("</head>")
    assert "default-src &#39;self&#39; https://stats.example;" in home or "'self' https://stats.example;" in home
    assert "--accent: light-dark(#0b5d4e" in site["theme/digest.css"]
    assert not [warning for warning in report.warnings if "head_extra" in warning.where]


def test_words_of_the_site_stand_on_its_pages_and_in_its_feeds(tmp_path: Path) -> None:
    (tmp_path / "locale").mkdir()
    (tmp_path / "locale" / "en.toml").write_text('home = "Latest"\nhmoe = "x"\n', "utf-8")
    report, site = build(tmp_path, FILES)
    assert ">Latest<" in site["en/index.html"]
    assert [warning.hint for warning in report.warnings if warning.where == "locale/en.toml:2"] == [
        "did you mean `home`?"
    ]
    (tmp_path / "locale" / "en.toml").write_text('home = "Today"\n', "utf-8")
    assert ">Today<" in build(tmp_path, FILES)[1]["en/index.html"]
