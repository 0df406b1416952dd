"""The pages as a browser, a search engine and a screen reader get them."""

import json
import re
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote

import pytest
from lxml import html

from digest.errors import DigestError
from digest.model import LANGS, Story, direction
from digest.render.theme_files import defaults
from tests.stories import Maker, Whole, pages, render, rich, simple, site, without

BASE = "https://news.example/daily/"


@pytest.fixture
def whole(tmp_path: Path) -> Whole:
    """Return a site with something of everything, under a base address with a path."""
    return site(
        tmp_path,
        rich(),
        simple("machine", origin="machine", day=19, timed=True),
        simple("english", "en", day=18, updated=datetime(2026, 11, 19, 8, tzinfo=UTC)),
        simple("untranslated", origin="untranslated", day=17),
        base_url=BASE,
        per_page=2,
        time_zone="Asia/Damascus",
        about={"ar": "عن **الموقع**.", "en": "About *us*."},
    )


def parse(page: str) -> html.HtmlElement:
    return html.document_fromstring(page)


def one(page: html.HtmlElement, path: str) -> html.HtmlElement:
    (found,) = page.xpath(path)
    return found


def sentences(page: html.HtmlElement, side: str) -> list[html.HtmlElement]:
    return list(page.xpath(f"//main//*[@class='{side}']//*[@data-s]"))


def article(story: Story, root: Path, view: str = "", **settings: object) -> html.HtmlElement:
    found = pages(render(site(root, story, **settings)))
    return parse(found[f"{view}articles/{story.article.slug}/index.html"])


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


def test_text_elements_say_their_language_and_direction(whole: Whole) -> None:
    for path, text in pages(render(whole)).items():
        for element in parse(text).find("body").iter():
            own = [element.text or "", *(child.tail or "" for child in element)]
            if not isinstance(element.tag, str) or not "".join(own).strip():
                continue
            holder = next(e for e in (element, *element.iterancestors()) if e.get("lang"))
            assert holder.tag != "html", (path, html.tostring(element))
            assert holder.get("dir") == direction(holder.get("lang")), (path, html.tostring(element))


def test_arabic_letters_stand_in_arabic_elements_and_latin_ones_in_english(whole: Whole) -> None:
    for path, text in pages(render(whole)).items():
        for element in parse(text).xpath("//main//*[@data-s] | //nav//a | //h1 | //bdi"):
            words = "".join(element.xpath(".//text()[not(ancestor::code)]"))
            lang = next(e for e in (element, *element.iterancestors()) if e.get("lang")).get("lang")
            arabic = len(re.findall("[\u0621-\u064a]", words))
            if arabic + len(re.findall("[a-zA-Z]", words)) and not element.xpath("./*[@lang]"):
                assert (arabic > 0) == (lang == "ar"), (path, html.tostring(element, encoding="unicode"))


def test_no_page_has_an_id_twice(whole: Whole) -> None:
    for path, text in pages(render(whole)).items():
        page = parse(text)
        ids = page.xpath("//@id")
        assert len(ids) == len(set(ids)), path
        for target in page.xpath("//a[starts-with(@href, '#')]/@href"):
            assert target[1:] in ids, (path, target)


def test_both_sides_of_the_parallel_page_have_the_same_sentences(whole: Whole) -> None:
    for story in whole.stories:
        page = article(story, whole.config.root)
        numbers = list(range(1, len(list(story.article.sentences())) + 1))
        for lang in LANGS:
            assert [int(each.get("data-s")) for each in sentences(page, lang)] == numbers


def test_a_pair_shares_its_row(whole: Whole) -> None:
    page = article(rich(), whole.config.root)
    row = "ancestor::div[contains(@class, 'row')][1]"
    rows = {lang: [one(each, row) for each in sentences(page, lang)] for lang in LANGS}
    assert rows["ar"] == rows["en"]


def test_the_source_comes_first_in_each_row(tmp_path: Path) -> None:
    page = article(simple(lang="en"), tmp_path)
    assert [side.get("class") for side in page.xpath("//div[@class='text']/div/div")] == ["en", "ar"]


def test_only_counterparts_say_their_origin(tmp_path: Path) -> None:
    page = article(rich(), tmp_path)
    assert not page.xpath("//*[@class='ar']//*[@data-s and (@data-origin or @data-flags)]")
    found = {each.get("data-origin") for each in sentences(page, "en")}
    assert found == {"edited", "machine", "stale", "untranslated"}
    flagged = one(page, "//main//*[@data-flags]")
    assert flagged.get("data-flags") == "number quote"
    assert "numbers differ, quotation marks differ" in flagged.get("title")


