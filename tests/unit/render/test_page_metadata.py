"""What pages tell search engines, link previews and other programs."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from digest.model import Origin, Story
from tests.stories import Maker, pages, render, simple, site, without

NAMES: dict[str, Any] = {
    "sections": {"economy": {"ar": "اقتصاد", "en": "Economy"}},
    "tags": {"gold": {"ar": "ذهب", "en": "Gold"}},
    "authors": {"huda": {"ar": "هدى زيدان", "en": "Huda Zaydan"}},
}
SIGNED: dict[str, Any] = {"section": "economy", "tags": ("gold",), "authors": ("هدى زيدان",)}


def page(story: Story, root: Path, view: str, path: str = "articles/first/", **settings: Any) -> Any:
    made = pages(render(site(root, story, **settings)))
    return html.document_fromstring(made[f"{view}{path}index.html"])


def json_ld(found: Any) -> Any:
    return json.loads(found.xpath("string(//script[@type='application/ld+json'])"))


def properties(found: Any, name: str) -> list[str]:
    return list(found.xpath(f"//meta[@property='{name}']/@content | //meta[@name='{name}']/@content"))


@pytest.mark.parametrize(
    ("origin", "both", "alone"),
    [("machine", "Composite", "Trained"), ("edited", None, None), ("stale", None, None), ("untranslated", None, None)],
)
def test_nothing_is_called_a_machines_that_a_person_wrote(
    tmp_path: Path, origin: Origin, both: str | None, alone: str | None
) -> None:
    story = simple(origin=origin)
    said = [json_ld(page(story, tmp_path, view)).get("digitalSourceType", "") for view in ("", "ar/", "en/")]
    assert [source.removeprefix("https://schema.org/")[:7] for source in said] == [(both or "")[:7], "", alone or ""]


def test_a_text_that_people_and_a_machine_translated_is_of_both(tmp_path: Path) -> None:
    maker = Maker("ar")
    story = maker.story(("خبر", "News"), [maker.block(("نص.", "Text.", "machine"))])
    assert "Composite" in json_ld(page(story, tmp_path, "en/"))["digitalSourceType"]


@pytest.mark.parametrize(("view", "lang"), [("", 0), ("ar/", 0), ("en/", 1)])
def test_names_are_in_the_language_of_the_page_however_the_article_writes_them(
    tmp_path: Path, view: str, lang: int
) -> None:
    found = page(simple(**SIGNED), tmp_path, view, **NAMES)
    section, tag, author = (("اقتصاد", "ذهب", "هدى زيدان"), ("Economy", "Gold", "Huda Zaydan"))[lang]
    assert properties(found, "article:section") == [section]
    assert properties(found, "article:tag") == [tag]
    assert properties(found, "author") == [author]
    told = json_ld(found)
    assert (told["articleSection"], told["keywords"], told["author"]) == (
        section,
        [tag],
        [{"@type": "Person", "name": author}],
    )


def test_a_change_of_a_day_is_told_as_a_day_and_one_of_a_time_as_a_time(tmp_path: Path) -> None:
    moment = datetime(2026, 11, 21, tzinfo=UTC)
    for timed, written in ((False, "2026-11-21"), (True, "2026-11-21T00:00:00+00:00")):
        found = page(without(simple(), updated=moment, updated_timed=timed), tmp_path, "ar/")
        assert json_ld(found)["dateModified"] == written
        assert properties(found, "article:modified_time") == [written]


def test_a_credit_does_not_speak_of_marks_that_nobody_sees(tmp_path: Path) -> None:
    maker = Maker("ar")
    story = maker.story(("خبر", "News"), [maker.block(("نص 3.", "Text 4.", "machine", ("number",)))])
    assert "underline" not in json_ld(page(story, tmp_path, "en/"))["creditText"]


@pytest.mark.parametrize("path", ["articles/first/", "", "about/", "archive/2026/"])
def test_a_locale_is_written_as_open_graph_wants_it_and_a_page_in_two_languages_has_none(
    tmp_path: Path, path: str
) -> None:
    for view, locale, alternate in (("", [], []), ("ar/", ["ar_AR"], ["en_US"]), ("en/", ["en_US"], ["ar_AR"])):
        found = page(simple(), tmp_path, view, path)
        assert properties(found, "og:locale") == locale
        assert properties(found, "og:locale:alternate") == alternate


@pytest.mark.parametrize(
    ("view", "name"), [("", "\u2068النشرة\u2069 · \u2068The Digest\u2069"), ("ar/", "النشرة"), ("en/", "The Digest")]
)
def test_the_home_page_is_called_as_the_site_is(tmp_path: Path, view: str, name: str) -> None:
    found = page(simple(), tmp_path, view, "")
    assert found.xpath("string(//title)") == name
    assert properties(found, "og:title") == [name]


def test_a_title_with_markdown_is_plain_wherever_no_markup_can_stand(tmp_path: Path) -> None:
    maker = Maker("ar")
    title = (
        "كتاب **الأيام** و[مؤلفه](https://x.example/) &amp; `x`[^1]",
        "Of *The Days* and [its author](https://x.example/) &amp; `x`[^1]",
    )
    blocks = [maker.block(("نص.", "Text.")), maker.block(("حاشية.", "Note."), note="1")]
    story = maker.story(title, blocks, format="markdown")
    for view, plain in (("ar/", "كتاب الأيام ومؤلفه & x"), ("en/", "Of The Days and its author & x")):
        found = page(story, tmp_path, view)
        assert found.xpath("string(//title)").startswith(plain + " · ")
        assert properties(found, "og:title") == [json_ld(found)["headline"]] == [plain]
        assert page(story, tmp_path, view, "").xpath("string(//h2)") == plain
