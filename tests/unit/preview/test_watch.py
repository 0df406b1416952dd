import errno
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from queue import Empty, Queue
from threading import Thread

import pytest

from digest.errors import Problem
from digest.preview import watch as module
from digest.preview.watch import Watch

WAIT = 20.0


class Listener:
    """Watches `content`, `templates` and `site.toml` of a site, and collects what changes."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.warnings: list[Problem] = []
        self.waiting: list[Path] = []
        self.bursts: Queue[frozenset[Path]] = Queue()
        self.watch = Watch(
            [root / "content", root / "templates", root / "site.toml"],
            ignore=root / "content" / "public",
            on_warning=self.warnings.append,
        )
        self.watch.on_waiting = self.waiting.append
        self.thread = Thread(target=self._listen)
        self.thread.start()

    def _listen(self) -> None:
        for changed in self.watch.changes():
            self.bursts.put(changed)

    def close(self) -> None:
        self.watch.close()
        self.thread.join(WAIT)
        assert not self.thread.is_alive()

    def burst(self) -> set[str]:
        """Wait for a burst."""
        return {path.relative_to(self.root).as_posix() for path in self.bursts.get(timeout=WAIT)}

    def until(self, *names: str) -> set[str]:
        """Collect bursts until all of `names` have changed."""
        seen: set[str] = set()
        while not seen.issuperset(names):
            seen |= self.burst()
        return seen


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "content").mkdir()
    (tmp_path / "content/old.txt").write_text("old")
    (tmp_path / "site.toml").write_text("")
    return tmp_path


@pytest.fixture
def listen(site: Path) -> Iterator[Callable[[], Listener]]:
    listeners = []

    def start() -> Listener:
        listeners.append(Listener(site))
        return listeners[-1]

    yield start
    for listener in listeners:
        listener.close()


@pytest.fixture
def listener(listen: Callable[[], Listener]) -> Listener:
    return listen()


def test_a_saved_file_is_a_change_and_the_set_holds_nothing_else(site: Path, listener: Listener) -> None:
    (site / "content/خبر.txt").write_text("new")
    assert listener.burst() == {"content/خبر.txt"}


def test_an_atomic_save_counts_the_name_it_ends_at(site: Path, listener: Listener) -> None:
    (site / "content/.old.txt.swp").write_text("edited")
    (site / "content/.old.txt.swp").rename(site / "content/old.txt")
    assert listener.burst() == {"content/old.txt"}


def test_a_renamed_file_counts_at_both_its_places(site: Path, listener: Listener) -> None:
    (site / "content/old.txt").rename(site / "content/new.txt")
    assert listener.until("content/new.txt") == {"content/old.txt", "content/new.txt"}


def test_a_file_moved_out_is_a_change(site: Path, listener: Listener) -> None:
    (site / "content/old.txt").rename(site / "elsewhere.txt")
    assert listener.burst() == {"content/old.txt"}


def test_a_deleted_file_is_a_change(site: Path, listener: Listener) -> None:
    (site / "content/old.txt").unlink()
    assert listener.burst() == {"content/old.txt"}


def test_rapid_edits_are_one_burst(site: Path, listener: Listener, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "QUIET", 0.5)
    monkeypatch.setattr(module, "LONGEST", 10.0)
    for number in range(50):
        (site / f"content/{number % 5}.txt").write_text(str(number))
    assert listener.burst() == {f"content/{number}.txt" for number in range(5)}


def test_a_burst_without_end_is_handed_out_after_a_while(
    site: Path, listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "QUIET", 1000.0)
    monkeypatch.setattr(module, "LONGEST", 0.2)
    (site / "content/old.txt").write_text("new")
    assert listener.burst() == {"content/old.txt"}


def test_a_file_that_is_written_bit_by_bit_comes_when_it_is_whole_and_others_do_not_wait(
    site: Path, listen: Callable[[], Listener], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "STILL", 0.4)
    listener = listen()
    picture = site / "content/photo.jpg"
    for number in range(20):
        with picture.open("ab") as file:
            file.write(b"x" * 1000)
        if number == 10:
            (site / "content/old.txt").write_text("meanwhile")
        time.sleep(0.05)
    bursts = [listener.burst()]
    while "content/photo.jpg" not in bursts[-1] or len(bursts) == 1:
        bursts.append(listener.burst())
    assert sum("content/photo.jpg" in burst for burst in bursts) == 2
    assert {"content/old.txt"} in bursts
    assert listener.waiting == [picture]
    with pytest.raises(Empty):
        listener.bursts.get(timeout=0.6)


def test_a_file_that_grows_without_end_is_handed_out_after_a_while(
    site: Path, listen: Callable[[], Listener], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "STILL", 1000.0)
    monkeypatch.setattr(module, "LONGEST_WRITING", 0.3)
    listener = listen()
    for _ in range(2):
        with (site / "content/old.txt").open("a") as file:
            file.write("more")
        time.sleep(0.1)
    assert listener.burst() == {"content/old.txt"}
    assert listener.burst() == {"content/old.txt"}


def test_a_file_that_is_saved_again_and_again_as_a_whole_is_not_waited_for(site: Path, listener: Listener) -> None:
    for number in range(5):
        (site / "content/.saving").write_text("longer" * number)
        (site / "content/.saving").replace(site / "content/old.txt")
        assert listener.burst() == {"content/old.txt"}
    assert listener.waiting == []


def test_something_else_than_a_file_may_wake_the_consumer(site: Path, listener: Listener) -> None:
    listener.watch.wake()
    assert listener.burst() == set()
    (site / "content/old.txt").write_text("new")
    assert listener.burst() == {"content/old.txt"}


def test_changes_during_a_build_are_in_the_next_burst(site: Path) -> None:
    with Watch([site / "content"], ignore=site / "public", on_warning=lambda problem: None) as watch:
        changes = watch.changes()
        (site / "content/a.txt").touch()
        assert next(changes) == {site / "content/a.txt"}
        (site / "content/b.txt").touch()  # while the first is being built
        assert next(changes) == {site / "content/b.txt"}


def test_a_new_folder_is_watched_at_once(site: Path, listener: Listener) -> None:
    (site / "content/news/today").mkdir(parents=True)
    (site / "content/news/today/a.txt").write_text("a")
    listener.until("content/news")
    (site / "content/news/today/b.txt").write_text("b")
    listener.until("content/news/today/b.txt")


def test_a_watched_folder_may_appear_later_go_and_come_back(site: Path, listener: Listener) -> None:
    for _ in range(2):
        (site / "templates").mkdir()
        listener.until("templates")
        (site / "templates/page.html").write_text("x")
        listener.until("templates/page.html")
        (site / "templates").rename(site / "away")
        listener.until("templates")
        (site / "away/page.html").unlink()
        (site / "away").rmdir()


def test_a_watched_folder_that_is_replaced_is_still_watched(site: Path, listener: Listener) -> None:
    (site / "content/old.txt").unlink()
    (site / "content").rmdir()
    (site / "content").mkdir()
    listener.until("content")
    (site / "content/new.txt").write_text("new")
    listener.until("content/new.txt")


def test_the_settings_file_is_watched_and_its_neighbours_are_not(site: Path, listener: Listener) -> None:
    (site / "notes.txt").write_text("x")
    (site / ".digest").mkdir()
    (site / "site.toml.new").write_text("per_page = 3")
    (site / "site.toml.new").replace(site / "site.toml")
    assert listener.burst() == {"site.toml"}


@pytest.mark.parametrize(
    "name",
    [
        ".old.txt.swp",
        "old.txt~",
        ".#old.txt",
        "#old.txt#",
        "4913",
        "~$old.docx",
        ".~lock.old.odt#",
        ".git/index",
        "public/index.html",
        "x.txt___jb_tmp___",
    ],
)
def test_temporary_files_and_the_output_are_no_change(site: Path, listener: Listener, name: str) -> None:
    (site / "content" / name).parent.mkdir(exist_ok=True)
    (site / "content" / name).write_text("x")
    (site / "content" / name).unlink()
    (site / "content/last.txt").write_text("x")
    assert listener.burst() == {"content/last.txt"}


def test_reading_is_no_change(site: Path, listener: Listener) -> None:
    for _ in range(3):
        (site / "content/old.txt").read_text()
        list((site / "content").iterdir())
    (site / "content/last.txt").touch()
    assert listener.burst() == {"content/last.txt"}
    (site / "content/last.txt").read_text()
    with pytest.raises(Empty):
        listener.bursts.get(timeout=0.2)


def test_closing_ends_the_changes(site: Path) -> None:
    watch = Watch([site / "content"], ignore=site / "public", on_warning=lambda problem: None)
    (site / "content/a.txt").write_text("a")
    watch.close()
    assert list(watch.changes()) == []


def test_other_paths_are_followed_and_those_before_no_longer(site: Path, listen: Callable[[], Listener]) -> None:
    (site / "other").mkdir()
    listener = listen()
    listener.watch.follow([site / "other", site / "site.toml"])
    (site / "content/old.txt").write_text("new")
    (site / "templates").mkdir()
    (site / "other/a.txt").write_text("a")
    assert listener.burst() == {"other/a.txt"}
    (site / "site.toml").write_text("per_page = 3")
    assert listener.burst() == {"site.toml"}
    listener.watch.follow([site / "content"])
    (site / "other/a.txt").write_text("b")
    (site / "content/old.txt").write_text("newer")
    assert listener.burst() == {"content/old.txt"}


def test_a_folder_within_the_one_before_is_followed_alone_and_the_other_way_round(
    site: Path, listener: Listener
) -> None:
    (site / "content/news").mkdir()
    listener.until("content/news")
    listener.watch.follow([site / "content/news"])
    (site / "content/old.txt").write_text("new")
    (site / "content/news/a.txt").write_text("a")
    assert listener.burst() == {"content/news/a.txt"}
    listener.watch.follow([site])
    (site / "content/old.txt").write_text("newer")
    listener.until("content/old.txt")


def test_a_folder_that_is_followed_may_come_later(site: Path, listener: Listener) -> None:
    listener.watch.follow([site / "later/news"])
    (site / "later/news").mkdir(parents=True)
    listener.until("later")
    (site / "later/news/a.txt").write_text("a")
    listener.until("later/news/a.txt")


def test_nothing_is_followed_after_the_end(site: Path) -> None:
    watch = Watch([site / "content"], ignore=site / "public", on_warning=lambda problem: None)
    watch.close()
    watch.follow([site / "other"])
    assert list(watch.changes()) == []


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "POLL_INTERVAL", 0.1)


def check_it_works(site: Path, listener: Listener) -> None:
    (site / "content/old.txt").write_text("longer than before")
    listener.until("content/old.txt")
    (site / "templates").mkdir()
    listener.until("templates")
    (site / "templates/page.html").write_text("x")
    listener.until("templates/page.html")


@pytest.mark.usefixtures("impatient")
def test_on_a_network_drive_the_files_are_polled_and_the_user_is_told(
    site: Path, listen: Callable[[], Listener], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_is_remote", lambda path: True)
    listener = listen()
    assert "is on a network drive" in listener.warnings[0].problem
    check_it_works(site, listener)


@pytest.mark.usefixtures("impatient")
def test_a_network_drive_that_is_followed_later_is_polled_and_the_user_is_told_once(
    site: Path, listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_is_remote", lambda path: path.name == "other")
    (site / "other").mkdir()
    for paths in ([site / "other"], [site / "content"], [site / "other", site / "content", site / "templates"]):
        listener.watch.follow(paths)
    assert [problem.problem.split(",")[0] for problem in listener.warnings] == [
        f"`{site / 'other'}` is on a network drive"
    ]
    check_it_works(site, listener)


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("folder", ["content", "."])
def test_when_the_system_can_watch_no_more_the_files_are_polled_and_the_user_is_told(
    site: Path, listen: Callable[[], Listener], monkeypatch: pytest.MonkeyPatch, folder: str
) -> None:
    inotify = pytest.importorskip("watchdog.observers.inotify", exc_type=ImportError)
    schedule = inotify.InotifyObserver.schedule

    def exhausted(self: object, handler: object, path: str, **options: object) -> object:
        if Path(path) == site / folder:
            raise OSError(errno.ENOSPC, "inotify watch limit reached")
        return schedule(self, handler, path, **options)

    monkeypatch.setattr(inotify.InotifyObserver, "schedule", exhausted)
    listener = listen()
    assert "the system can watch no more files (inotify watch limit reached)" in listener.warnings[0].problem
    assert "max_user_watches" in listener.warnings[0].hint
    check_it_works(site, listener)


@pytest.mark.usefixtures("impatient")
def test_a_limit_met_later_turns_to_polling_too(
    site: Path, listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    inotify = pytest.importorskip("watchdog.observers.inotify", exc_type=ImportError)

    def exhausted(*_: object, **__: object) -> object:
        raise OSError(errno.ENOSPC, "inotify watch limit reached")

    monkeypatch.setattr(inotify.InotifyObserver, "schedule", exhausted)
    check_it_works(site, listener)
    assert len(listener.warnings) == 1


def test_no_local_folder_is_taken_for_a_network_drive(site: Path) -> None:
    assert not module._is_remote(site / "content" / "not yet there")


def test_a_hidden_file_that_a_site_may_publish_is_watched(tmp_path: Path) -> None:
    public = tmp_path / "static" / ".well-known" / "security.txt"
    public.parent.mkdir(parents=True)
    with Watch([tmp_path / "static"], ignore=tmp_path / "public", on_warning=print) as watch:
        changes = watch.changes()
        public.write_text("x", encoding="utf-8")
        assert public in next(changes)


def test_something_is_due_from_a_change_until_it_is_handed_out(site: Path) -> None:
    ignored = site / "content" / "public"
    with Watch([site / "content"], ignore=ignored, on_warning=lambda _: None) as watch:
        bursts = watch.changes()
        assert not watch.is_due()
        (site / "content/new.txt").write_text("new")
        until = time.monotonic() + WAIT
        while not watch.is_due():
            assert time.monotonic() < until
            time.sleep(0.01)
        assert site / "content/new.txt" in next(bursts)
        assert not watch.is_due()
        watch.wake()
        assert watch.is_due()
        assert next(bursts) == frozenset()
        assert not watch.is_due()
    assert watch.is_due()
