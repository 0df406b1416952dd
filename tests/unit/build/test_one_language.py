"""A site in one language: what it publishes, and what it does not ask for."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote

import pytest
from lxml import etree, html

from digest.argos import Machine
from digest.config import load
from digest.editorial import corpus
from digest.editorial.status import editorial_status, status_lines
from digest.editorial.translate import write_translations
from digest.memory import Cache
from digest.model import LANGS, Lang, other
from tests.sidecars import signed
from tests.sites import NOW, TOML, make_site, publish, tree
from tests.unit.render.parsed import one, parse

HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
REVIEWED = (
    'msgid "أمطار في الجنوب"\nmsgstr "Rain in the south"\n\nmsgid "هطلت أمطار غزيرة."\nmsgstr "Heavy rain fell."\n\n'
)
BY_MACHINE = f'{signed("Roads were flooded.")}#, fuzzy\nmsgid "وغمرت المياه الطرق."\nmsgstr "Roads were flooded."\n'
FILES = {
    "rain.txt": "Title: أمطار في الجنوب\nDate: 2026-11-22\nSection: weather\nTags: مطر\nTranslator: Huda\n\n"
    "هطلت أمطار غزيرة.\n\nوغمرت المياه الطرق.\n",
    "rain.en.po": HEAD + REVIEWED + BY_MACHINE,
    "gold.txt": "Title: أسعار الذهب\nDate: 2026-11-21\nSection: weather\n\nارتفع سعر الذهب.\n",
    "race.txt": "Title: A race in the harbour\nDate: 2026-11-20\n\nNine hundred people ran.\n",
    "pages/contact.txt": "Title: اتصل بنا\n\nاكتب إلينا.\n",
}
SETTINGS = TOML + 'mail_edition = "week"\noffline = true\narchive_feeds = true\ntag_feeds = true\n'
SETTINGS += '[sections.weather]\nar = "الطقس"\nen = "Weather"\n'


def built(root: Path, languages: str) -> dict[str, str]:
    """Return the files of a site, each as text, by path."""
    make_site(root, FILES, f'languages = "{languages}"\n{SETTINGS}')
    publish(root, Machine(folders=[], cache=root / "packages"))
    return {path: body.decode() for path, body in tree(root / "public").items() if not path.endswith(".png")}


@pytest.fixture(scope="module", params=LANGS)
def lang(request: pytest.FixtureRequest) -> Lang:
    given: Lang = request.param
    return given


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory, lang: Lang) -> Mapping[str, str]:
    return built(tmp_path_factory.mktemp(lang), lang)


def pages(files: Mapping[str, str]) -> dict[str, html.HtmlElement]:
    return {path: parse(body) for path, body in files.items() if path.endswith(".html")}


def test_each_page_is_there_once_and_leads_to_no_other_language(files: Mapping[str, str], lang: Lang) -> None:
    assert not [path for path in files if path.startswith(("ar/", "en/"))]
    assert {"articles/rain/index.html", "contact/index.html", "today/index.html", "feed.xml"} <= files.keys()
    for path, page in pages(files).items():
        assert page.get("lang") == lang, path
        assert not page.xpath("//*[@hreflang] | //nav[contains(@class, 'views')] | //*[contains(@class, 'reading')]")
        links = [
            each for each in page.xpath("//@href | //@action") if re.match(r"(https://news\.example)?/(ar|en)/", each)
        ]
        assert not links, path
        assert not page.xpath(f"//main//*[contains(concat(' ', @class, ' '), ' {other(lang)} ')]"), path


def test_every_link_of_a_page_leads_to_a_file(files: Mapping[str, str]) -> None:
    for path, page in pages(files).items():
        for link in page.xpath("//a/@href | //link/@href | //form/@action"):
            if link.startswith("/") and ".png" not in link:
                target = unquote(link[1:].partition("#")[0].partition("?")[0])
                assert {target, f"{target}index.html"} & files.keys(), (path, link)


def test_programs_are_told_of_one_language_too(files: Mapping[str, str], lang: Lang) -> None:
    told = [body for path, body in files.items() if path.endswith((".xml", ".json", ".opml", ".webmanifest", ".txt"))]
    assert not re.findall(r"https://news\.example/(?:ar|en)/\S*", "\n".join(told))
    assert "hreflang" not in files["sitemap.xml"]
    assert json.loads(files["manifest.webmanifest"])["lang"] in (lang, "ar")  # the name is Arabic on both sites
    assert files["feeds.opml"].count("<outline") == 2
    assert etree.fromstring(files["feed.xml"].encode()).get("{http://www.w3.org/XML/1998/namespace}lang") == lang


def test_words_of_the_pages_speak_of_one_language(files: Mapping[str, str], lang: Lang) -> None:
    assert "in Arabic or English" not in files["index.html"]
    assert "بالعربية أو الإنجليزية" not in files["search/index.html"]
    assert (lang == "en") == ("How the translations are made" in files["about/index.html"])


def test_a_translation_has_its_marks_where_the_original_has_no_page(tmp_path: Path) -> None:
    files = built(tmp_path, "en")
    page = parse(files["articles/rain/index.html"])
    assert one(page, "//article//h1").text_content().strip() == "Rain in the south"
    notice = one(page, "//aside[contains(@class, 'notice')]").text_content()
    assert "from Arabic into English" in notice
    assert "machine" in notice
    assert page.xpath("//*[@data-origin='machine']")
    assert page.xpath("//meta[@name='robots']/@content") == ["noindex"]
    data = json.loads(one(page, "//script[@type='application/ld+json']").text_content())
    assert data["translationOfWork"] == {"@type": "NewsArticle", "headline": "أمطار في الجنوب", "inLanguage": "ar"}
    record = json.loads(files["articles/rain/translation.json"])
    assert record["original"] == {"language": "ar"}
    assert record["translation"]["url"] == "https://news.example/articles/rain/"
    assert "/articles/rain/translation.json" in files["articles/rain/index.html"]


def test_what_is_not_translated_is_shown_as_it_is_and_stays_out_of_feeds(tmp_path: Path) -> None:
    files = built(tmp_path, "en")
    page = files["articles/gold/index.html"]
    assert "Not yet translated into English; only the Arabic original is shown." in page
    assert '<meta name="robots" content="noindex">' in page
    assert "articles/gold/" in files["index.html"]
    assert "articles/gold/" not in files["feed.xml"]
    assert "articles/gold/" not in files["sitemap.xml"]


def test_a_reader_of_originals_hears_nothing_of_translations(tmp_path: Path) -> None:
    files = built(tmp_path, "ar")
    page = parse(files["articles/rain/index.html"])
    assert not page.xpath("//aside")
    assert "translat" not in files["articles/rain/index.html"].replace('name="translation" content="original"', "")
    assert "articles/rain/translation.json" not in files
    assert page.xpath("//meta[@name='robots']/@content") == ["max-image-preview:large"]
    assert "Rain in the south" not in "".join(files.values())


def test_nothing_is_asked_or_missed_where_the_sources_are_in_the_language_of_the_site(tmp_path: Path) -> None:
    sources = {path: text for path, text in FILES.items() if path not in ("race.txt", "rain.en.po")}
    root = make_site(tmp_path, sources, f'languages = "ar"\n{SETTINGS}')
    none = Machine(folders=[], cache=root / "packages")
    report = publish(root, none, allow_untranslated=False)
    assert not report.translated
    assert [warning.problem for warning in report.warnings if "Translator" in warning.problem] == []
    config = load(root)
    content = corpus.load(config, now=NOW, drafts=True)
    with Cache(root / "machine.sqlite") as cache:
        look = editorial_status(content, config, none, cache)
        assert not write_translations(content, config, none, cache).sidecars
    assert (look.articles, look.as_they_are, look.findings, look.unnamed) == (3, 3, (), ())
    assert "3 articles not to be translated: the site is in their language alone" in list(status_lines(look, "x", None))


def test_search_knows_what_a_reader_can_read(tmp_path: Path) -> None:
    shards = {
        lang: "".join(
            body for path, body in built(tmp_path / lang, lang).items() if re.search(r"^search/.+\d\.json$", path)
        )
        for lang in LANGS
    }
    assert "flood" in shards["en"]
    assert "غمر" not in shards["en"]
    assert "غمر" in shards["ar"]
    assert "flood" not in shards["ar"]


def test_addresses_of_both_languages_lead_on_and_the_build_that_removes_them_says_so(tmp_path: Path) -> None:
    before = built(tmp_path, "both")
    make_site(tmp_path, {}, f'languages = "ar"\n{SETTINGS}')
    none = Machine(folders=[], cache=tmp_path / "packages")
    told = [each for each in publish(tmp_path, none).warnings if "below" in each.problem]
    count = sum(path.startswith(("ar/", "en/")) and path.endswith("index.html") for path in before)
    assert [each.problem for each in told] == [
        f"its {count} pages below `/ar/` and `/en/` are gone, for it is in one language now"
    ]
    assert not [each for each in publish(tmp_path, none).warnings if "below" in each.problem]


def test_what_was_below_a_language_leads_to_no_other_site(tmp_path: Path) -> None:
    files = built(tmp_path, "ar")
    base = "https://news.example/"
    assert f"/ar/* {base}:splat 301\n/en/* {base}:splat 301\n" in files["_redirects"]
    (pattern,) = re.findall(r'"~(\S+)" "/\$1";', files["redirects.map"])
    found = {path: re.fullmatch(pattern, path) for path in ("/ar/", "/en/a/b/", "/ar//other.example", "/arab/")}
    assert {path: match and match[1] for path, match in found.items()} == {
        "/ar/": "",
        "/en/a/b/": "a/b/",
        "/ar//other.example": "other.example",
        "/arab/": None,
    }
    for path in ("/ar/\\other.example", "/ar//\\other.example", "/ar/a\nb", "/ar/\nb"):
        assert not re.fullmatch(pattern, path)
