"""Addresses, versions in other languages, and metadata of pages."""

import json
import re
from pathlib import Path
from urllib.parse import unquote

from digest.render.page_metadata import addresses, safe_json, stamp
from digest.site.site import VIEWS
from tests.stories import Whole, rich, simple
from tests.unit.render.parsed import article, one, parsed, some

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
        if page.xpath("//meta[@name='robots']"):
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
    assert data["translationOfWork"]["@id"].endswith("/ar/articles/%D8%BA%D9%86%D9%8A/")
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
