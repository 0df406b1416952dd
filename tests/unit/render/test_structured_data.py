"""What programs are told of the site and of its lists."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
from msgspec import structs

from digest.model import Origin
from digest.render.structured_data import breadcrumbs, publisher
from tests.stories import pages, render, rich, simple, site
from tests.unit.render.parsed import parse

BASE = "https://news.example/daily/"

THING = {"name", "description", "url", "image", "alternateName", "mainEntityOfPage"}
WORK = THING | {
    "author", "caption", "correction", "copyrightNotice", "creditText", "dateModified", "datePublished",
    "digitalSourceType", "editor", "hasPart", "headline", "inLanguage", "isAccessibleForFree", "isBasedOn", "keywords",
    "license", "publisher", "text", "translationOfWork", "translator", "usageInfo", "workTranslation",
}  # fmt: skip
PAGE = WORK | {"breadcrumb"}
ORGANIZATION = THING | {"logo", "publishingPrinciples", "correctionsPolicy"}
VOCABULARY = {
    "AboutPage": PAGE,
    "BreadcrumbList": WORK | {"itemListElement"},
    "CollectionPage": PAGE,
    "CorrectionComment": WORK,
    "CreativeWork": WORK,
    "ImageObject": WORK | {"width", "height"},
    "ListItem": THING | {"item", "position"},
    "NewsArticle": WORK | {"articleSection", "articleBody", "wordCount", "dateline"},
    "NewsMediaOrganization": ORGANIZATION,
    "Organization": ORGANIZATION,
    "Person": THING,
    "SoftwareApplication": WORK,
    "WebPage": PAGE,
    "WebSite": WORK | {"potentialAction"},
}
"""Of the types of schema.org 30.0 that pages use, the properties they may have."""


@pytest.fixture
def made(tmp_path: Path) -> dict[str, Any]:
    stories = [simple(slug, section="economy", day=day) for slug, day in (("a", 20), ("b", 19), ("c", 18))]
    return {
        path: parse(page) for path, page in pages(render(site(tmp_path, *stories, base_url=BASE, per_page=2))).items()
    }


def told(page: Any) -> Any:
    return json.loads(page.xpath("string(//script[@type='application/ld+json'])"))


def test_the_home_is_the_site_and_its_other_pages_and_lists_are_collections(made: dict[str, Any]) -> None:
    kinds = {path: told(made[f"{path}index.html"])["@type"] for path in ("", "en/", "page/2/", "en/sections/economy/")}
    assert kinds == {
        "": "WebSite",
        "en/": "WebSite",
        "page/2/": "CollectionPage",
        "en/sections/economy/": "CollectionPage",
    }


def test_a_list_has_a_description_and_a_way_back_home(made: dict[str, Any]) -> None:
    page = made["en/sections/economy/page/2/index.html"]
    data = told(page)
    assert data["description"] == "Economy: stories from The Digest, in Arabic and in English."
    assert page.xpath("//meta[@name='description']/@content") == [data["description"]]
    assert [(step["name"], step["item"]["@id"]) for step in data["breadcrumb"]["itemListElement"]] == [
        ("The Digest", f"{BASE}en/"),
        ("Economy", f"{BASE}en/sections/economy/"),
    ]
    assert (data["inLanguage"], data["publisher"]["name"]) == ("en", "The Digest")


def test_pages_that_there_is_one_of_say_what_they_are_and_of_which_site(made: dict[str, Any]) -> None:
    for path, kind, name in (("about/", "AboutPage", "About"), ("feeds/", "WebPage", "Feeds")):
        page = made[f"en/{path}index.html"]
        data = told(page)
        assert (data["@type"], data["@id"], data["name"]) == (kind, f"{BASE}en/{path}", name)
        assert page.xpath("//meta[@name='description']/@content") == [data["description"]]
        assert data["breadcrumb"]["itemListElement"][-1]["item"]["@id"] == data["url"]


def test_a_site_with_one_name_or_none_has_a_publisher_all_the_same(tmp_path: Path) -> None:
    for title, name in (({"ar": "النشرة"}, "النشرة"), ({}, "Digest")):
        organisation = publisher(site(tmp_path, title=title).site, "en")
        assert organisation["name"] == name
        assert "alternateName" not in organisation


def test_the_page_of_corrections_is_named_where_there_is_one(tmp_path: Path) -> None:
    assert "correctionsPolicy" not in publisher(site(tmp_path, simple()).site, "en")
    story = simple()
    corrected = structs.replace(story.article, corrected=(story.article.date,))
    whole = site(tmp_path, structs.replace(story, article=corrected), base_url=BASE)
    organisation = publisher(whole.site, "en")
    assert organisation["correctionsPolicy"] == f"{BASE}en/corrections/"


def test_the_logo_of_the_publisher_is_named_where_there_is_one(tmp_path: Path) -> None:
    assert "logo" not in publisher(site(tmp_path).site, "en")
    organisation = publisher(site(tmp_path, base_url=BASE, logo="شعار.png").site, "en")
    assert organisation["logo"] == {"@type": "ImageObject", "url": f"{BASE}%D8%B4%D8%B9%D8%A7%D8%B1.png"}
    assert organisation["publishingPrinciples"] == f"{BASE}en/about/"


def test_steps_are_counted_from_the_home(tmp_path: Path) -> None:
    steps = breadcrumbs(site(tmp_path, base_url=BASE).site, "both", "ar", ("علوم", "sections/science/"))
    assert [step["position"] for step in steps["itemListElement"]] == [1, 2]


def test_every_property_is_one_of_its_type_in_the_vocabulary(tmp_path: Path) -> None:
    tall: dict[str, Any] = {"section": "economy", "authors": ("سلمى",), "tags": ("ذهب",)}
    stories = [rich(), *(simple(origin, origin=origin, **tall) for origin in get_args(Origin))]
    whole = site(tmp_path, *stories, base_url=BASE, logo="logo.png")
    found = [told(parse(page)) for path, page in pages(render(whole)).items() if path != "404.html"]
    kinds = {kind for data in found for kind in _held_true(data)}
    assert {"NewsArticle", "NewsMediaOrganization", "Person", "ListItem", "WebPage"} <= kinds


def _held_true(data: Any) -> Iterator[str]:
    """Yield every type of a piece of data whose properties are of that type."""
    if isinstance(data, list):
        for each in data:
            yield from _held_true(each)
    elif isinstance(data, dict):
        properties = {name for name in data if not name.startswith("@")}
        if "@type" in data:
            assert properties <= VOCABULARY[data["@type"]], properties - VOCABULARY[data["@type"]]
            yield data["@type"]
        else:
            assert not properties
        for value in data.values():
            yield from _held_true(value)
