"""Signals end a preview at a moment that leaves no lock behind."""

import importlib
import signal
import sys
import time
from pathlib import Path
from threading import Thread

import pytest

from digest.preview.interruption import held_back, terminable

SIGNALS = pytest.mark.parametrize("kind", [signal.SIGINT, signal.SIGTERM])
INTERRUPTED = """\
import signal
signal.raise_signal({kind})
BEGUN = True
"""


@SIGNALS
def test_an_import_is_not_interrupted_and_what_follows_is(
    kind: signal.Signals, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / f"imported_{kind:d}.py").write_text(INTERRUPTED.format(kind=int(kind)), "utf-8")
    monkeypatch.syspath_prepend(tmp_path)

    def work() -> None:
        with terminable():
            importlib.import_module(f"imported_{kind:d}")
            time.sleep(20)

    with pytest.raises(KeyboardInterrupt):
        work()
    assert sys.modules[f"imported_{kind:d}"].BEGUN


@SIGNALS
def test_a_signal_ends_what_runs(kind: signal.Signals) -> None:
    before = signal.getsignal(kind)
    with pytest.raises(KeyboardInterrupt), terminable():
        signal.raise_signal(kind)
    assert signal.getsignal(kind) is before


@SIGNALS
def test_a_signal_that_is_held_back_is_heard_afterwards(kind: signal.Signals) -> None:
    done = []

    def work() -> None:
        with terminable():
            with held_back():
                signal.raise_signal(kind)
                done.append("held back")
            done.append("too late")

    with pytest.raises(KeyboardInterrupt):
        work()
    assert done == ["held back"]


def test_ctrl_c_stays_ignored_where_it_is() -> None:
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with terminable():
            signal.raise_signal(signal.SIGINT)
    finally:
        signal.signal(signal.SIGINT, before)


def test_another_thread_hears_of_no_signal_and_may_ask_all_the_same() -> None:
    done = []

    def work() -> None:
        with terminable(), held_back():
            done.append(signal.getsignal(signal.SIGTERM))

    thread = Thread(target=work)
    thread.start()
    thread.join()
    assert done == [signal.getsignal(signal.SIGTERM)]
