import gc
import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from queue import Queue
from threading import Thread

import httpx
import pytest

from digest.argos import Machine, Package
from digest.argos.engine import Engine
from digest.build.report import Report
from digest.config import Config, load
from digest.errors import DigestError, Problem
from digest.model import View
from digest.preview.server import Address, Built, Edit, Event, Failed, Serving
from digest.preview.session import PreviewSession, new_warnings, watched_paths
from digest.preview.watch import Watch
from digest.render.theme_files import defaults
from tests.sites import ARTICLE, BULLETIN, NOW, make_site
from tests.tiny_package import build as build_package

WAIT = 20.0


class Preview:
    """A site being previewed: what is saved is built by hand, or by `serve`."""

    def __init__(self, root: Path, machine: Machine) -> None:
        self.root = make_site(root, {"2026-11-20-rain.txt": BULLETIN}, 'title = "x"\nbeam_size = 2\n')
        self.output = self.root / ".digest" / "preview"
        self.machines: list[Machine] = []
        self.warnings: list[Problem] = []
        self.events: Queue[Event] = Queue()
        self.folders = [root / "packages"]
        self.cache = machine.cache
        self.watch = Watch(
            watched_paths(load(self.root)), ignore=self.output.resolve(), on_warning=self.warnings.append
        )
        self.session = self.begin()

    def begin(self) -> PreviewSession:
        return PreviewSession(
            self.root,
            self.output,
            address=Address(),
            watch=self.watch,
            machine_for=self.machine_for,
            clock=lambda: NOW,
        )

    def machine_for(self, config: Config) -> Machine:
        machine = Machine(
            folders=self.folders,
            cache=self.cache,
            beam_size=config.beam_size,
            threads=1,
            second=config.second_package,
            round_trip=config.round_trip,
        )
        self.machines.append(machine)
        return machine

    def save(self, path: str, text: str) -> Path:
        """Save a file in one step, so that one save is one build."""
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        temporary = file.with_name(".saving")
        temporary.write_text(text, encoding="utf-8")
        return temporary.replace(file)

    def saved(self, path: str, text: str) -> Report:
        """Save a file, and build."""
        return self.session.rebuild(frozenset({self.save(path, text)}))

    def settle(self) -> int:
        """Let the machine say all that is owed, build with that, and return how many sentences it translated."""
        translator = self.session.translator
        before = translator.translated
        while translator.step():
            self.session.rebuild(frozenset())
        return translator.translated - before

    def page(self, path: str) -> str:
        return (self.output / path / "index.html").read_text("utf-8")


@pytest.fixture
def preview(tmp_path: Path, machine: Machine) -> Iterator[Preview]:
    preview = Preview(tmp_path / "site", machine)
    with preview.watch:
        yield preview
    assert preview.warnings == []


def test_a_saved_article_is_built_with_what_the_build_before_found_out(preview: Preview) -> None:
    first = preview.session.rebuild(None)
    assert (first.articles, preview.settle()) == (1, 3)
    again = preview.saved("content/2026-11-20-rain.txt", BULLETIN.replace("21", "24"))
    assert "24" in preview.page("articles/rain")
    assert again.written < first.written
    assert preview.settle() == 1


def test_a_saved_style_sheet_is_written_and_no_page_is_made_again(preview: Preview) -> None:
    preview.session.rebuild(None)
    page = preview.page("articles/rain")
    assert 'href="/theme/digest.css"' in page
    report = preview.saved("theme/digest.css", "p { color: red }\n")
    assert (report.written, dict(report.made)) == (1, {"theme/digest.css": "the theme changed"})
    assert (preview.output / "theme" / "digest.css").read_text("utf-8") == "p { color: red }\n"
    assert preview.page("articles/rain") == page


def test_pages_name_the_address_at_which_they_are_served(preview: Preview) -> None:
    preview.session.address = Address(host="127.0.0.1", port=4321, base_path="/news/")
    preview.session.rebuild(None)
    assert "http://127.0.0.1:4321/news/articles/rain/" in preview.page("articles/rain")


def test_what_a_build_that_failed_was_given_is_taken_in_by_the_next(preview: Preview) -> None:
    preview.session.rebuild(None)
    preview.save("content/2026-11-20-rain.txt", BULLETIN.replace("21", "24"))
    empty = preview.save("content/empty.txt", "")
    with pytest.raises(DigestError, match="it is empty"):
        preview.session.rebuild(frozenset({preview.root / "content/2026-11-20-rain.txt", empty}))
    assert "21" in preview.page("articles/rain")
    empty.unlink()
    preview.session.rebuild(frozenset({empty}))
    assert "24" in preview.page("articles/rain")


