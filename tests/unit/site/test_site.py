"""What is published, in which order, in which lists, under which addresses."""

from copy import copy
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest

from digest.errors import DigestError
from digest.model import VIEWS, Article, Counterpart, Story
from digest.site.site import (
    HREFLANG,
    SINGLES,
    Site,
    article_path,
    build_site,
    file_path,
    revise,
    view_langs,
    with_news,
)
from digest.site.summary import Summary, summarize
from tests.stories import Maker, config, simple
from tests.stories import article as made

CONFIG = config(
    base_url="https://example.org/news/",
    per_page=2,
    sections={"economy": {"ar": "اقتصاد", "en": "Economy"}, "sport": {"ar": "رياضة", "en": "Sport"}},
)
NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)


def article(slug: str, **fields: Any) -> Article:
    settings: dict[str, Any] = {"path": f"{slug}.txt", "slug": slug, "date": NOON}
    return made(slug, **(settings | fields))


def stories(*articles: Article) -> list[Summary]:
    texts = {found.title.text: Counterpart(text="A title", origin="edited") for found in articles}
    return [summarize(Story(article=found, counterparts=texts)) for found in articles]


def test_stories_are_newest_first_and_ties_are_in_the_order_of_their_slugs() -> None:
    site = build_site(stories(article("b"), article("a"), article("c", date=NOON + timedelta(days=1))), CONFIG)
    assert [story.article.slug for story in site.stories] == ["c", "a", "b"]
    assert [near.article.slug if near else None for near in site.neighbours["a"]] == ["b", "c"]
    assert [near.article.slug if near else None for near in site.neighbours["c"]] == ["a", None]


def test_two_files_with_one_address_are_an_error_whatever_their_case() -> None:
    with pytest.raises(DigestError) as caught:
        build_site(stories(article("x"), article("X"), article("x", path="sub/x.md")), CONFIG)
    assert [problem.where for problem in caught.value.problems] == ["X.txt", "sub/x.md"]


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ({"tags": ("نفط", "ب" * 150)}, "the tag `"),
        ({"authors": ("a" * 256,)}, "the author `"),
        ({"section": "ب" * 128}, "the section `"),
    ],
)
def test_a_term_too_long_for_the_name_of_a_folder_is_an_error_of_the_article(
    words: dict[str, Any], problem: str
) -> None:
    with pytest.raises(DigestError, match=problem) as caught:
        build_site(stories(article("a"), article("b", **words)), CONFIG)
    assert [problem.where for problem in caught.value.problems] == ["b.txt"]


def test_a_section_is_known_by_its_slug_and_by_its_name_in_either_language() -> None:
    site = build_site(
        stories(article("a", section="economy"), article("b", section="اقتصاد"), article("c", section="Economy")),
        CONFIG,
    )
    assert [(term.slug, len(site.members[term])) for term in site.sections] == [("economy", 3), ("sport", 0)]


def test_an_unlisted_tag_is_named_in_the_language_of_its_first_article() -> None:
    site = build_site(stories(article("a", tags=("الذهب", "نفط")), article("b", tags=("نفط",))), CONFIG)
    assert [(term.slug, dict(term.names)) for term in site.tags] == [("نفط", {"ar": "نفط"}), ("الذهب", {"ar": "الذهب"})]
    assert [term.slug for term in site.tags_of(site.stories[0].article)] == ["الذهب", "نفط"]


def test_the_front_page_is_led_by_a_story_that_says_when_it_was_published() -> None:
    saved = [article(slug, date_origin="file", date=NOON + timedelta(days=day)) for day, slug in enumerate("xyz")]
    dated = article("dated", date=NOON)

    def on_the_front_page(*articles: Article) -> list[str]:
        return [story.article.slug for story in next(build_site(stories(*articles), CONFIG).listings()).stories]

    assert on_the_front_page(*saved, dated) == ["dated", "z"]
    assert on_the_front_page(*saved) == ["z", "y"]


