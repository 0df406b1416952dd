import threading
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest

from digest import memory
from digest.argos import Machine
from digest.errors import DigestError
from digest.preview import translator as module
from digest.preview.translator import Owed, Progress, Translator
from digest.translation.counterparts import Request, recall

WAIT = 20.0
RAIN = [f"بلغت درجة الحرارة في دمشق {number} درجة مئوية." for number in range(10, 30)]


def request(path: str, *texts: str) -> Request:
    return Request(path=path, lang="ar", package="bulletins", texts={text: text for text in texts})


class Asked:
    """A translator, and what it is asked to tell."""

    def __init__(self, root: Path, machine: Machine) -> None:
        self.cache = root / "machine.sqlite"
        self.machine = machine
        self.told: list[Progress] = []
        self.woken = 0
        self.nothing_left = Event()
        self.translator = Translator(self.wake)
        self.translator.on_progress = self.tell

    def wake(self) -> None:
        self.woken += 1

    def tell(self, progress: Progress) -> None:
        self.told.append(progress)
        if not progress.left or progress.problem:
            self.nothing_left.set()

    def owe(self, *requests: Request, machine: Machine | None = None) -> None:
        pages = {each.path: [f"articles/{each.path}/index.html"] for each in requests}
        self.translator.owe(Owed(requests=requests, pages=pages, machine=machine or self.machine, cache=self.cache))

    def kept(self, *texts: str) -> set[str]:
        with memory.Cache(self.cache) as cache:
            (reply,) = recall([request("x", *texts)], machine=self.machine, cache=cache)
        return set(reply.answers)


@pytest.fixture
def asked(tmp_path: Path, machine: Machine) -> Iterator[Asked]:
    asked = Asked(tmp_path, machine)
    yield asked
    asked.translator.close()


def test_nothing_is_asked_while_nothing_is_owed(asked: Asked) -> None:
    assert not asked.translator.step()
    asked.owe()
    assert not asked.translator.step()
    assert asked.translator.progress == Progress(left=0)


def test_a_few_sentences_are_asked_at_a_time_and_kept(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "AT_ONCE", 2)
    asked.owe(request("rain", *RAIN[:3]), request("older", RAIN[3]))
    assert asked.translator.step()
    asked.owe(request("rain", *RAIN[:3]))
    assert asked.kept(*RAIN[:3]) == set(RAIN[:2])
    asked.owe(request("rain", RAIN[2]))
    assert (asked.woken, asked.translator.progress.left) == (1, 1)
    assert asked.translator.take_answered() == {"rain"}
    assert asked.translator.step()
    assert not asked.translator.step()
    assert asked.kept(*RAIN[:3]) == set(RAIN[:3])
    assert asked.translator.take_answered() == {"rain"}
    assert asked.translator.take_answered() == frozenset()


@pytest.mark.parametrize("others", [(), ("newer",)])
def test_of_an_article_that_somebody_waits_for_the_first_sentence_is_asked_alone(
    asked: Asked, others: tuple[str, ...]
) -> None:
    asked.translator.looked_at = lambda: ("articles/rain/index.html",)
    newer = [request(path, RAIN[4]) for path in others]
    for texts in (RAIN[:4], RAIN[5:9]):  # the second time it is saved with other words
        asked.owe(*newer, request("rain", *texts))
        assert asked.translator.step()
        assert asked.kept(*texts) == set(texts[:1])
        asked.owe(*newer, request("rain", *texts[1:]))
        assert asked.translator.step()
        assert asked.kept(*texts) == set(texts)


def test_the_article_that_is_looked_at_comes_before_the_newest(asked: Asked) -> None:
    asked.translator.looked_at = lambda: ("index.html", "articles/old/index.html")
    asked.owe(request("new", RAIN[0]), request("newer", RAIN[1]), request("old", RAIN[2]))
    order: list[str] = []
    while asked.translator.step():
        order += asked.translator.take_answered()
    assert order == ["old", "new", "newer"]


def test_an_old_version_of_a_text_is_never_asked_for(asked: Asked) -> None:
    asked.owe(request("rain", RAIN[0]))
    asked.owe(request("rain", RAIN[1]))
    while asked.translator.step():
        pass
    assert asked.kept(*RAIN[:2]) == {RAIN[1]}


def test_what_the_cache_already_has_needs_no_model(asked: Asked) -> None:
    asked.owe(request("rain", RAIN[0]))
    asked.translator.step()
    asked.owe(request("rain", RAIN[0]))
    assert asked.translator.step()
    assert asked.translator.translated == 1


class Broken(Machine):
    """A machine whose packages can't be loaded."""

    def load(self, package: object) -> object:  # type: ignore[override]
        raise DigestError("the model cannot be loaded", "there")


def test_a_machine_that_fails_is_told_and_asked_again_after_the_next_build(asked: Asked) -> None:
    broken = Broken(folders=[], cache=asked.machine.cache, beam_size=2, threads=1)
    asked.owe(request("rain", RAIN[0]), machine=broken)
    assert not asked.translator.step()
    assert asked.translator.progress.problem
    assert asked.translator.progress.problem.problem == "the model cannot be loaded"
    asked.owe(request("rain", RAIN[0]))
    assert asked.translator.step()
    assert asked.translator.progress == Progress(left=0)


def test_the_thread_works_until_nothing_is_left_and_begins_again(asked: Asked) -> None:
    asked.translator.start()
    for text in RAIN[:2]:
        asked.nothing_left.clear()
        asked.owe(request("rain", text))
        assert asked.nothing_left.wait(WAIT)
        assert asked.kept(text) == {text}
    assert asked.told[-1] == Progress(left=0)


def test_the_thread_tells_a_failure_once_and_waits_for_the_next_build(asked: Asked) -> None:
    broken = Broken(folders=[], cache=asked.machine.cache, beam_size=2, threads=1)
    asked.translator.start()
    asked.owe(request("rain", RAIN[0]), machine=broken)
    assert asked.nothing_left.wait(WAIT)
    assert [bool(progress.problem) for progress in asked.told] == [False, True]
    asked.nothing_left.clear()
    asked.owe(request("rain", RAIN[0]))
    assert asked.nothing_left.wait(WAIT)
    assert asked.told[-1] == Progress(left=0)


def test_the_end_does_not_wait_for_all_that_is_owed(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "AT_ONCE", 1)
    begun = Event()
    asked.translator.on_progress = lambda progress: begun.set() if progress.left < len(RAIN) else None
    asked.translator.start()
    asked.owe(request("rain", *RAIN))
    assert begun.wait(WAIT)
    asked.translator.close()
    assert "translator" not in [thread.name for thread in threading.enumerate()]
    assert len(asked.kept(*RAIN)) < len(RAIN)


def test_the_speed_is_that_of_the_last_answers(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    times = iter([10.0, 12.0])
    monkeypatch.setattr(module, "AT_ONCE", 4)
    monkeypatch.setattr(module, "monotonic", lambda: next(times))
    asked.owe(request("rain", *RAIN))
    assert asked.translator.progress.rate == 0
    asked.translator.step()
    asked.translator.step()
    assert asked.translator.progress == Progress(left=15, rate=2.0)


def test_a_cache_that_keeps_nothing_is_noticed(asked: Asked) -> None:
    asked.cache.write_text("a file where a folder should be")
    asked.cache /= "machine.sqlite"
    asked.owe(request("rain", RAIN[0]))
    assert asked.translator.step()
    assert asked.translator.cache_fails
