from pathlib import Path

import pytest

from digest.errors import DigestError, Problem
from digest.importing.folder import read_folder
from digest.importing.item import Item

HUGO = """+++
title = "Olive harvest"
date = 2019-05-14T10:00:00+03:00
categories = ["economy", "farms"]
tags = ["olives"]
draft = true
series = "autumn"
+++
Text with {{< youtube 1 >}} a video.

{{< figure src="a.jpg" alt="Trees" caption="Old trees" >}}
"""
JEKYLL = """---
layout: page
title: Contact
permalink: /contact/
author: Huda
---
Write to us.
"""
HTML = """<!doctype html><html lang="ar"><head><title>x | site</title><meta name="author" content="Huda">
<meta property="article:published_time" content="2019-05-14T07:00:00Z"></head>
<body><nav>Menu</nav><article><h1>العنوان</h1><p>النص.</p></article><footer>Foot</footer></body></html>"""


def read(folder: Path, files: dict[str, str]) -> dict[str, Item | Problem]:
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, "utf-8")
    return {each.where: each for each in read_folder(folder)}


def test_front_matter_of_others_is_mapped_and_the_rest_kept(tmp_path: Path) -> None:
    found = read(tmp_path, {"posts/olive.md": HUGO, "2019-05-14-contact.md": JEKYLL})
    hugo, jekyll = found["posts/olive.md"], found["2019-05-14-contact.md"]
    assert isinstance(hugo, Item)
    assert (hugo.title, hugo.section, hugo.tags, hugo.draft) == ("Olive harvest", "economy", ("olives", "farms"), True)
    assert (hugo.others, str(hugo.date)) == ({"series": "autumn"}, "2019-05-14 10:00:00+03:00")
    assert "](https://www.youtube.com/watch?v=1)" in hugo.markdown
    assert "![Trees](a.jpg)\n\n*Old trees*" in hugo.markdown
    assert isinstance(jekyll, Item)
    assert (jekyll.page, jekyll.address, jekyll.authors, jekyll.name) == (True, "/contact/", ("Huda",), "contact")
    assert str(jekyll.date) == "2019-05-14"


def test_a_page_of_html_gives_its_text_without_what_stands_around_it(tmp_path: Path) -> None:
    (item,) = read(tmp_path, {"news/index.html": HTML}).values()
    assert isinstance(item, Item)
    assert (item.title, item.name, item.lang, item.authors) == ("العنوان", "news", "ar", ("Huda",))
    assert "النص." in item.html
    assert "Menu" not in item.html
    assert "العنوان" not in item.html


def test_files_of_one_name_in_two_languages_belong_together(tmp_path: Path) -> None:
    found = read(tmp_path, {"a.ar.md": "# خبر\n\nنص.\n", "a.en.md": "# News\n\nText.\n"})
    groups = {(each.group, each.lang, each.title) for each in found.values() if isinstance(each, Item)}
    assert {(lang, title) for _, lang, title in groups} == {("ar", "خبر"), ("en", "News")}
    assert len({group for group, _, _ in groups}) == 1


def test_front_matter_that_cannot_be_read_is_named_and_the_others_are_read(tmp_path: Path) -> None:
    found = read(tmp_path, {"a.md": "---\nx: [\n---\nText\n", "b.md": "# B\n\nText\n"})
    assert isinstance(found["a.md"], Problem)
    assert isinstance(found["b.md"], Item)


def test_a_folder_without_texts_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DigestError, match="there is no HTML or Markdown in it"):
        list(read_folder(tmp_path))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1256"])
def test_a_file_is_read_in_whatever_encoding_an_article_may_have(tmp_path: Path, encoding: str) -> None:
    text = "---\ntitle: خبر قديم\n---\nهذا الخبر من جهاز في البيت على الرف.\n"
    (tmp_path / "a.md").write_bytes(text.encode(encoding))
    (item,) = read_folder(tmp_path)
    assert isinstance(item, Item)
    assert (item.title, item.markdown) == ("خبر قديم", "هذا الخبر من جهاز في البيت على الرف.\n")


def test_front_matter_may_be_json_and_names_former_addresses_and_a_picture(tmp_path: Path) -> None:
    json = '{\n"title": "Rain", "aliases": ["/old/rain/"], "cover": {"image": "c.png"}\n}\n\nText.\n'
    yaml = "---\ntitle: Wind\nredirect_from: /old/wind/\nimage: w.png\n---\n\n# Wind\n\nText.\n"
    found = read(tmp_path, {"a.md": json, "b.md": yaml, "c.md": '{"title": \n'})
    rain, wind = found["a.md"], found["b.md"]
    assert isinstance(rain, Item)
    assert isinstance(wind, Item)
    assert (rain.title, rain.aliases, rain.image, rain.markdown) == ("Rain", ("/old/rain/",), "c.png", "Text.\n")
    assert (wind.title, wind.aliases, wind.image, wind.markdown) == ("Wind", ("/old/wind/",), "w.png", "Text.\n")
    assert isinstance(found["c.md"], Problem)
