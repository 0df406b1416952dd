"""Ctrl-C and SIGTERM: they end a preview by `KeyboardInterrupt`, at a moment that leaves no lock behind.

Only the main thread hears of signals; in another one nothing here does anything.
"""

import _thread
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_AGAIN = 0.02
"""Seconds after which a signal that came at the wrong moment is heard again."""
_SIGNALS = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def terminable() -> Iterator[None]:
    """Let SIGTERM end the preview as Ctrl-C does; neither interrupts an import.

    Where this process ignores Ctrl-C, as in the background, it goes on doing so.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    ours = [kind for kind in _SIGNALS if kind == signal.SIGTERM or signal.getsignal(kind) != signal.SIG_IGN]
    before = {kind: signal.signal(kind, _interrupt) for kind in ours}
    try:
        yield
    finally:
        for kind, handler in before.items():
            signal.signal(kind, handler)


@contextmanager
def held_back() -> Iterator[None]:
    """Hold Ctrl-C and SIGTERM back while a thread or its work begins: interrupted then, others wait for it for ever."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    heard: list[int] = []
    before = {kind: signal.signal(kind, lambda kind, _: heard.append(kind)) for kind in _SIGNALS}
    try:
        yield
    finally:
        for kind, handler in before.items():
            signal.signal(kind, handler)
    for missed in heard:
        signal.raise_signal(missed)


def _interrupt(kind: int, frame: FrameType | None) -> None:
    """Raise `KeyboardInterrupt`; while a module is imported, a little later.

    CPython may keep the lock of all imports when one is interrupted, and whatever another thread imports then hangs.
    """
    while frame:
        if frame.f_code.co_filename.startswith("<frozen importlib"):
            later = threading.Timer(_AGAIN, _send, [kind])
            later.daemon = True
            later.start()
            return
        frame = frame.f_back
    raise KeyboardInterrupt


def _send(kind: int) -> None:
    """Send the main thread a signal, which wakes it where it waits; on Windows it hears of it when the wait is over."""
    main = threading.main_thread().ident
    if sys.platform != "win32" and main:
        signal.pthread_kill(main, kind)
    else:
        _thread.interrupt_main(signal.Signals(kind))