def test_lists_are_paginated_and_an_empty_list_has_one_page() -> None:
    site = build_site(stories(*(article(slug) for slug in "abcde")), CONFIG)
    home = [listing for listing in site.listings() if listing.kind == "home"]
    assert [(page.path, len(page.stories)) for page in home] == [("", 2), ("page/2/", 2), ("page/3/", 1)]
    assert (home[1].page(1), home[1].page(3), home[1].page(4)) == ("", "page/3/", None)
    empty = next(listing for listing in site.listings() if listing.path == "sections/sport/")
    assert (empty.count, empty.total) == (1, 0)


def test_the_year_of_a_story_is_that_of_the_sites_time_zone() -> None:
    eve = datetime(2026, 12, 31, 22, tzinfo=UTC)
    site = build_site(stories(article("a", date=eve)), replace(CONFIG, time_zone="Asia/Damascus"))
    assert list(site.years) == [2027]


def test_links_are_percent_encoded_and_work_below_a_path() -> None:
    site = build_site([], CONFIG)
    assert site.href("ar/" + article_path("خبر")) == "/news/ar/articles/%D8%AE%D8%A8%D8%B1/"
    assert site.url("feed.xml") == "https://example.org/news/feed.xml"
    assert file_path(article("a"), "politics/photo.jpg") == "articles/a/photo.jpg"


def test_an_address_in_arabic_is_written_as_programs_want_it() -> None:
    site = build_site([], replace(CONFIG, base_url="https://أخبار.example/الموجز/"))
    assert site.url("feed.xml") == "https://xn--igbicxr.example/%D8%A7%D9%84%D9%85%D9%88%D8%AC%D8%B2/feed.xml"


def tagged(*tags: str) -> list[Summary]:
    """Return stories with a tag each, the first the newest."""
    return stories(
        *(article(f"s{n}", tags=(tag,), date=NOON - timedelta(days=n)) for n, tag in enumerate(tags)),
    )


@pytest.mark.parametrize(("kind", "field"), [("tags", "tags"), ("authors", "authors")])
def test_names_that_differ_in_their_signs_have_lists_of_their_own(kind: str, field: str) -> None:
    names = ("C", "C++", "C#", "c*", "A. B.", "A-B", "]]>", "?!", "🔥", "👩\u200d💻", "+", "#")
    found = stories(*(article(f"s{n}", **{field: (name,)}) for n, name in enumerate(names)))
    site = build_site(found, CONFIG)
    terms = [next(iter(site.terms_of(story.article))) for story in found]
    assert [term.name("ar") for term in terms] == list(names)
    assert len({term.slug.casefold() for term in terms}) == len(names)
    assert all(term.slug and [story.article.slug for story in site.members[term]] == [f"s{n}"]
               for n, term in enumerate(terms))  # fmt: skip


def test_spellings_of_one_tag_are_one_called_as_most_write_it_at_the_address_of_the_oldest() -> None:
    site = build_site(tagged("إقتصاد", "اقتصاد", "اقتصــاد", "إقتصاد", "اقتصاد", "اقتِصاد", "إقتصاد", "إقتصاد"), CONFIG)
    (term,) = site.tags
    assert (term.slug, term.name("ar"), len(site.members[term])) == ("إقتصاد", "إقتصاد", 8)
    (even,) = build_site(tagged("عمان", "عمّان"), CONFIG).tags
    assert (even.slug, even.name("ar")) == ("عمان", "عمّان")


def test_a_listed_section_is_known_in_any_spelling_of_its_name() -> None:
    found = [article(f"s{n}", section=name) for n, name in enumerate(("إقتصاد", "اقتِصاد", "ECONOMY", "اقتصـاد"))]
    site = build_site(stories(*found), CONFIG)
    assert [(term.slug, len(site.members[term])) for term in site.sections] == [("economy", 4), ("sport", 0)]


def test_a_listed_tag_is_known_by_its_slug_but_not_by_a_name_that_is_only_like_it() -> None:
    config = replace(CONFIG, tags={"north-africa": {"ar": "شمال أفريقيا"}, "c": {"en": "C"}})
    site = build_site(tagged("North Africa", "شمال إفريقيا", "C++", "c"), config)
    assert {term.slug: len(site.members[term]) for term in site.tags} == {"north-africa": 2, "c": 1, "c++": 1}


