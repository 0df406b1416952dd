"""Which stories the mail edition has."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from digest.site.edition import edition_of, edition_paths
from tests.stories import Whole, config, simple, site

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def whole(folder: Path, *ages: timedelta, **settings: object) -> Whole:
    """Return a site with a story of each age at noon of 20 November."""
    stories = [simple(f"s{number}", date=NOON - age) for number, age in enumerate(ages)]
    return site(folder, *stories, time_zone="UTC", **settings)


@pytest.mark.parametrize(("span", "slugs"), [("day", ["s0", "s1"]), ("week", ["s0", "s1", "s2", "s3"])])
def test_it_has_the_stories_of_the_last_days_that_had_any(tmp_path: Path, span: str, slugs: list[str]) -> None:
    ages = [timedelta(), timedelta(hours=12), timedelta(hours=13), timedelta(days=6), timedelta(days=7)]
    edition = edition_of(whole(tmp_path, *ages, mail_edition=span).site)
    assert edition
    assert [story.article.slug for story in edition.stories] == slugs
    assert edition.last == date(2026, 11, 20)


def test_days_are_those_of_the_zone(tmp_path: Path) -> None:
    ages = [timedelta(), timedelta(hours=13), timedelta(hours=14)]
    stories = [simple(f"s{number}", date=NOON - age) for number, age in enumerate(ages)]
    edition = edition_of(site(tmp_path, *stories, time_zone="Asia/Damascus", mail_edition="day").site)
    assert edition
    assert [story.article.slug for story in edition.stories] == ["s0", "s1", "s2"]


def test_the_time_of_a_file_makes_no_news(tmp_path: Path) -> None:
    saved = simple("saved", date=NOON + timedelta(days=3), date_origin="file")
    said = simple("said", date=NOON)
    edition = edition_of(site(tmp_path, saved, said, mail_edition="day").site)
    assert edition
    assert [story.article.slug for story in edition.stories] == ["said"]
    assert edition_of(site(tmp_path, saved, mail_edition="day").site) is None


def test_a_site_has_one_only_when_it_asks_for_it(tmp_path: Path) -> None:
    assert edition_of(whole(tmp_path, timedelta()).site) is None


def test_its_files_are_a_page_and_a_text_in_each_view(tmp_path: Path) -> None:
    paths = edition_paths(config(tmp_path))
    assert "today/index.html" in paths
    assert "ar/today/index.txt" in paths
    assert len(set(paths)) == 6
