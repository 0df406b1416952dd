"""Addresses, versions in other languages, and metadata of pages."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from msgspec import structs

from digest.model import VIEWS, Origin, Story
from digest.render.page_metadata import addresses, safe_json, stamp
from tests.stories import Maker, Whole, pages, render, rich, simple, site, without
from tests.unit.render.parsed import article, one, parse, parsed, some

BASE = "https://news.example/daily/"


def test_pages_link_their_alternates_reciprocally(whole: Whole) -> None:
    found = {path: page for path, page in parsed(whole) if path != "404.html"}
    links = {
        path: {e.get("hreflang"): e.get("href") for e in page.xpath("//link[@hreflang]")}
        for path, page in found.items()
    }
    for path, page in some(found.items()):
        canonical = one(page, "//link[@rel='canonical']").get("href")
        assert unquote(canonical.removeprefix(BASE)) + "index.html" == path
        if page.xpath("//meta[@content='noindex']"):
            assert not links[path]
            continue
        assert set(links[path]) == ({"ar", "x-default"} if "untranslated" in path else {"ar", "en", "x-default"})
        own = {"ar": "ar", "en": "en"}.get(path.split("/")[0], "x-default")
        assert links[path][own] == canonical
        for address in links[path].values():
            other = unquote(address.removeprefix(BASE)) + "index.html"
            assert links[other] == links[path]


def test_the_language_switch_leads_to_the_same_page(whole: Whole) -> None:
    for path, page in some((path, page) for path, page in parsed(whole) if path != "404.html"):
        bare = re.sub(r"^(ar|en)/", "", path).removesuffix("index.html")
        links = page.xpath("//nav[contains(@class, 'views')]/a")
        assert [unquote(link.get("href")) for link in links] == [
            f"/daily/en/{bare}", f"/daily/{bare}", f"/daily/ar/{bare}"
        ]  # fmt: skip
        assert sum(link.get("aria-current") == "page" for link in links) == 1


def test_structured_data_cannot_end_its_script(tmp_path: Path) -> None:
    page = article(rich(), tmp_path, "en/")
    text = one(page, "//script[@type='application/ld+json']").text
    assert "<" not in text
    data = json.loads(text)
    assert data["headline"].startswith('A title with "quotes" & </script>')
    assert data["inLanguage"] == "en"
    assert data["translationOfWork"]["@id"].endswith("/ar/articles/%D8%BA%D9%86%D9%8A/#article")
    assert data["digitalSourceType"].endswith("CompositeWithTrainedAlgorithmicMediaDigitalSource")


def test_each_view_has_its_address_and_its_place_in_the_switch(whole: Whole) -> None:
    where = addresses(whole.site, "tags/ذهب/")
    assert [where.canonical[view] for view in VIEWS] == [
        f"{BASE}{view}tags/%D8%B0%D9%87%D8%A8/" for view in ("", "ar/", "en/")
    ]
    assert [view for view, _ in where.switch] == ["en", "both", "ar"]
    assert dict(where.alternates_of("ar", VIEWS))["x-default"] == where.canonical["both"]
    assert where.alternates_of("ar", ("ar",)) == (("ar", where.canonical["ar"]),)
    assert where.alternates_of("en", ("ar",)) == ()


def test_json_cannot_end_the_element_that_it_stands_in() -> None:
    value = {"a": "</script><!-- & -->"}
    text = safe_json(value)
    assert not set("<>&") & set(text)
    assert json.loads(text) == value


def test_an_article_without_a_time_of_day_is_stamped_with_its_day() -> None:
    assert stamp(simple(timed=False)) == "2026-11-20"
    assert stamp(simple(timed=True)) == "2026-11-20T09:30:00+00:00"


def test_the_page_of_the_original_says_who_wrote_it_and_no_machine(tmp_path: Path) -> None:
    page = article(rich(), tmp_path, "ar/")
    assert one(page, "//meta[@name='author']").get("content") == "سلمى حلواني, Jane Doe"
    assert one(page, "//meta[@name='translation']").get("content") == "original"
    assert not page.xpath("//meta[@name='translation-engine']")
    assert "digitalSourceType" not in json.loads(one(page, "//script[@type='application/ld+json']").text)


NAMES: dict[str, Any] = {
    "sections": {"economy": {"ar": "اقتصاد", "en": "Economy"}},
    "tags": {"gold": {"ar": "ذهب", "en": "Gold"}},
    "authors": {"huda": {"ar": "هدى زيدان", "en": "Huda Zaydan"}},
}
SIGNED: dict[str, Any] = {"section": "economy", "tags": ("gold",), "authors": ("هدى زيدان",)}


def page(story: Story, root: Path, view: str, path: str = "articles/first/", **settings: Any) -> Any:
    return parse(pages(render(site(root, story, **settings)))[f"{view}{path}index.html"])


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
    assert [told["author"][0][key] for key in ("@type", "name")] == ["Person", author]
    assert told["author"][0]["url"].endswith(f"/{view or 'ar/'}authors/huda/")
    if view:
        assert (told["articleSection"], told["keywords"]) == (section, [tag])


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


def shared(page: Any) -> dict[str, str]:
    """Return what programs that show a link read of its picture."""
    names = page.xpath("//meta[starts-with(@property, 'og:image') or @name='twitter:card' or @name='robots']")
    return {meta.get("property") or meta.get("name"): meta.get("content") for meta in names}


def test_a_link_to_a_story_is_shown_with_its_picture(tmp_path: Path) -> None:
    maker = Maker("ar")
    story = maker.story(("خبر", "News"), [maker.image("a/b.png", ("ميناء", "A harbour"), width=640, height=320)])
    page = article(story, tmp_path, "en/")
    address = one(page, "//link[@rel='canonical']").get("href").replace("/en/", "/") + "b.png"
    assert shared(page) == {
        "robots": "max-image-preview:large",
        "twitter:card": "summary_large_image",
        "og:image": address,
        "og:image:width": "640",
        "og:image:height": "320",
        "og:image:alt": "A harbour",
    }
    image = json.loads(one(page, "//script[@type='application/ld+json']").text)["image"]
    assert image == {"@type": "ImageObject", "url": address, "width": 640, "height": 320, "caption": "A harbour"}


def test_a_page_without_a_picture_is_shown_with_the_one_of_the_site(tmp_path: Path) -> None:
    made = pages(render(site(tmp_path, simple(), base_url=BASE, share_image="مشاركة.png")))
    address = f"{BASE}%D9%85%D8%B4%D8%A7%D8%B1%D9%83%D8%A9.png"
    for path in ("articles/first/index.html", "en/index.html", "about/index.html"):
        assert shared(parse(made[path]))["og:image"] == address
        assert shared(parse(made[path]))["og:image:alt"] == ("The Digest" if path.startswith("en/") else "النشرة")
        assert shared(parse(made[path]))["twitter:card"] == "summary_large_image"
    assert not {"og:image", "twitter:card"} & shared(article(simple(), tmp_path, "")).keys()


def test_one_article_a_language_is_told_and_the_parallel_page_holds_the_two(tmp_path: Path) -> None:
    told = {view: json_ld(page(simple(), tmp_path, view)) for view in ("", "ar/", "en/")}
    assert [told[view]["@type"] for view in told] == ["WebPage", "NewsArticle", "NewsArticle"]
    assert [part["@id"] for part in told[""]["hasPart"]] == [told["ar/"]["@id"], told["en/"]["@id"]]
    assert told["en/"]["translationOfWork"]["@id"] == told["ar/"]["@id"] != told["ar/"]["mainEntityOfPage"]["@id"]
    assert told["ar/"]["workTranslation"]["@id"] == told["en/"]["@id"]


def test_a_story_without_a_translation_has_one_part_and_no_relations(tmp_path: Path) -> None:
    story = simple(origin="untranslated")
    told = {view: json_ld(page(story, tmp_path, view)) for view in ("", "ar/")}
    assert (len(told[""]["hasPart"]), told[""]["inLanguage"]) == (1, ["ar"])
    assert not {"workTranslation", "translationOfWork"} & told["ar/"].keys()


def test_who_publishes_is_one_organisation_on_every_page(tmp_path: Path) -> None:
    paths = ("", "articles/first/", "archive/2026/")
    told = [json_ld(page(simple(), tmp_path, view, path)) for view in ("", "ar/", "en/") for path in paths]
    assert len({each["publisher"]["@id"] for each in told}) == 1
    assert {each["publisher"]["name"] for each in told} == {"النشرة", "The Digest"}
    assert {each["publisher"]["alternateName"] for each in told} == {"النشرة", "The Digest"}


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"url": "https://a.example/1"}, {"@type": "CreativeWork", "url": "https://a.example/1"}),
        ({"source": "وكالة"}, {"@type": "CreativeWork", "publisher": {"@type": "Organization", "name": "وكالة"}}),
        ({}, None),
    ],
)
def test_where_a_story_was_first_published_is_told(tmp_path: Path, more: dict[str, Any], expected: object) -> None:
    assert json_ld(page(simple(**more), tmp_path, "ar/")).get("isBasedOn") == expected


def test_corrections_are_data_of_the_page_in_its_language_and_in_that_of_the_article_where_untranslated(
    tmp_path: Path,
) -> None:
    story = simple()
    maker = Maker()
    sentences = (maker.sentence("الجسر 12 مترا.", "The bridge."), maker.sentence("واسمه سالم."))
    days = (datetime(2026, 11, 21, tzinfo=UTC), datetime(2026, 11, 22, tzinfo=UTC))
    changed = structs.replace(story.article, corrections=sentences, corrected=days, updated=days[-1])
    story = Story(article=changed, counterparts={**story.counterparts, **maker.counterparts})

    def said(prefix: str) -> tuple[list[tuple[str, str]], str]:
        page = article(story, tmp_path, prefix)
        data = json.loads(one(page, "//script[@type='application/ld+json']").text)
        return [(each["text"], each["inLanguage"]) for each in data["correction"]], data["dateModified"]

    assert said("ar/") == ([("الجسر 12 مترا.", "ar"), ("واسمه سالم.", "ar")], "2026-11-22")
    assert said("en/")[0] == [("The bridge.", "en"), ("واسمه سالم.", "ar")]


def test_whom_the_header_credits_is_in_the_data_of_the_translation_alone(tmp_path: Path) -> None:
    story = simple(translators=("Lina Haddad",), reviewers=("Sara",))
    for view in ("en/", ""):
        data = json_ld(page(story, tmp_path, view))
        assert data["translator"] == [{"@type": "Person", "name": "Lina Haddad"}]
        assert data["editor"] == [{"@type": "Person", "name": "Sara"}]
        assert "Translated by \u2068Lina Haddad\u2069." in data["creditText"] or not view
    assert not json_ld(page(story, tmp_path, "ar/")).keys() & {"translator", "editor"}
    by_machine = simple(origin="machine", translators=("Lina Haddad",), reviewers=("Sara",))
    assert not json_ld(page(by_machine, tmp_path, "en/")).keys() & {"translator", "editor"}
