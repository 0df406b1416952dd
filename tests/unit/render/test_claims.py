"""What the site claims of its translations, wherever it does: no person's words are a machine's, nor the reverse.

All pages, feeds and records of a site are looked at that has a story of every origin and mixture, in both languages.
"""

import json
import re
from collections.abc import Iterator, Mapping, Set
from datetime import UTC, datetime
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from msgspec.structs import replace

from digest.model import LANGS, VIEWS, Lang, Origin, Revision, Story, View, other
from digest.render.feed_formats import FORMATS
from digest.site.status import SOURCE_TYPES
from tests.stories import Maker, Whole, feeds, pages, render, site
from tests.unit.render.parsed import one, parse, some

PREFIXES: Mapping[View, str] = {"both": "", "ar": "ar/", "en": "en/"}
ORIGINS: tuple[tuple[Origin, ...], ...] = (
    ("edited",),
    ("machine",),
    ("draft",),
    ("stale",),
    ("untranslated",),
    ("edited", "machine"),
    ("edited", "draft"),
    ("edited", "stale"),
    ("edited", "untranslated"),
    ("machine", "untranslated"),
    ("machine", "draft"),
    ("stale", "machine"),
)
MACHINE = re.compile(r"[Mm]achine|آلي")
REVIEWED = re.compile(
    r"(?<!not been )reviewed by an editor|Reviewed (?:by|on)|وراجع الترجمةَ|وراجع الباقيَ|راجع ترجمتَه|مراجعة الترجمة"
)
ALL_REVIEWED = re.compile(
    r"and reviewed by|was reviewed by|Reviewed (?:by|on)|وراجع الترجمةَ|راجع ترجمتَه|مراجعة الترجمة"
)
REST = re.compile(r"The rest was reviewed by an editor\.|وراجع الباقيَ محرّر\.")


def slug_of(lang: Lang, origins: tuple[Origin, ...]) -> str:
    return "-".join((lang, *origins))


def story(lang: Lang, origins: tuple[Origin, ...]) -> Story:
    """Return a story of a headline and some sentences whose counterparts are of these origins, in turn."""
    maker = Maker(lang)
    texts = {"ar": "كلمة", "en": "word"}
    pairs = []
    for n in range(6):
        origin = origins[n % len(origins)]
        own, translated = (f"{texts[each]} {n}." for each in (lang, other(lang)))
        pairs.append((own, "" if origin == "untranslated" else translated, origin))
    made = maker.story(pairs[0], [maker.block(*pairs[1:4]), maker.block(*pairs[4:])], slug=slug_of(lang, origins))
    return replace(made, revision=Revision(time=datetime(2026, 11, 21, 9, tzinfo=UTC), by="Huda Zaydan"))


STORIES = {slug_of(lang, origins): story(lang, origins) for lang in LANGS for origins in ORIGINS}


def origins_of(slug: str) -> Set[Origin]:
    return {counterpart.origin for counterpart in STORIES[slug].counterparts.values()}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Whole:
    return site(tmp_path_factory.mktemp("site"), *STORIES.values(), base_url="https://x.example/", per_page=100)


@pytest.fixture(scope="module")
def made(whole: Whole) -> Mapping[str, str]:
    return pages(render(whole))


def article_pages(made: Mapping[str, str]) -> Iterator[tuple[str, View, Any]]:
    """Yield the slug, the view and the parsed page of every story in every view."""
    for slug in STORIES:
        for view in VIEWS:
            yield slug, view, parse(made[f"{PREFIXES[view]}articles/{slug}/index.html"])


def source_type(slug: str, view: View) -> str:
    """Return the last part of what is to be claimed of a view of a story; empty where no machine wrote any of it."""
    origins = origins_of(slug)
    if view == STORIES[slug].article.lang or "machine" not in origins:
        return ""
    return "trainedAlgorithmicMedia" if (origins, view != "both") == ({"machine"}, True) else (
        "compositeWithTrainedAlgorithmicMedia"
    )  # fmt: skip


def assert_true(said: str, slug: str, *, is_original: bool = False) -> None:
    """Look at a text that says how the translation of a story was made; beside the original it need not say all."""
    origins = origins_of(slug)
    names_machine = bool(MACHINE.search(said))
    assert names_machine <= ("machine" in origins), (slug, said)
    assert is_original or names_machine >= ("machine" in origins), (slug, said)
    assert not ALL_REVIEWED.search(REST.sub("", said)) or origins == {"edited"}, (slug, said)
    assert bool(REVIEWED.search(said)) <= ("edited" in origins), (slug, said)
    assert origins != {"edited"} or REVIEWED.search(said), (slug, said)


def test_a_page_says_of_its_translation_what_it_is(made: Mapping[str, str]) -> None:
    for slug, view, page in article_pages(made):
        is_original = view == STORIES[slug].article.lang
        for notice in some(page.xpath("//main//aside/div")):
            assert_true(notice.text_content(), slug, is_original=is_original)
        assert bool(re.search("The original|النص الأصلي", page.xpath("string(//main//aside)"))) == is_original


def test_a_sentence_has_the_origin_of_its_counterpart_and_one_of_the_original_has_none(made: Mapping[str, str]) -> None:
    for slug, view, page in article_pages(made):
        told = STORIES[slug]
        by_number = {
            str(n): told.counterparts[sentence.text].origin for n, sentence in enumerate(told.article.sentences(), 1)
        }
        marked = {each.get("data-s"): each.get("data-origin") for each in page.xpath("//main//*[@data-origin]")}
        assert all(by_number[number] == origin for number, origin in marked.items())
        assert bool(marked) == (
            view != told.article.lang and not (view == "both" and origins_of(slug) == {"untranslated"})
        )


