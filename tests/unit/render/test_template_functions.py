"""Links, names and dates as templates write them."""

from pathlib import Path

import pytest

from digest.errors import DigestError
from digest.locale import words
from digest.model import LANGS, Image, Lang
from digest.render.template_functions import TemplateFunctions, ViewLinks, name
from tests.stories import Whole, pages, render, simple, site
from tests.unit.render.parsed import parse, some


def test_dates_are_written_in_the_zone_and_the_language_of_the_page(whole: Whole) -> None:
    page = parse(pages(render(whole))["articles/machine/index.html"])
    times = {e.xpath("ancestor::*[@lang][1]/@lang")[0]: e for e in some(page.xpath("//main//header//time"))}
    assert times["ar"].text == "19 تشرين الثاني/نوفمبر 2026، 12:30"
    assert times["en"].text == "19 November 2026, 12:30"
    assert times["en"].get("datetime") == "2026-11-19T09:30:00+00:00"


def test_a_name_in_one_language_keeps_it_in_the_other(tmp_path: Path) -> None:
    found = pages(render(site(tmp_path, simple(tags=("ذهب", "Reuters")))))
    tags = parse(found["en/articles/first/index.html"]).xpath("//ul[@class='tags']//bdi")
    assert [(tag.text, tag.get("lang"), tag.get("dir")) for tag in tags] == [
        ("ذهب", "ar", "rtl"), ("Reuters", "en", "ltr")
    ]  # fmt: skip


def functions(root: Path, **settings: object) -> TemplateFunctions:
    both = {lang: words(lang) for lang in LANGS}
    return TemplateFunctions(site(root, **settings).site, both, {"digest.css": "/theme/digest.css"})


def test_a_link_to_a_theme_file_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    made = functions(tmp_path)
    assert made.asset("digest.css") == "/theme/digest.css"
    with pytest.raises(DigestError, match=r"there is no file `none\.css` in the theme"):
        made.asset("none.css")


def test_a_story_without_a_time_of_day_is_dated_with_its_day(tmp_path: Path) -> None:
    shown = functions(tmp_path).time(simple(timed=False), "en")
    assert shown == '<time datetime="2026-11-20">20 November 2026</time>'


def test_links_stay_in_their_view(tmp_path: Path) -> None:
    whole = site(tmp_path, simple(section="علوم"), base_url="https://news.example/daily/").site
    links = ViewLinks(whole, "en")
    assert links.link("about/") == "/daily/en/about/"
    for _ in range(2):
        assert links.term_link(whole.sections[0], "ar") == (
            '<a href="/daily/en/sections/science/"><bdi lang="ar" dir="rtl">علوم</bdi></a>'
        )
    assert ViewLinks(whole, "both").link() == "/daily/"


@pytest.mark.parametrize(
    ("text", "lang", "own"),
    [
        ("Reuters", "ar", "en"),
        ("رويترز", "en", "ar"),
        ("2026", "ar", "ar"),
        ("2026", "en", "en"),
        ("Wafa وفا", "en", "ar"),
    ],
)
def test_the_language_of_a_name_is_told_by_its_letters(text: str, lang: Lang, own: Lang) -> None:
    assert f'lang="{own}"' in name({lang: text}, lang)


def test_a_name_without_a_site_title_is_that_of_the_program(tmp_path: Path) -> None:
    assert functions(tmp_path, title={}).site_name == {"ar": "Digest", "en": "Digest"}


def test_a_thumbnail_is_the_picture_that_stands_for_a_story(tmp_path: Path) -> None:
    image = Image(path="a/sea.jpg", width=900, height=600)
    whole = site(tmp_path, simple(image=image), simple("without")).site
    shown = {story.article.slug: functions(tmp_path).thumbnail(story) for story in whole.stories}
    assert 'src="/articles/first/sea.jpg" alt=""' in shown["first"]
    assert "sea.jpg.480.webp 480w" in shown["first"]
    assert shown["without"] == ""