def test_the_parallel_view_begins_with_the_language_of_the_source() -> None:
    assert [view_langs(view, "en") for view in VIEWS] == [("en", "ar"), ("ar",), ("en",)]
    assert [view_langs(view, "ar") for view in VIEWS] == [("ar", "en"), ("ar",), ("en",)]


def test_every_view_has_its_own_addresses_and_its_own_language_for_search_engines() -> None:
    assert [CONFIG.prefix(view) for view in VIEWS] == ["", "ar/", "en/"]
    assert sorted(HREFLANG) == sorted(VIEWS)
    assert not set(SINGLES) & {CONFIG.prefix(view) for view in VIEWS}


def slugs(site: Site) -> dict[str, list[str]]:
    """Return the slugs of the stories of every page of every list, by its path."""
    return {listing.path: [story.article.slug for story in listing.stories] for listing in site.listings()}


def changed(story: Summary) -> Summary:
    """Return another version of a story: with another source, which decides no place."""
    return summarize(
        Story(
            article=msgspec.structs.replace(story.article, source="وكالة"),
            counterparts={story.article.title.text: Counterpart(text="Another title", origin="edited")},
        )
    )


@pytest.mark.parametrize("revised", ["a", "c", "e", "ae", "abcde"])
def test_a_revised_site_is_the_one_that_is_built_from_the_newer_stories(revised: str) -> None:
    old = stories(
        article("a", section="economy", tags=("gold", "oil"), authors=("سلمى",)),
        article("b", section="economy", date=NOON - timedelta(days=400)),
        article("c", tags=("oil",), date=NOON + timedelta(days=1)),
        article("d", authors=("سلمى", "Jane"), date=NOON - timedelta(days=401)),
        article("e", section="sport", tags=("gold",)),
    )
    new = {story.article.slug: changed(story) for story in old if story.article.slug in revised}
    newer = [new.get(story.article.slug, story) for story in old]
    site = build_site(old, CONFIG)
    made = revise(site, [(story, new[story.article.slug]) for story in old if story.article.slug in new])
    expected = build_site(newer, CONFIG)
    assert made.stories == expected.stories
    assert slugs(made) == slugs(expected)
    assert [listing.stories for listing in made.listings()] == [listing.stories for listing in expected.listings()]
    assert made.years == expected.years
    assert made.neighbours == expected.neighbours
    assert made.related == expected.related
    assert made.stories != site.stories
    assert [story.article.source for story in site.stories] == [None] * len(old)


def test_a_site_revised_by_nothing_is_the_same() -> None:
    site = build_site(stories(article("a"), article("b")), CONFIG)
    made = revise(site, [])
    assert (made.stories, made.years, made.neighbours) == (site.stories, site.years, site.neighbours)


def test_two_stories_with_one_id_are_refused_with_both_names() -> None:
    with pytest.raises(DigestError) as caught:
        build_site([summarize(simple("a")), summarize(simple("b", id="a"))], CONFIG)
    (problem,) = caught.value.problems
    assert (problem.where, "`a.txt`" in problem.problem) == ("b.txt", True)


def front(*articles: Article) -> list[str]:
    """Return the slugs of stories in the order of the front page."""
    first, *_ = build_site(stories(*articles), config(per_page=20)).listings()
    return [story.article.slug for story in first.stories]


def test_the_front_page_begins_with_the_newest_lead_and_then_with_what_is_heavy() -> None:
    older, oldest = NOON - timedelta(days=1), NOON - timedelta(days=2)
    assert front(article("new"), article("lead", lead=True, date=older)) == ["lead", "new"]
    two = (article("a", lead=True, date=older), article("b", lead=True, date=oldest))
    assert front(article("new"), *two) == ["a", "new", "b"]
    assert front(article("new"), article("heavy", weight=5, date=older)) == ["heavy", "new"]
    assert front(article("new", weight=-1), article("old", date=oldest)) == ["old", "new"]
    assert front(article("heavy", weight=9), article("lead", lead=True, date=older)) == ["lead", "heavy"]
    assert front(article("copied", date_origin="file"), article("dated", date=oldest)) == ["dated", "copied"]
    assert front(article("copied", date_origin="file", weight=1), article("dated", date=oldest)) == ["copied", "dated"]