def test_programs_are_told_the_same_of_a_page(made: Mapping[str, str]) -> None:
    for slug, view, page in article_pages(made):
        told = json.loads(page.xpath("string(//script[@type='application/ld+json'])"))
        kind = source_type(slug, view)
        claimed = told.get("digitalSourceType", "").removeprefix("https://schema.org/").removesuffix("DigitalSource")
        assert claimed == kind[:1].upper() + kind[1:]
        assert all("digitalSourceType" not in part for part in told.get("hasPart", ()))
        is_original = view == STORIES[slug].article.lang
        origins = set() if is_original else origins_of(slug)
        assert ("editor" in told) == bool(origins & {"edited", "stale"}), slug
        assert ("translator" in told) == ("draft" in origins), slug
        assert (one(page, "//meta[@name='translation']").get("content") == "original") == is_original
        engine = page.xpath("//meta[@name='translation-engine']")
        assert bool(engine) == ("machine" in origins)


def test_lists_name_what_a_machine_made_and_nothing_else(made: Mapping[str, str]) -> None:
    lists = {path: parse(text) for path, text in made.items() if "articles/" not in path}
    for path, page in lists.items():
        for card in page.xpath("//main//article"):
            ((slug, *_),) = {tuple(link.split("/")[-2:-1]) for link in card.xpath(".//h2//a/@href")} or {("",)}
            badge = " ".join(card.xpath(".//*[@class='badge']/text()"))
            if slug:
                lang = card.get("class").split()[0]
                is_translation = lang != STORIES[slug].article.lang
                assert bool(MACHINE.search(badge)) == (is_translation and "machine" in origins_of(slug)), (path, slug)
                assert not badge or (is_translation and origins_of(slug) != {"edited"}), (path, slug)


def entries(whole: Whole) -> Iterator[tuple[str, View, str, str, tuple[str, ...]]]:
    """Yield slug, view, HTML, claimed source type and contributors of every entry, in every format."""
    files = {output.path: output.body for output in feeds(whole)}
    atom, content = "{http://www.w3.org/2005/Atom}", "{http://purl.org/rss/1.0/modules/content/}encoded"
    contributor = "{http://purl.org/dc/elements/1.1/}contributor"
    for view in VIEWS:
        for kind in FORMATS:
            body = files[PREFIXES[view] + kind.file]
            if kind.file.endswith(".json"):
                for item in json.loads(body)["items"]:
                    more = item.get("_digest", {})
                    claimed = more.get("digital_source_type", "").removeprefix(SOURCE_TYPES)
                    names = tuple(more.get("contributors", ()))
                    yield item["url"].split("/")[-2], view, item["content_html"], claimed, names
                continue
            root = ET.fromstring(body)
            for entry in (*root.iter(f"{atom}entry"), *root.iter("item")):
                link = entry.find(f"{atom}link")
                address = (link.get("href") if link is not None else None) or entry.findtext("link") or ""
                categories = (*entry.iter(f"{atom}category"), *entry.iter("category"))
                claimed = "".join(
                    each.get("term") or each.text or ""
                    for each in categories
                    if SOURCE_TYPES in (each.get("scheme"), each.get("domain"))
                )
                names = tuple(
                    each.text or ""
                    for each in (*entry.iterfind(f"{atom}contributor/{atom}name"), *entry.iter(contributor))
                )
                html = entry.findtext(f"{atom}content") or entry.findtext(content) or ""
                yield address.split("/")[-2], view, html, claimed, names


def test_feeds_say_the_same_to_people_and_to_programs(whole: Whole) -> None:
    seen = set()
    for slug, view, html, claimed, contributors in entries(whole):
        seen.add((slug, view))
        assert claimed == source_type(slug, view)
        notices = re.findall(r"<em>(.*?)</em>", html)
        is_original = view == STORIES[slug].article.lang
        assert len(notices) == (0 if is_original else 2 if view == "both" else 1)
        for notice in notices:
            assert_true(notice, slug)
        assert any(MACHINE.search(name) for name in contributors) == (not is_original and "machine" in origins_of(slug))
        by_people = origins_of(slug) & {"edited", "stale", "draft"}
        assert ("Huda Zaydan" in contributors) == (not is_original and bool(by_people))
    everywhere = {(slug, view) for slug in STORIES for view in VIEWS}
    missing = {(slug, view) for slug, view in everywhere - seen}
    assert missing == {
        (slug, other(STORIES[slug].article.lang)) for slug in STORIES if origins_of(slug) == {"untranslated"}
    }


def test_records_say_the_same(whole: Whole) -> None:
    records = {output.path: json.loads(output.body) for output in render(whole) if output.path.endswith(".json")}
    for slug, told in STORIES.items():
        record = records.get(f"articles/{slug}/translation.json")
        assert (record is None) == (origins_of(slug) == {"untranslated"})
        if record:
            origins = {each["source"]: each["origin"] for each in record["sentences"]}
            assert origins == {text: counterpart.origin for text, counterpart in told.counterparts.items()}
            claimed = record["translation"].get("digital_source_type", "").removeprefix(SOURCE_TYPES)
            assert claimed == source_type(slug, other(told.article.lang))
            assert all(("engine" in each) == (each["origin"] == "machine") for each in record["sentences"])
