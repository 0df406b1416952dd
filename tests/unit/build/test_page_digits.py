"""The digits of the pages themselves, on Arabic ones, wherever a number stands."""

import json
import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from lxml import etree

from digest.argos import Machine
from tests.sidecars import signed
from tests.sites import TOML, make_site, publish, tree
from tests.unit.render.parsed import parse

STORY = """\
---
title: {title}
date: {date}
updated: 2026-11-22 08:30
corrected: 2026-11-21 خطأ في الاسم.
section: weather
tags: [مطر]
---

هطلت الأمطار[^a]. وغمرت المياه الطرق[^a].

1. أولًا
2. ثانيًا

[^a]: قالت الأرصاد ذلك.
"""
SIDECAR = (
    'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    f'{signed("Roads were flooded.")}#, fuzzy\nmsgid "وغمرت المياه الطرق[^a]."\nmsgstr "Roads were flooded."\n'
)
TITLES = {"a": "خبر أول", "b": "خبر ثان", "c": "خبر ثالث"}
FILES = {f"{slug}.md": STORY.format(title=title, date="2026-11-20 14:05") for slug, title in TITLES.items()}
SETTINGS = TOML + 'per_page = 1\npage_digits = "{}"\nmail_edition = "day"\n'
OF_ARTICLES = "//script | //style | //code | //kbd | //bdi[@lang='en'] | //dl[ancestor::*[@class='subscribe']]"
VERSIONS = re.compile(r"WCAG|\d\.\d|digest \d")


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, str]:
    return built(tmp_path_factory.mktemp("site"), "eastern")


def built(root: Path, digits: str) -> dict[str, str]:
    make_site(root, {**FILES, "a.en.po": SIDECAR}, SETTINGS.format(digits))
    publish(root, Machine(folders=[], cache=root / "packages"))
    return {path: body.decode() for path, body in tree(root / "public").items() if not path.endswith(".png")}


def said(page: str, lang: str) -> str:
    """Return what a page says in a language, and what it says of itself in attributes, without code and addresses."""
    root = parse(page)
    for element in root.xpath(OF_ARTICLES):
        element.drop_tree()
    texts = root.xpath(
        f"//text()[ancestor::*[@lang][1][@lang='{lang}']]"
        f" | //@aria-label[ancestor::*[@lang][1][@lang='{lang}']] | //@title[ancestor::*[@lang][1][@lang='{lang}']]"
    )
    return re.sub(r"\d\.\d", "", "\n".join(map(str, texts)))


def test_no_number_of_an_arabic_page_has_other_digits(files: Mapping[str, str]) -> None:
    pages = {path: body for path, body in files.items() if path.startswith("ar/") and path.endswith(".html")}
    assert {"ar/page/2/index.html", "ar/archive/2026/11/index.html", "ar/about/index.html"} <= pages.keys()
    for path, body in pages.items():
        assert not re.findall(".*[0-9].*", said(body, "ar")), path
    assert "٢٠ تشرين الثاني/نوفمبر ٢٠٢٦، ١٤:٠٥" in said(pages["ar/articles/a/index.html"], "ar")
    assert "(٢)" in said(pages["ar/page/2/index.html"], "ar")


def test_no_number_of_an_english_page_has_them(files: Mapping[str, str]) -> None:
    for path, body in files.items():
        if path.startswith("en/") and path.endswith(".html"):
            assert not re.search("[٠-٩]", said(body, "en")), path
    assert "20 November 2026, 14:05" in files["en/articles/a/index.html"]


def test_footnotes_are_numbered_alike_and_lead_to_each_other(files: Mapping[str, str]) -> None:
    page = parse(files["articles/a/index.html"])
    marks = page.xpath("//a[@role='doc-noteref' and starts-with(@href, '#ar-')]")
    assert [(each.text, each.get("href"), each.get("id")) for each in marks] == [
        ("١", "#ar-note-1", "ar-ref-1"),
        ("١", "#ar-note-1", None),
    ]
    assert page.xpath("//a[@href='#ar-ref-1']/text()") == ["١"]


def test_what_programs_read_stays_as_it_is(tmp_path: Path, files: Mapping[str, str]) -> None:
    western = built(tmp_path, "western")
    page, other = parse(files["ar/articles/a/index.html"]), parse(western["ar/articles/a/index.html"])
    for attributes in (
        "//@datetime",
        "//@href",
        "//@id",
        "//@data-s",
        "//meta[starts-with(@property, 'article')]/@content",
    ):
        assert [str(each).partition("?v=")[0] for each in page.xpath(attributes)] == [
            str(each).partition("?v=")[0] for each in other.xpath(attributes)
        ]
    data = [json.loads(each.xpath("//script[@type='application/ld+json']")[0].text_content()) for each in (page, other)]
    assert data[0] == data[1]
    for path in ("ar/feed.xml", "ar/rss.xml", "sitemap.xml"):
        made, before = (etree.fromstring(each[path].encode()) for each in (files, western))
        fields = [each for each in made.iter() if not re.search("content|summary|description|encoded", str(each.tag))]
        same = [each for each in before.iter() if not re.search("content|summary|description|encoded", str(each.tag))]
        assert [each.text for each in fields] == [each.text for each in same]


def test_scripts_know_the_digits_of_a_page_that_has_arabic(files: Mapping[str, str]) -> None:
    assert parse(files["search/index.html"]).xpath("//body/@data-digits") == ["٠١٢٣٤٥٦٧٨٩"]
    assert not parse(files["en/search/index.html"]).xpath("//body/@data-digits")