def test_what_is_not_translated_keeps_the_language_of_its_source(tmp_path: Path) -> None:
    page = article(rich(), tmp_path, "en/")
    for each in page.xpath("//main//*[@data-origin='untranslated']"):
        assert (each.get("lang"), each.get("dir")) == ("ar", "rtl")
    whole_block = one(page, "//main//p[*[@data-origin='untranslated'] and count(*) = 1]")
    assert whole_block.get("dir") == "rtl"
    mixed_block = one(page, "//main//p[*[@data-origin='untranslated'] and count(*) = 2]")
    assert mixed_block.get("dir") == "ltr"


def test_an_article_without_any_counterpart_has_all_its_pages(tmp_path: Path) -> None:
    story = simple(origin="untranslated")
    page = article(story, tmp_path, "en/")
    assert one(page, "//html").get("lang") == "en"
    assert one(page, "//h1").get("lang") == "ar"
    assert "Not yet translated into English" in one(page, "//aside").text_content()
    assert page.xpath("//meta[@name='robots']/@content") == ["noindex"]
    assert not article(story, tmp_path, "ar/").xpath("//meta[@name='robots']")


def test_pages_link_their_alternates_reciprocally(whole: Whole) -> None:
    found = {path: parse(text) for path, text in pages(render(whole)).items() if path != "404.html"}
    links = {
        path: {e.get("hreflang"): e.get("href") for e in page.xpath("//link[@hreflang]")}
        for path, page in found.items()
    }
    for path, page in found.items():
        canonical = one(page, "//link[@rel='canonical']").get("href")
        assert unquote(canonical.removeprefix(BASE)) + "index.html" == path
        assert set(links[path]) == {"ar", "en", "x-default"}
        own = {"ar": "ar", "en": "en"}.get(path.split("/")[0], "x-default")
        assert links[path][own] == canonical
        for address in links[path].values():
            other = unquote(address.removeprefix(BASE)) + "index.html"
            assert links[other] == links[path]


def test_the_language_switch_leads_to_the_same_page(whole: Whole) -> None:
    for path, text in pages(render(whole)).items():
        if path == "404.html":
            continue
        bare = re.sub(r"^(ar|en)/", "", path).removesuffix("index.html")
        links = parse(text).xpath("//nav[contains(@class, 'views')]/a")
        assert [unquote(link.get("href")) for link in links] == [
            f"/daily/en/{bare}", f"/daily/{bare}", f"/daily/ar/{bare}"
        ]  # fmt: skip
        assert sum(link.get("aria-current") == "page" for link in links) == 1


def test_every_link_inside_the_site_leads_somewhere(whole: Whole) -> None:
    outputs = {output.path for output in render(whole)}
    feeds = re.compile(r"(feed|rss)\.xml$")
    for path, text in pages(render(whole)).items():
        page = parse(text)
        for target in [*page.xpath("//@href"), *page.xpath("//script/@src")]:
            if target.startswith(("#", "https://example.org", BASE)) or feeds.search(target):
                continue
            assert target.startswith("/daily/"), (path, target)
            assert target == target.encode("ascii", "strict").decode(), "not percent-encoded"
            local = unquote(target.removeprefix("/daily/").split("?")[0].split("#")[0])
            assert (local + "index.html" if local.endswith("/") or not local else local) in outputs, (path, target)


def test_pages_ask_nobody_else_for_anything(whole: Whole) -> None:
    for text in pages(render(whole)).values():
        page = parse(text)
        for target in page.xpath("//@src | //@srcset | //link[@rel='stylesheet' or @rel='icon']/@href"):
            assert target.startswith("/daily/")


def test_pages_hold_no_inline_script_style_or_handler(whole: Whole) -> None:
    for text in pages(render(whole)).values():
        page = parse(text)
        assert not page.xpath("//style | //@style | //@*[starts-with(name(), 'on')]")
        assert not page.xpath("//script[not(@src) and not(@type='application/ld+json')]")


def test_a_picture_on_another_site_is_a_link(tmp_path: Path) -> None:
    maker = Maker()
    image = maker.image("https://pictures.example/a.png", ("رسم", "A drawing"))
    page = article(maker.story(("عنوان", "Title"), [image]), tmp_path, "en/")
    assert not page.xpath("//img")
    assert one(page, "//a[@href='https://pictures.example/a.png']").text == "A drawing"


