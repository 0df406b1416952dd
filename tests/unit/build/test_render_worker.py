import pickle
from dataclasses import replace
from pathlib import Path

import pytest

from digest.build import render_worker
from digest.build.output_folder import locked_output
from digest.build.render_worker import RenderWorkerFactory
from digest.build.story_store import DamagedStoreError, StoryStore
from digest.build.targets import SiteTargets, targets_of
from digest.errors import DigestError
from digest.site.site import build_site
from digest.site.summary import summarize
from tests.stories import config, simple


@pytest.fixture
def factory(tmp_path: Path) -> RenderWorkerFactory:
    return make(tmp_path)


def make(root: Path, made_before: dict[str, None] | None = None, **settings: object) -> RenderWorkerFactory:
    story = simple("first")
    location = StoryStore(f"{root}/s-", "0").append(story)
    targets = targets_of(build_site([summarize(story)], config(root, **settings)))
    return RenderWorkerFactory(targets, {story.article.path: location}, made_before or {}, f"{root}/s-")


def targets(root: Path) -> SiteTargets:
    return targets_of(build_site([summarize(simple("first"))], config(root)))


def number(root: Path, kind: str) -> int:
    return next(number for number, target in enumerate(targets(root).targets) if target.kind == kind)


@pytest.mark.parametrize("kind", ["theme", "article", "listing", "single", "feed", "sitemap"])
def test_the_files_of_a_target_are_staged_and_no_others(
    tmp_path: Path, factory: RenderWorkerFactory, kind: str
) -> None:
    with locked_output(tmp_path / "public"):
        task = factory("0").render([number(tmp_path, kind)])
    assert sorted(task.staged) == sorted(targets(tmp_path).targets[number(tmp_path, kind)].paths)
    assert len(task.numbers) == 1


def test_a_file_with_the_same_bytes_is_not_staged_again(tmp_path: Path, factory: RenderWorkerFactory) -> None:
    feed = [number(tmp_path, "feed")]
    with locked_output(tmp_path / "public"):
        worker = factory("0")
        worker.move(worker.render(feed).staged)
        assert worker.render(feed).staged == {}


def test_a_worker_that_was_pickled_renders_the_same(tmp_path: Path, factory: RenderWorkerFactory) -> None:
    again: RenderWorkerFactory = pickle.loads(pickle.dumps(factory))
    kinds = [number(tmp_path, kind) for kind in ("article", "listing", "feed")]
    bodies = []
    for each in (factory, again):
        with locked_output(tmp_path / "public"):
            staged = each("0").render(kinds).staged
            folder = tmp_path / "public" / ".digest"
            bodies.append({path: (folder / name).read_bytes() for path, name in staged.items()})
    assert bodies[0] == bodies[1]
    assert len(bodies[0]) > 6


def test_processes_that_number_targets_in_different_ways_do_not_work_together(
    factory: RenderWorkerFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    pickled = pickle.dumps(factory)
    monkeypatch.setattr(render_worker, "targets_of", lambda site: replace(targets_of(site), targets=()))
    with pytest.raises(RuntimeError, match="in different ways"):
        pickle.loads(pickled)


def test_a_page_whose_template_asks_for_all_stories_depends_on_the_site(tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "about.html").write_text("{{ site.stories | length }}", encoding="utf-8")
    single = number(tmp_path, "single")
    with locked_output(tmp_path / "public"):
        task = make(tmp_path)("0").render([single, number(tmp_path, "feed")])
    assert task.depends_on_site == {single}


def test_a_story_that_is_damaged_on_disk_is_noticed(tmp_path: Path, factory: RenderWorkerFactory) -> None:
    (tmp_path / "s-0").write_bytes(b"x")
    with locked_output(tmp_path / "public"), pytest.raises(DamagedStoreError):
        factory("1").render([number(tmp_path, "article")])


def test_a_file_of_somebody_else_in_the_way_is_an_error(tmp_path: Path, factory: RenderWorkerFactory) -> None:
    with locked_output(tmp_path / "public"):
        (tmp_path / "public" / "feed.xml").write_text("mine", encoding="utf-8")
        with pytest.raises(DigestError, match="did not make"):
            factory("0").render([number(tmp_path, "feed")])
