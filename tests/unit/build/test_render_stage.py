from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from digest.build.output_folder import locked_output
from digest.build.render_stage import Rendered, RenderStage, _tasks, render_stage
from digest.build.story_store import StoryLocation, StoryStore
from digest.build.targets import SiteTargets, targets_of
from digest.model import Story
from digest.progress import quiet
from digest.site.site import build_site
from digest.site.summary import summarize
from tests.stories import config, simple

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def site(root: Path, count: int, **more: object) -> tuple[SiteTargets, dict[str, StoryLocation]]:
    """Return the targets of a site, and where its stories are kept."""
    stories: list[Story] = [
        simple(f"s{number}", date=NOON - timedelta(days=number), **more)  # type: ignore[arg-type]
        for number in range(count)
    ]
    store = StoryStore(f"{root}/s-", "0")
    locations = {story.article.path: store.append(story) for story in stories}
    store.close()
    return targets_of(build_site(map(summarize, stories), config(root, per_page=2))), locations


def test_no_worker_is_made_where_there_is_nothing_to_render(tmp_path: Path) -> None:
    targets, _ = site(tmp_path, 1)
    stage = RenderStage(targets, [], None)
    assert stage.render(quiet) == Rendered()
    assert stage.move({}) == {}


@pytest.mark.parametrize("jobs", [1, 2])
def test_targets_are_rendered_staged_and_moved_into_place(tmp_path: Path, jobs: int) -> None:
    targets, locations = site(tmp_path, 120)
    output = targets.site.config.output
    numbers = range(len(targets.targets))
    told: list[tuple[str, int, int]] = []
    with (
        locked_output(output) as made_before,
        render_stage(
            targets,
            numbers,
            locations=locations,
            made_before=made_before,
            store_prefix=f"{tmp_path}/s-",
            jobs=jobs,
        ) as stage,
    ):
        rendered = stage.render(lambda *done: told.append(done))
        assert list(rendered.staged) == list(targets.paths())
        assert not (output / "index.html").exists()
        moved = stage.move(rendered.staged)
    assert moved.keys() == targets.paths().keys()
    assert all((output / path).is_file() for path in targets.paths())
    assert told[-1] == ("render", len(numbers), len(numbers))
    assert rendered.seconds.keys() == locations.keys()
    assert sum(rendered.templates.values()) > 0


def test_a_task_has_lists_of_the_same_time_and_what_takes_long_comes_first(tmp_path: Path) -> None:
    targets, _ = site(tmp_path, 10)
    numbers = range(len(targets.targets))
    tasks = _tasks(numbers, targets, 1)
    assert sorted(number for task in tasks for number in task) == list(numbers)
    kinds = [[targets.targets[number].kind for number in task] for task in tasks]
    assert kinds[0] == ["sitemap"]
    lists = [number for task in tasks for number in task if targets.targets[number].kind == "listing"]
    newest = [targets.targets[number].subject.stories[:1] for number in lists]  # type: ignore[union-attr]
    dates = [stories[0].article.date for stories in newest if stories]
    assert dates == sorted(dates, reverse=True)