def test_a_picture_has_its_alternative_text_in_the_language_of_the_page(tmp_path: Path) -> None:
    for view, alt in (("", "رسم بياني"), ("ar/", "رسم بياني"), ("en/", "A chart")):
        picture = one(article(rich(), tmp_path, view), "//img")
        assert (picture.get("alt"), picture.get("width")) == (alt, "640")
        assert unquote(picture.get("src")) == "/articles/غني/chart.png"


def test_hostile_names_and_titles_stay_text(tmp_path: Path) -> None:
    evil = '"><script>alert(1)</script>'
    story = without(rich(), tags=(evil,), authors=(evil,), section=evil, source=evil)
    for text in pages(render(site(tmp_path, story, title={"en": evil}))).values():
        page = parse(text)
        assert not [e for e in page.iter("script") if "alert" in (e.text or "") and e.get("type") is None]
        assert "<script>alert" not in text


def test_structured_data_cannot_end_its_script(tmp_path: Path) -> None:
    page = article(rich(), tmp_path, "en/")
    text = one(page, "//script[@type='application/ld+json']").text
    assert "<" not in text
    data = json.loads(text)
    assert data["headline"].startswith('A title with "quotes" & </script>')
    assert data["inLanguage"] == "en"
    assert data["translationOfWork"]["@id"].endswith("/ar/articles/%D8%BA%D9%86%D9%8A/")
    assert data["digitalSourceType"].endswith("CompositeWithTrainedAlgorithmicMediaDigitalSource")


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
    assert "2 sentences of 24 were translated by machine" in text
    assert "1 sentence is being revised" in text
    assert "2 sentences are not yet translated" in text
    assert "marks 1 sentence that may be wrong" in text
    assert "bulletins 1.0 0a1b2c3d" in text


def test_unreviewed_pages_are_kept_from_search_engines_when_the_site_says_so(tmp_path: Path) -> None:
    story = simple(origin="machine")
    for view, hidden in (("", True), ("en/", True), ("ar/", False)):
        page = article(story, tmp_path, view, index_machine_pages=False)
        assert bool(page.xpath("//meta[@name='robots' and @content='noindex']")) is hidden
        assert not article(story, tmp_path, view).xpath("//meta[@name='robots']")


def test_dates_are_written_in_the_zone_and_the_language_of_the_page(whole: Whole) -> None:
    page = parse(pages(render(whole))["articles/machine/index.html"])
    times = {e.xpath("ancestor::*[@lang][1]/@lang")[0]: e for e in page.xpath("//main//header//time")}
    assert times["ar"].text == "19 تشرين الثاني/نوفمبر 2026، 12:30"
    assert times["en"].text == "19 November 2026, 12:30"
    assert times["en"].get("datetime") == "2026-11-19T09:30:00+00:00"


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


def test_a_name_in_one_language_keeps_it_in_the_other(tmp_path: Path) -> None:
    found = pages(render(site(tmp_path, simple(tags=("ذهب", "Reuters")))))
    tags = parse(found["en/articles/first/index.html"]).xpath("//ul[@class='tags']//bdi")
    assert [(tag.text, tag.get("lang"), tag.get("dir")) for tag in tags] == [
        ("ذهب", "ar", "rtl"), ("Reuters", "en", "ltr")
    ]  # fmt: skip


def test_feeds_of_the_pages_own_language_are_announced_first(whole: Whole) -> None:
    found = pages(render(whole))
    for path, first in (("en/index.html", "/daily/en/feed.xml"), ("ar/about/index.html", "/daily/ar/feed.xml"),
                        ("en/sections/science/index.html", "/daily/en/sections/science/feed.xml")):  # fmt: skip
        assert parse(found[path]).xpath("//link[@type='application/atom+xml']/@href")[0] == first


def test_lists_within_lists_and_quotes_nest_on_the_page_of_one_language(tmp_path: Path) -> None:
    page = article(rich(), tmp_path, "en/")
    inner = one(page, "//div[@class='text']/ul/li/ul/li")
    assert [" ".join(e.text_content().split()) for e in inner] == ["A detail", "More on the detail"]
    assert len(page.xpath("//div[@class='text']/ul/li")) == 2
    assert one(page, "//div[@class='text']/ol").get("start") == "3"
    assert len(page.xpath("//div[@class='text']/blockquote/p")) == 2


