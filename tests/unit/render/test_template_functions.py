"""Links, names and dates as templates write them."""

from pathlib import Path

from tests.stories import Whole, pages, render, simple, site
from tests.unit.render.parsed import parse


def test_dates_are_written_in_the_zone_and_the_language_of_the_page(whole: Whole) -> None:
    page = parse(pages(render(whole))["articles/machine/index.html"])
    times = {e.xpath("ancestor::*[@lang][1]/@lang")[0]: e for e in page.xpath("//main//header//time")}
    assert times["ar"].text == "19 تشرين الثاني/نوفمبر 2026، 12:30"
    assert times["en"].text == "19 November 2026, 12:30"
    assert times["en"].get("datetime") == "2026-11-19T09:30:00+00:00"


def test_a_name_in_one_language_keeps_it_in_the_other(tmp_path: Path) -> None:
    found = pages(render(site(tmp_path, simple(tags=("ذهب", "Reuters")))))
    tags = parse(found["en/articles/first/index.html"]).xpath("//ul[@class='tags']//bdi")
    assert [(tag.text, tag.get("lang"), tag.get("dir")) for tag in tags] == [
        ("ذهب", "ar", "rtl"), ("Reuters", "en", "ltr")
    ]  # fmt: skip