def test_another_beam_size_is_translated_with_at_once(preview: Preview) -> None:
    preview.session.rebuild(None)
    assert preview.settle() == 3
    preview.saved("site.toml", "beam_size = 1\n")
    assert preview.settle() == 3
    preview.saved("site.toml", "beam_size = 2\n")
    assert preview.settle() == 0


def test_a_second_package_is_compared_with_at_once(preview: Preview, monkeypatch: pytest.MonkeyPatch) -> None:
    preview.session.rebuild(None)
    preview.settle()
    with pytest.raises(DigestError, match="no package `nonsense` is installed to compare translations with"):
        preview.saved("site.toml", 'beam_size = 2\nsecond_package = "nonsense"\n')
    assert 'data-origin="untranslated"' not in preview.page("en/articles/rain")
    bulletins = preview.machines[-1].find("bulletins", "ar", "en")
    assert bulletins
    shutil.copytree(bulletins.path, preview.folders[0] / "nonsense")
    about = preview.folders[0] / "nonsense" / "metadata.json"
    about.write_text(json.dumps({**json.loads(about.read_text("utf-8")), "name": "nonsense"}), encoding="utf-8")
    monkeypatch.setattr("digest.translation.machine_queue.AGREE", 100.1)
    preview.saved("site.toml", 'beam_size = 2\nsecond_package = "nonsense"\n')
    preview.settle()
    assert "data-owed" not in preview.page("en/articles/rain")
    assert 'data-origin="untranslated"' in preview.page("en/articles/rain")


def test_a_round_trip_is_made_at_once(preview: Preview) -> None:
    build_package(preview.folders[0] / "there", name="there", ending=3.0)
    preview.saved("content/2026-11-20-rain.txt", BULLETIN.replace("bulletins", "there"))
    with pytest.raises(DigestError, match="no package is installed to translate back"):
        preview.saved("site.toml", "beam_size = 2\nround_trip = true\n")


def test_a_package_that_is_loaded_serves_until_the_machine_is_set_otherwise(
    preview: Preview, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Machine] = []
    load_package = Machine.load

    def load(self: Machine, package: Package) -> Engine:
        asked.append(self)
        return load_package(self, package)

    monkeypatch.setattr(Machine, "load", load)
    preview.session.rebuild(None)
    preview.settle()
    preview.saved("content/2026-11-20-rain.txt", BULLETIN.replace("21", "24"))
    preview.settle()
    preview.saved("site.toml", 'beam_size = 2\ntitle = "نشرة"\n')
    preview.saved("content/2026-11-20-rain.txt", BULLETIN.replace("21", "25"))
    preview.settle()
    assert len(set(map(id, asked))) == 1
    preview.saved("site.toml", "beam_size = 1\n")
    preview.settle()
    assert len(set(map(id, asked))) == 2


def test_the_source_is_there_before_the_machine_has_said_anything(preview: Preview) -> None:
    preview.session.rebuild(None)
    assert "data-owed" in preview.page("en/articles/rain")
    assert preview.session.translator.progress.left == 3
    preview.settle()
    assert "data-owed" not in preview.page("en/articles/rain")
    assert preview.session.translator.progress.left == 0


def test_what_was_owed_at_the_end_is_owed_at_the_next_start(preview: Preview) -> None:
    preview.session.rebuild(None)
    preview.session.close()
    preview.session = preview.begin()
    preview.session.rebuild(None)
    assert preview.settle() == 3
    assert "data-owed" not in preview.page("en/articles/rain")


def test_answers_that_a_build_that_failed_was_given_are_taken_in_by_the_next(preview: Preview) -> None:
    preview.session.rebuild(None)
    while preview.session.translator.step():
        pass
    with pytest.raises(DigestError, match="it is empty"):
        preview.saved("content/empty.txt", "")
    (preview.root / "content/empty.txt").unlink()
    preview.session.rebuild(frozenset({preview.root / "content/empty.txt"}))
    assert "data-owed" not in preview.page("en/articles/rain")