def test_a_dateline_opens_the_first_paragraph(tmp_path: Path) -> None:
    first = article(rich(), tmp_path, "en/").xpath("//div[@class='text']/p")[0]
    assert first.text_content().startswith("CAIRO (Reuters) — The ministry")


def test_sentences_that_touch_in_the_source_touch_on_the_page(tmp_path: Path) -> None:
    maker = Maker()
    first = maker.sentence("أولًا..", "First..")
    maker.place -= 1
    second = maker.sentence("ثانيًا.", "Second.")
    block = maker.block()
    story = maker.story(("عنوان", "Title"), [type(block)(kind="paragraph", sentences=(first, second))])
    assert one(article(story, tmp_path, "ar/"), "//div[@class='text']/p").text_content() == "أولًا..ثانيًا."
    assert one(article(story, tmp_path, "en/"), "//div[@class='text']/p").text_content() == "First.. Second."


def test_the_theme_is_published_with_the_sites_own_files_over_it(tmp_path: Path) -> None:
    (tmp_path / "theme").mkdir()
    (tmp_path / "theme/digest.css").write_text("body { color: red }")
    (tmp_path / "theme/logo.svg").write_text("<svg/>")
    files = {o.path: o.body for o in render(site(tmp_path)) if o.path.startswith("theme/")}
    assert files["theme/digest.css"] == b"body { color: red }"
    assert files["theme/digest.js"] == (defaults("theme") / "digest.js").read_bytes()
    assert "theme/logo.svg" in files


def test_a_changed_theme_file_changes_its_address(tmp_path: Path) -> None:
    before = pages(render(site(tmp_path)))["index.html"]
    (tmp_path / "theme").mkdir()
    (tmp_path / "theme/digest.css").write_text("body { color: red }")
    after = pages(render(site(tmp_path)))["index.html"]
    assert parse(before).xpath("//link[@rel='stylesheet']/@href") != parse(after).xpath(
        "//link[@rel='stylesheet']/@href"
    )


def override(root: Path, name: str, text: str) -> Whole:
    (root / "templates").mkdir()
    (root / "templates" / name).write_text(text, "utf-8")
    return site(root, simple())


def test_a_template_can_extend_the_default_that_it_overrides(tmp_path: Path) -> None:
    made = override(
        tmp_path,
        "article.html",
        '{% extends "default/article.html" %}{% block notice %}<p lang="en" dir="ltr">Mine</p>{% endblock %}',
    )
    page = parse(pages(render(made))["en/articles/first/index.html"])
    assert "Mine" in page.xpath("//main//p/text()")
    assert not page.xpath("//aside")
    assert page.xpath("//h1")


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        ("<p>\n{% if %}", 2, "expected"),
        ("\n\n{{ nothing }}", 3, "'nothing' is undefined"),
        ("\n{{ article.titel }}", 2, "titel"),
        ('\n{{ words["en"]("missin.title") }}', 2, "there is no text `missin.title`"),
        ('{{ asset("none.css") }}', 1, "there is no file `none.css` in the theme"),
        ('\n{% extends "bse.html" %}', 2, "there is no template `bse.html`"),
    ],
)
def test_a_wrong_template_is_named_with_its_line(tmp_path: Path, text: str, line: int, problem: str) -> None:
    with pytest.raises(DigestError) as caught:
        list(render(override(tmp_path, "article.html", text)))
    (found,) = caught.value.problems
    assert problem in found.problem
    assert found.where == f"templates/article.html:{line}"
    assert found.hint


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ('{{ asset("digest.cs") }}', "did you mean `digest.css`?"),
        ('{% extends "bse.html" %}', "did you mean `base.html`?"),
        ('{% include "masthed.html" %}', "did you mean `masthead.html`?"),
        ('{{ asset("own.css") }}', "put it into the folder `theme/`"),
    ],
)
def test_a_name_that_a_template_gets_wrong_is_answered_with_the_nearest(tmp_path: Path, text: str, hint: str) -> None:
    with pytest.raises(DigestError) as caught:
        list(render(override(tmp_path, "article.html", text)))
    assert caught.value.problems[0].hint == hint


def test_templates_escape_what_they_are_given(tmp_path: Path) -> None:
    made = override(tmp_path, "footer.html", '<footer lang="en" dir="ltr">{{ "<b>" }}</footer>')
    assert "&lt;b&gt;" in pages(render(made))["index.html"]


