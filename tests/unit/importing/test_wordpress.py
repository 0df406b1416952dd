from pathlib import Path

import pytest

from digest.errors import DigestError, Problem
from digest.importing.item import Item
from digest.importing.wordpress import read_wordpress
from tests.wordpress_export import attachment, export, polylang_export, post


def read(tmp_path: Path, *items: str) -> tuple[list[Item], list[Problem]]:
    (tmp_path / "export.xml").write_text(export(*items), "utf-8")
    found = list(read_wordpress(tmp_path / "export.xml"))
    return [each for each in found if isinstance(each, Item)], [each for each in found if isinstance(each, Problem)]


def test_a_post_has_its_name_its_author_its_terms_and_its_address(tmp_path: Path) -> None:
    (item,), problems = read(tmp_path, post(1, "خبر &amp; آخر", "<p>نص.</p>", name="خبر-أول", tags=("سوق", "ذهب")))
    assert problems == []
    assert (item.title, item.name, item.section, item.tags) == ("خبر & آخر", "خبر-أول", "اقتصاد", ("سوق", "ذهب"))
    assert item.authors == ("هدى زيدان",)
    assert item.address.startswith("https://old.example/2019/05/%D8%AE")
    assert str(item.date) == "2019-05-14 07:00:00+00:00"


def test_pictures_of_galleries_captions_and_heads_are_found_by_their_numbers(tmp_path: Path) -> None:
    content = (
        '[caption id="x"]<a href="b"><img src="https://old.example/c.jpg"></a> A market[/caption]'
        '[gallery ids="7, 8,9"][embed]https://video.example/1[/embed]'
    )
    (item,), _ = read(
        tmp_path,
        attachment(7, "https://old.example/7.jpg"),
        attachment(8, "https://old.example/8.jpg"),
        post(1, "a", content, meta={"_thumbnail_id": "7"}),
    )
    assert item.html.startswith('<p><img src="https://old.example/7.jpg"></p>') is False
    assert '<img src="https://old.example/8.jpg">' in item.html
    assert "<figcaption>A market</figcaption>" in item.html
    assert '<a href="https://video.example/1">' in item.html
    assert "[" not in item.html


def test_an_unknown_shortcode_is_taken_out_and_named_and_brackets_of_the_text_stay(tmp_path: Path) -> None:
    (item,), problems = read(tmp_path, post(1, "a", 'قال [كذا] [sic] [slider speed="3"]داخل[/slider] [...]'))
    assert item.html == "قال [كذا] [sic] داخل [...]"
    assert [problem.problem for problem in problems] == ["the shortcode `[slider]`"]


def test_drafts_are_drafts_pages_are_pages_and_the_rest_is_left_out(tmp_path: Path) -> None:
    items, problems = read(
        tmp_path,
        post(1, "a", "text", status="draft"),
        post(2, "b", "text", kind="page"),
        post(3, "c", "text", kind="product"),
        post(4, "d", "", status="publish"),
        post(5, "e", "text", status="trash"),
        post(6, "f", "texte", lang="fr"),
        post(7, "g", "text", kind="nav_menu_item"),
    )
    assert [(item.title, item.draft, item.page) for item in items] == [("a", True, False), ("b", False, True)]
    assert [problem.problem for problem in problems] == [
        "a `product` whose state is `publish`",
        "a post without a text",
        "a `post` whose state is `trash`",
        "a post in the language `fr`",
    ]


@pytest.mark.parametrize(
    "fields",
    [
        ({"lang": "ar", "group": "pll_1"}, {"lang": "en", "group": "pll_1"}),
        (
            {"meta": {"_wpml_import_language_code": "ar", "_wpml_import_translation_group": "1"}},
            {
                "meta": {
                    "_wpml_import_language_code": "en",
                    "_wpml_import_translation_group": "1",
                    "_wpml_import_source_language_code": "ar",
                }
            },
        ),
    ],
)
def test_two_languages_of_one_post_belong_together(tmp_path: Path, fields: tuple[dict[str, str], ...]) -> None:
    items, _ = read(tmp_path, *(post(number, "a", "text", **each) for number, each in enumerate(fields)))  # type: ignore[arg-type]
    assert [item.lang for item in items] == ["ar", "en"]
    assert len({item.group for item in items}) == 1
    assert items[0].group


@pytest.mark.parametrize("terms", [True, False])
def test_polylang_may_call_a_language_otherwise_than_by_its_code(tmp_path: Path, terms: bool) -> None:
    (tmp_path / "x.xml").write_text(polylang_export(terms=terms), "utf-8")
    found = list(read_wordpress(tmp_path / "x.xml"))
    items = [each for each in found if isinstance(each, Item)]
    assert [(item.lang, item.group) for item in items] == [("ar", "pll_5f2b1c0a9d3e1"), ("en", "pll_5f2b1c0a9d3e1")]
    assert [each.problem for each in found if not isinstance(each, Item)] == ["a post in the language `fr`"]


def test_a_copy_that_wpml_made_is_no_translation(tmp_path: Path) -> None:
    fields = {"_wpml_import_language_code": "en", "_wpml_import_translation_group": "55"}
    copy = post(2, "خبر", "نص", name="b", meta={**fields, "_icl_lang_duplicate_of": "1"})
    was_one = post(4, "News", "text", name="d", meta={**fields, "_icl_lang_duplicate_of": ""})
    items, problems = read(tmp_path, post(1, "خبر", "نص", name="a"), copy, was_one)
    assert [item.name for item in items] == ["a", "d"]
    assert ["copy of another" in each.problem for each in problems] == [True]


@pytest.mark.parametrize("text", ["<rss></rss>", "no xml", ""])
def test_what_is_no_export_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "x.xml").write_text(text, "utf-8")
    with pytest.raises(DigestError, match="it is no export of WordPress"):
        list(read_wordpress(tmp_path / "x.xml"))


def test_an_export_cannot_read_a_file_of_this_computer(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("hidden words")
    text = export(post(1, "a", "b &x; c").replace("<![CDATA[b &x; c]]>", "b &x; c"))
    text = text.replace("?>\n", f'?>\n<!DOCTYPE rss [<!ENTITY x SYSTEM "file://{tmp_path}/secret">]>\n', 1)
    (tmp_path / "x.xml").write_text(text, "utf-8")
    assert all("hidden" not in each.html for each in read_wordpress(tmp_path / "x.xml") if isinstance(each, Item))