def test_where_answers_cannot_be_kept_a_build_asks_by_itself(preview: Preview, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("digest.preview.session", "digest.build.pipeline"):
        monkeypatch.setattr(f"{module}.MACHINE_CACHE", Path("site.toml") / "machine.sqlite")
    preview.session.rebuild(None)
    preview.settle()
    preview.session.rebuild(frozenset())
    assert "data-owed" not in preview.page("en/articles/rain")


def test_without_a_package_the_source_stands_with_a_hint_told_once(preview: Preview) -> None:
    preview.save("content/2026-11-19-library.txt", ARTICLE)
    (warning,) = preview.session.rebuild(None).warnings
    assert warning.problem.startswith("no package is installed for `ar en`")
    assert warning.hint.startswith("get a package with `digest models install ar en`")
    assert preview.saved("content/2026-11-19-library.txt", ARTICLE.replace("12,500", "13,500")).warnings == ()


def test_only_new_warnings_are_told(preview: Preview) -> None:
    preview.save("content/gone.en.po", "")
    (first,) = preview.session.rebuild(None).warnings
    assert (first.where, first.problem) == ("gone.en.po", "a sidecar without an article")
    assert preview.saved("content/2026-11-20-rain.txt", BULLETIN.replace("21", "24")).warnings == ()
    lost = preview.root / "content/lost.en.po"
    (second,) = preview.saved("content/lost.en.po", "").warnings
    assert second.where == "lost.en.po"
    lost.unlink()
    assert preview.session.rebuild(frozenset({lost})).warnings == ()
    assert preview.saved("content/lost.en.po", "").warnings == (second,)


def test_a_warning_is_not_told_again_when_a_build_has_failed_in_between(preview: Preview) -> None:
    preview.save("content/gone.en.po", "")
    assert len(preview.session.rebuild(None).warnings) == 1
    with pytest.raises(DigestError):
        preview.saved("content/empty.txt", "")
    (preview.root / "content/empty.txt").unlink()
    assert preview.session.rebuild(frozenset({preview.root / "content/empty.txt"})).warnings == ()


@pytest.mark.parametrize(
    ("before", "now", "new"),
    [
        ([], ["a.txt:1"], ["a.txt:1"]),
        (["a.txt:1"], ["a.txt:1"], []),
        (["a.txt:1"], ["a.txt:3"], []),
        (["a.txt:1:7"], ["a.txt:3:7"], []),
        (["a.txt:1"], ["b.txt:1"], ["b.txt:1"]),
        (["a.txt:1"], ["a.txt:1", "a.txt:3"], ["a.txt:3"]),
        (["a.txt:3"], ["a.txt:1", "a.txt:3"], ["a.txt:1"]),
        (["a.txt:1", "a.txt:3"], ["a.txt:2", "a.txt:4", "a.txt:6"], ["a.txt:6"]),
        (["a.txt:1", "a.txt:1"], ["a.txt:1"], []),
        (["a.txt:1"], [], []),
    ],
)
def test_a_warning_that_only_moved_to_another_line_is_not_new(
    before: list[str], now: list[str], new: list[str]
) -> None:
    def of(places: list[str]) -> tuple[Problem, ...]:
        return tuple(Problem("it is odd", place) for place in places)

    assert new_warnings(of(now), of(before)) == of(new)


def test_what_was_found_out_is_kept_for_the_next_preview_even_if_the_settings_are_broken_by_then(
    preview: Preview,
) -> None:
    assert preview.session.close() == []
    preview.session.rebuild(None)
    settings = (preview.root / "site.toml").read_text("utf-8")
    with pytest.raises(DigestError):
        preview.saved("site.toml", "titel = 1\n")
    assert preview.session.close() == []
    preview.save("site.toml", settings)
    again = preview.begin().rebuild(None)
    assert (again.written, again.made) == (0, {})


def test_garbage_is_collected_again_after_a_build_and_after_one_that_failed(preview: Preview) -> None:
    preview.session.rebuild(None)
    assert gc.isenabled()
    with pytest.raises(DigestError):
        preview.saved("content/empty.txt", "")
    assert gc.isenabled()


def test_what_builds_throw_away_does_not_pile_up(preview: Preview) -> None:
    preview.session.rebuild(None)
    gc.unfreeze()
    gc.collect()  # what other tests have left, too
    for number in range(6):
        preview.saved("content/2026-11-20-rain.txt", BULLETIN.replace("21", str(number)))
    gc.unfreeze()
    assert gc.collect() < 500  # of some thousand that six builds throw away


@pytest.fixture
def served(preview: Preview) -> Iterator[Preview]:
    """The real build behind the real server, as `digest serve` joins them; nothing is translated."""
    preview.session.address = Address(port=0)
    preview.session.translator.start = lambda: None  # type: ignore[method-assign]

    def run() -> None:
        preview.session.serve(on_event=preview.events.put, on_progress=lambda progress: None)

    thread = Thread(target=run)
    thread.start()
    try:
        yield preview
    finally:
        preview.watch.close()
        thread.join(WAIT)
        assert not thread.is_alive()


def until(preview: Preview, done: Callable[[Event], bool]) -> Event:
    """Wait for an event."""
    while True:
        if done(event := preview.events.get(timeout=WAIT)):
            return event


def test_a_saved_article_is_served_at_once_and_a_mistake_is_told_and_mended(served: Preview) -> None:
    until(served, lambda event: isinstance(event, Built))
    page = f"{served.session.address.url}articles/rain/"
    assert "21 درجة" in httpx.get(page).text
    served.save("content/2026-11-20-rain.txt", BULLETIN.replace("21", "24"))
    until(served, lambda event: isinstance(event, Built))
    assert "24 درجة" in httpx.get(page).text
    served.save("site.toml", "titel = 1\n")
    failed = until(served, lambda event: isinstance(event, Failed))
    assert isinstance(failed, Failed)
    assert failed.problems[0].where == "site.toml:1"
    assert not failed.traceback
    served.save("site.toml", "per_page = 5\n")
    until(served, lambda event: isinstance(event, Built))


@pytest.mark.parametrize("name", ["content", "templates", "theme"])
def test_a_folder_that_site_toml_names_anew_is_built_and_watched(served: Preview, name: str) -> None:
    files = {
        "content": ("2026-11-21-new.txt", ARTICLE, ARTICLE.replace("مكتبة", "حديقة"), "articles/new/", "حديقة"),
        "templates": ("404.html", "<p>first</p>", "<p>second</p>", "nowhere/", "<p>second</p>"),
        "theme": ("digest.css", "a{}", "b{}", "theme/digest.css", "b{}"),
    }
    file, first, second, address, expected = files[name]
    until(served, lambda event: isinstance(event, Built))
    served.save(f"other/{file}", first)
    served.save("site.toml", f'{name} = "other"\n')
    until(served, lambda event: isinstance(event, Built))
    url = served.session.address.url + address
    assert expected not in httpx.get(url).text
    served.save(f"other/{file}", second)
    until(served, lambda event: isinstance(event, Built))
    assert expected in httpx.get(url).text


def test_a_folder_that_is_named_and_not_yet_there_is_built_when_it_comes(served: Preview) -> None:
    until(served, lambda event: isinstance(event, Built))
    served.save("site.toml", 'content = "later"\n')
    until(served, lambda event: not isinstance(event, Serving))
    served.save("later/2026-11-21-new.txt", ARTICLE)
    until(served, lambda event: isinstance(event, Built) and bool(event.report.changed))
    assert httpx.get(f"{served.session.address.url}articles/new/").status_code == 200


def test_a_folder_that_is_no_longer_named_is_no_longer_watched(served: Preview) -> None:
    until(served, lambda event: isinstance(event, Built))
    served.save("other/2026-11-21-new.txt", ARTICLE)
    served.save("site.toml", 'content = "other"\n')
    until(served, lambda event: isinstance(event, Built))
    served.save("content/2026-11-20-rain.txt", "")
    served.save("other/2026-11-21-new.txt", ARTICLE.replace("مكتبة", "حديقة"))
    built = until(served, lambda event: not isinstance(event, Serving))
    assert isinstance(built, Built)
    assert built.changed == frozenset({served.root / "other/2026-11-21-new.txt"})


def test_the_article_that_was_saved_is_known_with_the_first_sentence_that_reads_otherwise(preview: Preview) -> None:
    preview.session.rebuild(None)
    assert preview.session.edit is None
    preview.saved("content/2026-11-20-rain.txt", BULLETIN.replace("يوم الأحد", "يوم الاثنين"))
    pages: dict[View, str] = {
        "both": "articles/rain/index.html",
        "ar": "ar/articles/rain/index.html",
        "en": "en/articles/rain/index.html",
    }
    assert preview.session.edit == Edit(pages=pages, sentence=3)
    preview.settle()
    assert preview.session.edit is None
    preview.saved("content/2026-11-21-new.txt", ARTICLE)
    assert preview.session.edit
    assert preview.session.edit.sentence is None
    preview.saved("site.toml", 'beam_size = 2\ntitle = "x"\n')
    assert preview.session.edit is None
    preview.saved("content/2026-11-21-new.txt", ARTICLE.replace("وأضافت أن فيها 12,500 كتاب.", ""))
    assert preview.session.edit.sentence == 3
    preview.saved("content/2026-11-21-new.txt", f"{ARTICLE}\nجملة أخيرة جديدة.\n")
    assert preview.session.edit.sentence == 4
    preview.saved("content/pages/contact.txt", ARTICLE)
    assert preview.session.edit.pages["en"] == "en/contact/index.html"


def test_hundreds_of_files_that_come_at_once_are_built_together(served: Preview) -> None:
    until(served, lambda event: isinstance(event, Built))
    for number in range(500):
        (served.root / f"content/2026-11-{number % 22 + 1:02}-story-{number}.txt").write_text(ARTICLE, encoding="utf-8")
    builds = 0
    while True:
        builds += 1
        event = until(served, lambda event: isinstance(event, Built | Failed))
        if isinstance(event, Built) and "2026-11-16-story-499.txt" in event.report.warm.state.articles:  # type: ignore[attr-defined]
            break
    assert builds <= 3  # two, where the machine has nothing else to do


OTHER = "2026-11-19-other.txt"


class Looked:
    """A preview of two articles, of which one page is looked at, and builds that are told when something is due."""

    def __init__(self, preview: Preview, monkeypatch: pytest.MonkeyPatch) -> None:
        self.preview, self.session, self.due, self.woken = preview, preview.session, False, 0
        preview.save(f"content/{OTHER}", ARTICLE)
        self.session.rebuild(None)
        preview.settle()
        self.session.translator.looked_at = lambda: ("articles/rain/index.html",)
        monkeypatch.setattr(preview.watch, "is_due", lambda: self.due)
        monkeypatch.setattr(preview.watch, "wake", self.wake)

    def wake(self) -> None:
        self.woken += 1

    def retemplate(self, mark: str) -> Report:
        """Save a template of all pages."""
        base = (defaults("templates") / "base.html").read_text("utf-8")
        return self.preview.saved("templates/base.html", f"{base}<!-- {mark} -->")


@pytest.fixture
def looked(preview: Preview, monkeypatch: pytest.MonkeyPatch) -> Looked:
    return Looked(preview, monkeypatch)


def test_the_page_that_is_looked_at_is_made_first_and_the_watch_woken_for_the_rest(looked: Looked) -> None:
    first = looked.retemplate("anew")
    assert "anew" in looked.preview.page("articles/rain")
    assert "anew" not in looked.preview.page("articles/other")
    assert first.left
    assert looked.woken == 1
    assert not looked.session.rebuild(frozenset()).left
    assert "anew" in looked.preview.page("articles/other")
    assert looked.woken == 1


def test_a_change_while_the_rest_is_made_comes_before_it(looked: Looked) -> None:
    looked.retemplate("anew")
    looked.due = True
    interrupted = looked.session.rebuild(frozenset())
    assert (interrupted.written, bool(interrupted.left), looked.woken) == (0, True, 2)
    newer = looked.retemplate("newest")
    assert "newest" in looked.preview.page("articles/rain")
    assert newer.left
    looked.due = False
    looked.session.rebuild(frozenset())
    assert "newest" in looked.preview.page("articles/other")


def test_where_nobody_looks_all_is_made_at_once(looked: Looked) -> None:
    looked.session.translator.looked_at = tuple
    looked.due = True
    assert not looked.retemplate("anew").left
    assert "anew" in looked.preview.page("articles/other")


def test_tabs_go_to_an_article_that_was_saved_when_its_page_is_there(looked: Looked) -> None:
    changed = looked.preview.saved(f"content/{OTHER}", ARTICLE.replace("12,500", "13,500"))
    assert "articles/other/index.html" in changed.left
    assert looked.session.edit is None
    looked.session.rebuild(frozenset())
    assert looked.session.edit
    assert looked.session.edit.pages["both"] == "articles/other/index.html"
    looked.session.rebuild(frozenset())
    assert looked.session.edit is None


def test_a_version_written_apart_is_shown_when_it_is_saved_and_opened_in_place_of_a_sidecar(preview: Preview) -> None:
    preview.session.rebuild(None)
    preview.saved(
        "content/2026-11-20-rain.en.txt", "Heavy rain in Damascus\n\nIt was 21 degrees in Damascus.\n\nIt will rain.\n"
    )
    assert "It was 21 degrees in Damascus." in preview.page("en/articles/rain")
    preview.saved(
        "content/2026-11-20-rain.en.txt", "Heavy rain in Damascus\n\nIt was 24 degrees in Damascus.\n\nIt will rain.\n"
    )
    assert "It was 24 degrees in Damascus." in preview.page("en/articles/rain")
    assert preview.settle() == 0
    said = preview.session.describe("en/articles/rain/index.html")
    assert said
    assert said["sidecar"] == "2026-11-20-rain.en.txt"
    file, line = preview.session.place_of("en/articles/rain/index.html", "sidecar", 2)
    assert (file.name, line) == ("2026-11-20-rain.en.txt", 3)
    assert preview.session.place_of("en/articles/rain/index.html", "sidecar", 3)[1] > 1
    file.unlink()
    with pytest.raises(DigestError):
        preview.session.place_of("en/articles/rain/index.html", "sidecar", 2)