@pytest.mark.parametrize(
    ("name", "text", "where", "problem"),
    [
        ("base.html", b"\n{% extends 'base.html' %}", "templates/base.html:2", "round in circles"),
        ("article.html", b"\n{% include 'article.html' %}", "templates/article.html:2", "round in circles"),
        ("card.html", b"{% macro m() %}\n{{ m() }}{% endmacro %}{{ m() }}", "templates/card.html:2", "in circles"),
        ("article.html", b"\n{{ 'a' * 10 ** 18 }}", "templates/article.html:2", "MemoryError"),
        ("head.html", b"<p>\n\xc7\xe1", "templates/head.html:2", "it is not UTF-8"),
        ("article.html", b"{{ '\\ud800' }}", "templates/article.html", "half of a character"),
    ],
)  # fmt: skip
def test_a_template_that_cannot_be_finished_is_named(
    tmp_path: Path, name: str, text: bytes, where: str, problem: str
) -> None:
    made = override(tmp_path, name, "")
    (tmp_path / "templates" / name).write_bytes(text)
    with pytest.raises(DigestError) as caught:
        list(render(made))
    (found,) = caught.value.problems
    assert (found.where, problem in found.problem) == (where, True)


def test_no_stand_in_for_an_address_is_published(whole: Whole) -> None:
    assert not any("\ufffc" in page for page in pages(render(whole)).values())


def test_a_bar_of_the_site_s_own_gets_the_addresses_of_each_page(tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    own = '{% for each, address in switch %}<a href="/go?to={{ address|urlencode }}"></a>{% endfor %}'
    (tmp_path / "templates" / "bar.html").write_text(own, "utf-8")
    page = article(simple("a"), tmp_path)
    links = [link.get("href") for link in page.iter("a") if (link.get("href") or "").startswith("/go")]
    assert [unquote(link) for link in links] == [f"/go?to=/{view}articles/a/" for view in ("en/", "", "ar/")]


def test_parts_that_are_made_again_change_no_page(whole: Whole, monkeypatch: pytest.MonkeyPatch) -> None:
    before = pages(render(whole))
    monkeypatch.setattr("digest.render.pages._NEAR", 1)
    assert pages(render(whole)) == before


def test_a_link_from_the_root_works_below_the_path_of_the_site_in_articles_and_on_about(tmp_path: Path) -> None:
    maker = Maker("ar")
    story = maker.story(
        ("خبر", "News"), [maker.block(("انظر [هنا](/about/).", "See [here](/about/)."))], format="markdown"
    )
    made = pages(render(site(tmp_path, story, base_url=BASE, about={"ar": "[هنا](/feeds/)"})))
    for path in ("articles/first/index.html", "en/articles/first/index.html"):
        assert set(parse(made[path]).xpath("//div[@class='text']//a/@href")) == {"/daily/about/"}
    assert '<a href="/daily/feeds/">' in made["ar/about/index.html"]


@pytest.mark.parametrize("place", ["title", "ticker", "standfirst", "dateline"])
def test_a_footnote_is_led_back_to_its_mark_wherever_that_stands(tmp_path: Path, place: str) -> None:
    maker = Maker("ar")
    marked = maker.sentence("خبر[^1]", "News[^1]")
    blocks = [maker.block(("نص.[^1]", "Text.[^1]")), maker.block(("حاشية.", "A note."), note="1")]
    value = marked if place in ("title", "dateline") else (marked,)
    story = without(maker.story(("عنوان", "Title"), blocks, format="markdown"), **{place: value})
    for view in ("", "ar/", "en/"):
        page = article(story, tmp_path, view)
        for back in page.xpath("//a[@role='doc-backlink']/@href"):
            (mark,) = page.xpath(f"//*[@id='{back[1:]}']")
            first = page.xpath(f"//a[@href='#{back[1:].replace('ref', 'note')}']")[0]
            assert mark is first


def test_a_telephone_number_reads_from_the_left_in_arabic_and_in_what_is_not_translated(tmp_path: Path) -> None:
    maker = Maker("ar")
    story = maker.story(("خبر", "News"), [maker.block(("هاتف +963 11 234 5678.", ""))])
    for view in ("ar/", "en/"):
        (number,) = article(story, tmp_path, view).xpath("//div[@class='text']//bdi")
        assert number.text == "+963 11 234 5678"
