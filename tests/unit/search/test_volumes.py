import dataclasses
from datetime import UTC, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace

from digest.search import volumes
from digest.search.volumes import volumes_of
from tests.stories import simple, site, without

HERE = Path("/nowhere")


def test_the_stories_of_a_year_are_a_volume() -> None:
    made = site(HERE, simple("one", day=3), simple("two", day=5)).site
    [volume] = volumes_of(made)
    assert volume.name == "2026"
    assert [story.article.slug for story in volume.stories] == ["two", "one"]
    assert volume.paths == ("search/2026/stories.json", "search/2026/0.json")


def test_a_year_with_many_stories_is_a_volume_a_month(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(volumes, "_LARGE", 2)
    october = datetime(2026, 10, 31, 12, tzinfo=UTC)
    made = site(HERE, simple("one", day=3), simple("two", day=5), simple("three", date=october)).site
    assert [volume.name for volume in volumes_of(made)] == ["2026-11", "2026-10"]


def test_a_month_with_many_stories_is_a_volume_for_ten_days(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(volumes, "_LARGE", 1)
    made = site(HERE, *(simple(f"story-{day}", day=day) for day in (3, 9, 10, 30))).site
    names = {volume.name: len(volume.stories) for volume in volumes_of(made)}
    assert names == {"2026-11-2": 1, "2026-11-1": 1, "2026-11-0": 2}


def test_a_volume_of_the_same_stories_is_taken_over() -> None:
    made = site(HERE, simple()).site
    [volume] = volumes_of(made)
    assert list(volumes_of(made, {volume.name: volume})) == [volume]
    [other] = volumes_of(site(HERE, simple("other")).site, {volume.name: volume})
    assert other is not volume


def test_a_site_that_is_not_searched_has_no_volumes() -> None:
    assert not list(volumes_of(site(HERE, simple(), search=False).site))


def test_more_stories_are_divided_among_more_files() -> None:
    made = site(HERE, *(simple(f"story-{number}") for number in range(40))).site
    [volume] = volumes_of(made)
    assert volume.shards == len(volume.shard_paths) == 4


def test_a_volume_has_another_version_when_the_text_of_a_story_or_the_name_of_its_section_changes() -> None:
    story = simple(section="economy")
    made = site(HERE, story).site
    [summary] = made.stories
    [volume] = volumes_of(made)
    edited = dataclasses.replace(made, years={2026: (replace(summary, page_fingerprint="another"),)})
    renamed = site(HERE, story, sections={"economy": {"en": "Business"}}).site
    assert len({each.version for each in (volume, *volumes_of(edited), *volumes_of(renamed))}) == 3
    assert [each.version for each in volumes_of(made)] == [volume.version]


def test_a_volume_has_another_version_when_words_are_looked_up_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    made = site(HERE, simple("one")).site
    [volume] = volumes_of(made)
    monkeypatch.setattr(volumes, "_RULES", "others")
    [other] = volumes_of(made)
    assert volume.version != other.version


def test_the_pages_of_their_own_are_a_volume_and_what_was_withdrawn_is_in_none() -> None:
    contact = without(simple("contact"), path="pages/contact.txt")
    gone = without(simple("gone"), withdrawn=True)
    made = site(HERE, simple(), contact, gone).site
    named = {volume.name: [story.article.slug for story in volume.stories] for volume in volumes_of(made)}
    assert named == {"pages": ["contact"], "2026": ["first"]}
