"""The pages as a browser, a search engine and a screen reader get them."""

import re
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote

import pytest
from lxml import html
from msgspec.structs import replace

from digest.locale import words
from digest.model import Story, direction
from digest.render.pages import Renderer
from digest.settings import Profile
from digest.site.site import with_news
from tests.stories import Maker, Whole, feeds, pages, render, rich, simple, site, without
from tests.unit.render.parsed import article, one, parse, parsed, some

BASE = "https://news.example/daily/"


def test_every_page_stands_where_the_design_says(whole: Whole) -> None:
    paths = set(pages(render(whole)))
    for path in ("index.html", "page/2/index.html", "articles/غني/index.html", "sections/science/index.html",
                 "tags/ذهب/index.html", "authors/jane-doe/index.html", "archive/2026/page/2/index.html",
                 "archive/index.html", "about/index.html", "feeds/index.html"):  # fmt: skip
        assert {path, f"ar/{path}", f"en/{path}"} <= paths
    assert "404.html" in paths


def test_rendering_twice_gives_the_same_bytes(whole: Whole) -> None:
    assert list(render(whole)) == list(render(whole))


def test_no_two_outputs_have_one_path(whole: Whole) -> None:
    assert Counter(output.path for output in render(whole)).most_common(1)[0][1] == 1


def own_text(element: html.HtmlElement) -> str:
    """Return the text of an element that is in none of those inside it."""
    own = [element.text or "", *(child.tail or "" for child in element)]
    return "".join(own).strip() if isinstance(element.tag, str) else ""


def test_text_elements_say_their_language_and_direction(whole: Whole) -> None:
    for path, page in parsed(whole):
        for element in some(element for element in page.find("body").iter() if own_text(element)):
            holder = next(e for e in (element, *element.iterancestors()) if e.get("lang"))
            assert holder.tag != "html", (path, html.tostring(element))
            assert holder.get("dir") == direction(holder.get("lang")), (path, html.tostring(element))


def test_arabic_letters_stand_in_arabic_elements_and_latin_ones_in_english(whole: Whole) -> None:
    for path, page in parsed(whole):
        for element in some(page.xpath("//main//*[@data-s] | //nav//a | //h1 | //bdi")):
            words = "".join(element.xpath(".//text()[not(ancestor::code)]"))
            lang = next(e for e in (element, *element.iterancestors()) if e.get("lang")).get("lang")
            arabic = len(re.findall("[\u0621-\u064a]", words))
            if arabic + len(re.findall("[a-zA-Z]", words)) and not element.xpath("./*[@lang]"):
                assert (arabic > 0) == (lang == "ar"), (path, html.tostring(element, encoding="unicode"))


def test_no_page_has_an_id_twice(whole: Whole) -> None:
    for path, page in parsed(whole):
        ids = page.xpath("//@id")
        assert len(ids) == len(set(ids)), path
        for target in some(page.xpath("//a[starts-with(@href, '#')]/@href")):
            assert target[1:] in ids, (path, target)


def test_an_article_without_any_counterpart_has_all_its_pages(tmp_path: Path) -> None:
    story = simple(origin="untranslated")
    page = article(story, tmp_path, "en/")
    assert one(page, "//html").get("lang") == "en"
    assert one(page, "//h1").get("lang") == "ar"
    assert "Not yet translated into English" in one(page, "//aside").text_content()
    assert page.xpath("//meta[@content='noindex']/@content") == ["noindex"]
    assert not article(story, tmp_path, "ar/").xpath("//meta[@content='noindex']")


def test_every_link_inside_the_site_leads_somewhere(whole: Whole) -> None:
    outputs = {output.path for output in render(whole)}
    elsewhere = re.compile(rf"#|https://example\.org|{BASE}|.*(feed\.(xml|json)|rss\.xml|feeds\.opml|\.webmanifest)$")
    for path, page in parsed(whole):
        targets = page.xpath("//@href | //script/@src")
        for target in some(target for target in targets if not elsewhere.match(target)):
            assert target.startswith("/daily/"), (path, target)
            assert target == target.encode("ascii", "strict").decode(), "not percent-encoded"
            local = unquote(target.removeprefix("/daily/").split("?")[0].split("#")[0])
            assert (local + "index.html" if local.endswith("/") or not local else local) in outputs, (path, target)


