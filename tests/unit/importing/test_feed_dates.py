from zoneinfo import ZoneInfo

import feedparser
import pytest

from digest.importing.feed_dates import read_date

CAIRO = ZoneInfo("Africa/Cairo")
FEED = "<rss version='2.0'><channel><title>x</title><item><title>a</title><pubDate>{}</pubDate></item></channel></rss>"


def read(written: str) -> tuple[str, list[str]]:
    """Return a date of a feed, with the date that feedparser has made of it, and what is said of it."""
    parsed = dict.get(feedparser.parse(FEED.format(written)).entries[0], "published_parsed")
    found, problems = read_date(written, parsed, CAIRO, "feed.xml")
    return str(found), [problem.problem for problem in problems]


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("Tue, 14 Jul 2026 10:00:00 EEST", "2026-07-14 10:00:00+03:00"),
        ("Wed, 14 Jan 2026 10:00:00 EET", "2026-01-14 10:00:00+02:00"),
        ("14 Jul 2026 10:00 CEST", "2026-07-14 10:00:00+02:00"),
        ("Tue, 14 Jul 2026 10:00:00 (CET)", "2026-07-14 10:00:00+01:00"),
        ("Tue, 14 Jul 2026 10:00:00 EST", "2026-07-14 15:00:00+00:00"),
        ("Tue, 14 Jul 2026 10:00:00 GMT", "2026-07-14 10:00:00+00:00"),
        ("Tue, 14 Jul 2026 10:00:00 +0300", "2026-07-14 07:00:00+00:00"),
        ("2026-07-14T10:00:00Z", "2026-07-14 10:00:00+00:00"),
    ],
)
def test_a_zone_is_read_by_its_name(written: str, moment: str) -> None:
    assert read(written) == (moment, [])


@pytest.mark.parametrize("name", ["AST", "IST", "XYZ"])
def test_a_name_that_means_several_zones_or_none_is_told_and_read_as_the_site_s(name: str) -> None:
    moment, (problem,) = read(f"Tue, 14 Jul 2026 10:00:00 {name}")
    assert moment == "2026-07-14 10:00:00+03:00"
    assert f"the time zone `{name}`" in problem


@pytest.mark.parametrize("written", ["Tue, 32 Jul 2026 10:00:00 EEST", "soon", "Tue, 14 Jul 2026 99:00:00 AST"])
def test_what_is_no_date_is_said(written: str) -> None:
    found, problems = read(written)
    assert found == "None"
    assert problems == [f"its date `{written}` can't be read"]
