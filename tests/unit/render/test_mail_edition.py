"""The mail edition: what a program for mail is given."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from digest.model import Counterpart, Origin, Story, View
from digest.render.mail_edition import shown_in
from digest.site.edition import edition_of
from tests.stories import Whole, article, render, simple, site
from tests.unit.render.parsed import parse

BASE = "https://example.org/news/"


def story(slug: str, origin: Origin, title: str = "ارتفع السعر +1.5% اليوم") -> Story:
    made = article(
        title, "قال الوزير: نعم.", path=f"{slug}.txt", date=datetime(2026, 11, 20, tzinfo=UTC), date_origin="header"
    )
    english = [f"Price of {slug} <up>", "The minister said: yes."]
    texts = {unit.text: text for unit, text in zip(made.units(), english, strict=True)}
    said = {text: Counterpart(text=text if origin == "untranslated" else texts[text], origin=origin) for text in texts}
    return Story(article=made, counterparts=said)


@pytest.fixture
def whole(tmp_path: Path) -> Whole:
    stories = story("reviewed", "edited"), story("by-machine", "machine"), story("not-yet", "untranslated", "خبر جديد")
    names = {"ar": "الموجز", "en": "The Brief"}
    return site(tmp_path, *stories, base_url=BASE, title=names, mail_edition="week", search=False)


@pytest.fixture
def files(whole: Whole) -> dict[str, str]:
    return {output.path: output.body.decode() for output in render(whole) if "today/" in output.path}


def test_it_is_there_in_each_view_as_a_page_and_as_text(files: dict[str, str]) -> None:
    folders = {f"{before}today/index." for before in ("", "ar/", "en/")}
    assert files.keys() == {folder + kind for folder in folders for kind in ("html", "txt")}


@pytest.mark.parametrize("path", ["today/index.html", "ar/today/index.html", "en/today/index.html"])
def test_a_program_for_mail_can_show_the_page_as_it_is(files: dict[str, str], path: str) -> None:
    page = files[path]
    assert not re.search(r"<(?:script|style|link|img|table)|style=", page)
    addresses = re.findall(r'href="([^"]*)"', page)
    assert addresses
    assert all(address.startswith(BASE) for address in addresses)
    for element in re.findall(r"<(?:h1|h2|p) [^>]*>", page):
        assert 'lang="' in element
        assert 'dir="' in element
    parse(page)


def test_each_says_how_its_translation_was_made(files: dict[str, str]) -> None:
    for path in ("today/index.html", "en/today/index.html", "today/index.txt", "en/today/index.txt"):
        assert files[path].count("Machine translation from Arabic into English. No editor has reviewed it.") == 1
        assert files[path].count("Translated from Arabic into English and reviewed by an editor.") == 1
    assert "No editor" not in files["ar/today/index.txt"]


def test_what_is_not_translated_is_in_no_edition_of_the_other_language(files: dict[str, str], whole: Whole) -> None:
    edition = edition_of(whole.site)
    assert edition
    views: tuple[View, ...] = ("both", "ar", "en")
    assert [len(shown_in(edition, view)) for view in views] == [3, 3, 2]
    assert "خبر جديد" in files["today/index.txt"]
    assert "Not yet translated into English" in files["today/index.txt"]
    assert "خبر جديد" not in files["en/today/index.txt"]


def test_a_story_stands_once_where_both_sides_would_say_the_same(files: dict[str, str]) -> None:
    assert files["today/index.txt"].count("خبر جديد") == 1
    assert files["today/index.html"].count("خبر جديد") == 1


def test_a_story_that_is_not_translated_into_the_language_of_the_edition_stands_once_too(tmp_path: Path) -> None:
    stories = simple("english", "en", "untranslated"), story("arabic", "edited")
    whole = site(tmp_path, *stories, base_url=BASE, mail_edition="week")
    made = {output.path: output.body.decode() for output in render(whole) if "today/" in output.path}
    for path in ("today/index.html", "today/index.txt"):
        assert made[path].count("First story") == 1
        assert made[path].count("Temperatures rose today.") == 1


def test_what_reads_the_other_way_is_isolated(files: dict[str, str]) -> None:
    assert "\u2066+1.5%\u2069" in files["ar/today/index.txt"]
    assert '<bdi dir="ltr">+1.5%</bdi>' in files["ar/today/index.html"]


def test_text_is_escaped_in_the_page_alone(files: dict[str, str]) -> None:
    assert "Price of reviewed &lt;up&gt;" in files["en/today/index.html"]
    assert "Price of reviewed <up>" in files["en/today/index.txt"]


def test_addresses_stand_on_lines_of_their_own(files: dict[str, str]) -> None:
    lines = files["en/today/index.txt"].splitlines()
    assert f"{BASE}en/articles/reviewed/" in lines
    assert f"{BASE}en/" in lines


def test_where_nothing_of_a_view_is_translated_it_says_so(tmp_path: Path) -> None:
    alone = site(tmp_path, story("not-yet", "untranslated"), base_url=BASE, mail_edition="day", search=False)
    made = {output.path: output.body.decode() for output in render(alone) if "today/" in output.path}
    assert "No articles here yet." in made["en/today/index.txt"] + made["en/today/index.html"]