def test_pages_ask_nobody_else_for_anything(whole: Whole) -> None:
    for _, page in parsed(whole):
        for target in some(page.xpath("//@src | //@srcset | //link[@rel='stylesheet' or @rel='icon']/@href")):
            assert target.startswith("/daily/")


def test_pages_hold_no_inline_script_style_or_handler(whole: Whole) -> None:
    for _, page in parsed(whole):
        assert not page.xpath("//style | //@style | //@*[starts-with(name(), 'on')]")
        assert not page.xpath("//script[not(@src) and not(@type='application/ld+json')]")


def test_hostile_names_and_titles_stay_text(tmp_path: Path) -> None:
    evil = '"><script>alert(1)</script>'
    story = without(rich(), tags=(evil,), authors=(evil,), section=evil, source=evil)
    made = pages(render(site(tmp_path, story, title={"en": evil})))
    assert "&lt;script&gt;alert" in made["index.html"]
    for text in made.values():
        page = parse(text)
        assert not [e for e in page.iter("script") if "alert" in (e.text or "") and e.get("type") is None]
        assert "<script>alert" not in text


@pytest.mark.parametrize(
    ("origin", "english", "arabic"),
    [
        ("machine", "Machine translation from Arabic into English. No editor", "ترجمة آلية من العربية إلى الإنجليزية"),
        ("edited", "reviewed by an editor", "وراجع الترجمةَ محرّر"),
        ("stale", "3 sentences are being revised", "3 جمل قيد المراجعة"),
        ("untranslated", "Not yet translated", "لم يُترجَم إلى الإنجليزية بعد"),
    ],
)
def test_a_translation_says_in_both_languages_how_it_was_made(
    tmp_path: Path, origin: str, english: str, arabic: str
) -> None:
    story = simple(origin=origin)  # type: ignore[arg-type]
    page = article(story, tmp_path)
    assert english in one(page, "//aside/*[@class='en']").text_content()
    assert arabic in one(page, "//aside/*[@class='ar']").text_content()
    assert one(page, "//meta[@name='translation']").get("content") == origin
    original = article(story, tmp_path, "ar/")
    assert "النص الأصلي" in one(original, "//aside").text_content()
    assert one(original, "//meta[@name='translation']").get("content") == "original"


def test_a_mixed_translation_counts_its_sentences(tmp_path: Path) -> None:
    text = one(article(rich(), tmp_path, "en/"), "//aside").text_content()
    assert "2 sentences of 25 were translated by machine" in text
    assert "1 sentence is being revised" in text
    assert "2 sentences are not yet translated" in text
    assert "marks 1 sentence that may be wrong" in text
    assert "bulletins 1.0 0a1b2c3d" in text


def test_unreviewed_pages_are_kept_from_search_engines_unless_the_site_says_otherwise(tmp_path: Path) -> None:
    story = simple(origin="machine")
    for view, hidden in (("", True), ("en/", True), ("ar/", False)):
        page = article(story, tmp_path, view)
        assert bool(page.xpath("//meta[@content='noindex']")) is hidden
        assert not article(story, tmp_path, view, index_machine_pages=True).xpath("//meta[@content='noindex']")


@pytest.mark.parametrize(("count", "text"), [(0, "لا مقالات"), (1, "مقال واحد"), (2, "مقالان"), (3, "3 مقالات")])
def test_counts_are_in_the_right_form(tmp_path: Path, count: int, text: str) -> None:
    stories = [simple(f"s{number}", section="علوم") for number in range(count)]
    page = parse(pages(render(site(tmp_path, *stories)))["ar/sections/science/index.html"])
    assert one(page, "//p[@class='count']").text == text


