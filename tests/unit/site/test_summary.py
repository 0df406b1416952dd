"""The summary of a story, and what makes its fingerprints change."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from digest.model import Image
from digest.site.summary import summarize, with_fixed_offsets, without_text
from tests.stories import Maker, rich, simple, without

NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)


def test_an_article_without_text_has_its_title_and_all_that_lists_show() -> None:
    whole = rich().article
    article = without_text(whole)
    assert [sentence.text for sentence in article.units()] == [whole.title.text]
    assert (article.blocks, article.references, article.warnings) == ((), {}, ())
    for name in ("path", "slug", "lang", "format", "date", "section", "tags", "authors", "source", "url"):
        assert getattr(article, name) == getattr(whole, name)


def test_times_have_an_offset_in_whole_minutes_in_place_of_a_zone() -> None:
    then = datetime(1900, 1, 1, tzinfo=ZoneInfo("Asia/Damascus"))  # local mean time: 2:25:12 before UTC
    article = with_fixed_offsets(without(simple(), date=then, updated=then).article)
    assert article.date.utcoffset() == timedelta(hours=2, minutes=25)
    assert article.date == article.updated == then
    assert datetime.fromisoformat(article.date.isoformat()) == article.date
    assert article.expires is None


def test_pictures_are_those_below_the_content_folder_each_once() -> None:
    maker = Maker()
    images = [maker.image(path, ()) for path in ("b.png", "https://x.example/c.png", "a.png", "b.png")]
    assert summarize(maker.story(("عنوان", "Title"), images)).pictures == (Image(path="a.png"), Image(path="b.png"))


@pytest.mark.parametrize(
    ("changes", "in_lists", "in_sitemap"),
    [
        ({"blocks": simple().article.blocks[:0]}, True, False),
        ({"source": "وكالة"}, True, False),
        ({"updated": NOON}, True, True),
        ({"section": "علوم"}, True, True),
        ({"tags": ("ذهب",)}, True, True),
        ({"package": None}, False, False),
    ],
)
def test_a_fingerprint_changes_with_what_it_is_of(changes: dict[str, object], in_lists: bool, in_sitemap: bool) -> None:
    before, after = summarize(simple()), summarize(without(simple(), **changes))
    assert (after.list_fingerprint != before.list_fingerprint) is in_lists
    assert (after.sitemap_fingerprint != before.sitemap_fingerprint) is in_sitemap


def test_the_fingerprint_of_its_own_pages_is_given() -> None:
    assert summarize(simple(), "abc").page_fingerprint == "abc"
