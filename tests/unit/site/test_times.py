from datetime import timedelta

import pytest
from msgspec.structs import replace

from digest.model import VIEWS, Origin, Revision, Story
from digest.site.status import status_of
from digest.site.times import changed, revision_shown
from tests.stories import simple

DAY = timedelta(days=1)


def revised(origin: Origin, after: timedelta, updated: timedelta | None = None) -> Story:
    """Return a story of counterparts of one origin, revised some time after it was published."""
    story = simple(origin=origin)
    date = story.article.date
    article = replace(story.article, updated=date + updated if updated else None)
    return replace(story, article=article, revision=Revision(time=date + after, by="Huda"))


def days(story: Story) -> dict[str, int]:
    """Return for each view how many days after its publication it changed."""
    return {view: (changed(story.article, status_of(story), view) - story.article.date).days for view in VIEWS}


def test_a_revision_changes_the_views_that_show_the_translation() -> None:
    assert days(revised("edited", 2 * DAY)) == {"both": 2, "ar": 0, "en": 2}


def test_the_later_of_an_update_and_a_revision_counts() -> None:
    assert days(revised("edited", 2 * DAY, updated=DAY)) == {"both": 2, "ar": 1, "en": 2}
    assert days(revised("edited", 2 * DAY, updated=3 * DAY)) == dict.fromkeys(VIEWS, 3)
    assert days(revised("edited", -DAY)) == dict.fromkeys(VIEWS, 0)


@pytest.mark.parametrize("origin", ["machine", "untranslated"])
def test_what_no_person_worked_on_was_not_revised(origin: Origin) -> None:
    story = revised(origin, DAY)
    assert days(story) == dict.fromkeys(VIEWS, 0)
    assert not any(revision_shown(story.article, status_of(story), view) for view in VIEWS)