def test_an_empty_site_has_its_pages(tmp_path: Path) -> None:
    found = pages(render(site(tmp_path, title={}, description={}, sections={})))
    assert "No articles here yet." in found["en/index.html"]
    assert "لا مقالات هنا بعد." in found["index.html"]
    assert {"about/index.html", "archive/index.html", "404.html"} <= set(found)


def test_a_site_with_one_article_has_no_pages_to_turn(tmp_path: Path) -> None:
    page = parse(pages(render(site(tmp_path, simple())))["en/index.html"])
    assert page.xpath("//h2/a/@href") == ["/en/articles/first/"]
    assert not page.xpath("//*[contains(@class, 'pages')]")


def home(whole: Whole, **options: bool) -> str:
    renderer = Renderer(whole.site, **options)  # type: ignore[arg-type]
    (listing,) = renderer.site.listings()
    return next(renderer.listing(listing)).body.decode()


def style_sheet(page: str) -> str:
    (link,) = parse(page).xpath("//link[@rel='stylesheet']/@href")
    return str(link)


def test_a_changed_theme_file_changes_its_address(tmp_path: Path) -> None:
    before = style_sheet(home(site(tmp_path, sections={})))
    (tmp_path / "theme").mkdir()
    (tmp_path / "theme/digest.css").write_text("body { color: red }")
    after = style_sheet(home(site(tmp_path, sections={})))
    assert before != after
    assert before.partition("?v=")[::2] != (before, "")
    assert before.partition("?v=")[0] == after.partition("?v=")[0]


def test_without_versions_a_changed_theme_file_changes_no_page(tmp_path: Path) -> None:
    before = home(site(tmp_path, sections={}), versioned_assets=False)
    (tmp_path / "theme").mkdir()
    (tmp_path / "theme/digest.css").write_text("body { color: red }")
    assert home(site(tmp_path, sections={}), versioned_assets=False) == before
    assert style_sheet(before) == "/theme/digest.css"
    assert "?v=" not in before


def test_a_link_from_the_root_works_below_the_path_of_the_site_in_articles_and_on_about(tmp_path: Path) -> None:
    maker = Maker("ar")
    story = maker.story(
        ("خبر", "News"), [maker.block(("انظر [هنا](/about/).", "See [here](/about/)."))], format="markdown"
    )
    made = pages(render(site(tmp_path, story, base_url=BASE, about={"ar": "[هنا](/feeds/)"})))
    for path in ("articles/first/index.html", "en/articles/first/index.html"):
        assert set(parse(made[path]).xpath("//div[@class='text']//a/@href")) == {"/daily/about/"}
    assert '<a href="/daily/feeds/">' in made["ar/about/index.html"]


@pytest.mark.parametrize(("view", "labels"), [("", ["عاجل", "Breaking"]), ("ar/", ["عاجل"]), ("en/", ["Breaking"])])
def test_a_headline_that_is_a_ticker_line_is_marked_as_breaking(tmp_path: Path, view: str, labels: list[str]) -> None:
    flash = simple("a")
    page = article(
        Story(article=replace(flash.article, breaking=True), counterparts=flash.counterparts), tmp_path, view
    )
    assert page.xpath("//article/header//*[contains(@class, 'breaking')]//text()") == labels
    assert not article(flash, tmp_path, view).xpath("//*[contains(@class, 'breaking')]")


def test_a_credit_in_the_text_is_no_teaser(tmp_path: Path) -> None:
    made = Maker()
    story = made.story(
        ("عنوان", "Title"), [made.block(("كتبت: ليلى", "By Laila"), kind="credit"), made.block(("نص.", "Text."))]
    )
    page = article(story, tmp_path, "en/")
    assert "By Laila" in page.text_content()
    assert one(page, "//meta[@name='description']/@content") == "Text."