def test_the_front_page_has_a_block_of_each_section_with_what_is_not_above_it() -> None:
    days = [NOON - timedelta(days=number) for number in range(8)]
    made = [article(f"s{n}", section="sport", date=day) for n, day in enumerate(days)]
    made.append(article("news", section="economy", date=NOON + timedelta(days=1)))
    first, second, *_ = build_site(stories(*made), CONFIG).listings()
    assert [story.article.slug for story in first.stories] == ["news", "s0"]
    blocks = [(section.slug, [story.article.slug for story in listed]) for section, listed in first.blocks]
    assert blocks == [("sport", ["s1", "s2", "s3", "s4"])]
    assert second.blocks == ()


def test_stories_are_related_to_earlier_ones_by_the_tags_they_share() -> None:
    days = [NOON - timedelta(days=number) for number in range(6)]
    site = build_site(
        stories(
            article("new", tags=("gold", "sea", "war"), date=days[0]),
            article("none", tags=("tea",), date=days[1]),
            article("one", tags=("sea",), date=days[2]),
            article("two", tags=("Gold", "war"), date=days[3]),
            article("older", tags=("war",), date=days[4]),
            article("oldest", tags=("war",), date=days[5]),
        ),
        CONFIG,
    )
    related = {slug: [near.article.slug for near in listed] for slug, listed in site.related.items()}
    assert related["new"] == ["two", "one", "older"]
    assert related["two"] == ["older", "oldest"]
    assert (related["none"], related["oldest"]) == ([], [])


def test_a_new_story_changes_nothing_that_is_related_to_older_ones() -> None:
    old = [article(slug, tags=("gold",), date=NOON - timedelta(days=n)) for n, slug in enumerate("abc", 1)]
    before = build_site(stories(*old), CONFIG).related
    after = build_site(stories(article("new", tags=("gold",)), *old), CONFIG).related
    for slug, listed in before.items():
        assert [near.article.slug for near in after[slug]] == [near.article.slug for near in listed]


def test_the_archive_has_a_list_for_every_month_in_the_time_zone_of_the_site() -> None:
    late = datetime(2026, 10, 31, 23, 30, tzinfo=UTC)
    site = build_site(stories(article("a"), article("b", date=late)), config(time_zone="Africa/Cairo"))
    assert [(page.path, page.total) for page in site.listings() if page.month] == [("archive/2026/11/", 2)]
    assert list(site.months(2026)) == [11]


def test_the_ticker_has_what_is_breaking_and_of_the_last_day_but_not_the_lead() -> None:
    now = datetime(2026, 11, 20, 12, tzinfo=UTC)
    stories = [
        simple(f"s{hours}", date=now - timedelta(hours=hours), breaking=hours != 3) for hours in (0, 1, 2, 3, 4, 5, 25)
    ]
    made = with_news(build_site(map(summarize, stories), config(per_page=2)), now)
    first, *others = (page for page in made.listings() if page.kind == "home")
    assert [story.article.slug for story in first.stories] == ["s0", "s1"]
    assert [story.article.slug for story in first.breaking] == ["s1", "s2", "s4"]
    assert not any(page.breaking for page in others)
    as_unpacked = replace(made, breaking=tuple(map(copy, made.breaking)))  # in another process
    assert next(iter(as_unpacked.listings())).breaking == first.breaking


def test_a_ticker_line_beside_a_headline_makes_a_story_breaking() -> None:
    maker = Maker()
    assert summarize(maker.story(("خبر", "News"), ticker=(maker.sentence("عاجل", "Now"),))).breaking
    assert not summarize(simple()).breaking