def test_the_window_of_a_home_page_names_the_site(whole: Whole) -> None:
    made = {path: parse(text) for path, text in pages(render(whole)).items()}
    for path, title in (("index.html", "النشرة"), ("ar/index.html", "النشرة"), ("en/index.html", "The Digest")):
        assert title in one(made[path], "//title").text
        assert title in one(made[path], "//meta[@property='og:title']").get("content")


def test_signs_stand_right_in_titles_cards_metadata_and_feeds(tmp_path: Path) -> None:
    maker = Maker()
    story = maker.story(
        ("لغة C++ تتراجع -1.2%", "C++ falls"), standfirst=(maker.sentence("هاتف +963 11 234 5678.", "Telephone."),)
    )
    whole = site(tmp_path, story, simple("second", day=19))
    made = pages(render(whole))
    paths = ("ar/index.html", "ar/articles/first/index.html", "ar/articles/second/index.html")
    listed, page, near = (parse(made[path]) for path in paths)
    for shown in (one(listed, "//h2[.//bdi]"), one(near, "//article//nav//a[bdi[not(@lang)]]")):
        assert [each.text for each in shown.xpath(".//bdi")] == ["C++", "-1.2%"]
    assert one(listed, "//p[@class='excerpt']/bdi").text == "+963 11 234 5678"
    title = "لغة \u2066C++\u2069 تتراجع \u2066-1.2%\u2069"
    assert one(page, "//title").text.startswith(title)
    assert one(page, "//meta[@property='og:title']").get("content") == title
    assert one(page, "//meta[@name='description']").get("content") == "هاتف \u2066+963 11 234 5678\u2069."
    for output in feeds(whole):
        if output.path in ("ar/feed.xml", "ar/rss.xml", "feed.xml"):
            assert title in output.body.decode()


def test_every_menu_of_a_page_has_a_name_of_its_own(tmp_path: Path) -> None:
    page = parse(pages(render(site(tmp_path, rich())))["index.html"])
    labels = [each.get("aria-label") for each in page.xpath("//nav")]
    assert all(labels)
    assert len(set(labels)) == len(labels)
    english = one(page, "//footer//div[@lang='en']/nav")
    assert english.get("aria-label") == words("en")("footer.nav")


def test_what_leads_on_to_other_stories_stands_in_both_languages_and_stays_in_the_view(tmp_path: Path) -> None:
    stories = [simple(f"s{n}", day=n + 1, section="science", tags=("ذهب",)) for n in range(4)]
    made = {path: parse(page) for path, page in pages(render(site(tmp_path, *stories, per_page=1))).items()}
    for view, langs in (("", ["ar", "en"]), ("en/", ["en"])):
        related = made[f"{view}articles/s3/index.html"].xpath("//*[contains(@class, 'related')]/section")
        assert [each.get("lang") for each in related] == langs
        for each in related:
            assert each.xpath(".//a/@href") == [f"/{view}articles/s{n}/" for n in (2, 1, 0)]
        (block,) = made[f"{view}index.html"].xpath("//section[contains(@class, 'block')]")
        assert [each.get("lang") for each in block] == langs
        assert f"/{view}sections/science/" in block.xpath(".//h2/a/@href")
        assert block.xpath(".//li/a/@href") == [f"/{view}articles/s{n}/" for n in (2, 1, 0)] * len(langs)
        assert f"/{view}archive/2026/11/" in made[f"{view}archive/index.html"].xpath("//main//a/@href")
    missing = made["404.html"].xpath("//main//a/@href")
    assert {"/ar/articles/s3/", "/en/articles/s3/", "/ar/archive/", "/en/"} <= set(missing)
    assert one(made["en/archive/2026/11/index.html"], "//main//h1").text_content() == "November 2026"


def test_a_page_without_script_has_the_place_of_each_sentence_once(whole: Whole) -> None:
    for path, page in parsed(whole):
        places = page.xpath("//@id")
        assert len(places) == len(set(places)), path
        if "articles/" in path:
            assert {f"s{number}" for number in page.xpath("//main//@data-s")} <= set(places)


def test_what_is_breaking_stands_above_the_front_page_in_both_languages(tmp_path: Path) -> None:
    whole = site(tmp_path, simple("flash", breaking=True, day=20), simple("lead", day=19, lead=True))
    renderer = Renderer(with_news(whole.site, datetime(2026, 11, 20, 12, tzinfo=UTC)))
    home = next(listing for listing in renderer.site.listings() if listing.kind == "home")
    both, ar, en = (output.body.decode() for output in renderer.listing(home))
    assert both.count('class="row flashes"') == ar.count('class="row flashes"') == en.count('class="row flashes"') == 1
    assert '<section class="en" lang="en" dir="ltr" aria-label="Breaking">' in both
    assert both.index("flashes") < both.index('class="cards')
    calm = Renderer(whole.site)
    assert not any(b"flashes" in output.body for output in calm.listing(next(iter(calm.site.listings()))))


def test_the_page_of_an_author_says_who_that_is(tmp_path: Path) -> None:
    profile = Profile(about={"en": "Huda writes about <water>."}, picture="هدى.jpg")
    names = {"huda": {"ar": "هدى", "en": "Huda"}}
    whole = site(tmp_path, simple(authors=("هدى", "أحمد")), authors=names, profiles={"huda": profile})
    made = pages(render(whole))
    for path in ("authors/huda/index.html", "ar/authors/huda/index.html"):
        assert '<p class="about" lang="en" dir="ltr">Huda writes about &lt;water&gt;.</p>' in made[path]
        assert '<img src="/%D9%87%D8%AF%D9%89.jpg" alt="" width="96" height="96">' in made[path]
    assert "portrait" not in made["authors/أحمد/index.html"]


def test_the_archive_names_no_section_without_stories(tmp_path: Path) -> None:
    made = dict(parsed(site(tmp_path, simple(section="علوم"))))
    for view in ("", "ar/", "en/"):
        assert {f"/{view}sections/science/"} == {
            address for address in made[f"{view}archive/index.html"].xpath("//a/@href") if "/sections/" in address
        }
    nothing = dict(parsed(site(tmp_path)))
    assert nothing["en/archive/index.html"].xpath("//main//h2") == []


def test_only_what_is_translated_can_be_reported_as_a_faulty_translation(tmp_path: Path) -> None:
    stories = simple("machine", origin="machine"), simple("pending", origin="untranslated")
    made = pages(render(site(tmp_path, *stories, report="desk@news.example")))
    for view in ("", "en/"):
        for slug, wanted in (("machine", True), ("pending", False)):
            assert ("mailto:desk@news.example" in made[f"{view}articles/{slug}/index.html"]) is wanted


def test_the_fonts_of_a_page_are_loaded_early(tmp_path: Path) -> None:
    fonts = {"ar": ("fonts/ar.woff2", "fonts/bold.woff2"), "en": ("fonts/en.woff2",)}
    made = pages(render(site(tmp_path, simple(), fonts=fonts, base_url="https://x.example/news/")))
    loaded = {
        path: re.findall('<link rel="preload" href="([^"]+)"', made[path]) for path in ("index.html", "ar/index.html")
    }
    assert loaded == {
        "index.html": ["/news/fonts/ar.woff2", "/news/fonts/bold.woff2", "/news/fonts/en.woff2"],
        "ar/index.html": ["/news/fonts/ar.woff2", "/news/fonts/bold.woff2"],
    }


def test_pages_are_kept_offline_only_where_the_site_says_so_and_not_in_the_preview(tmp_path: Path) -> None:
    for more, wanted in (({"offline": True}, True), ({}, False), ({"offline": True, "versioned_assets": False}, False)):
        made = pages(render(site(tmp_path, simple(), **more)))
        assert ('<script src="/offline.js" defer></script>' in made["articles/first/index.html"]) is wanted
