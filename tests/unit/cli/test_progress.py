import io
import re
import sys

import pytest

from digest.cli import progress as module
from digest.cli.progress import progress_bars


def test_progress_tells_sentences_rate_and_time_left_on_a_terminal_and_stays_plain_without_color(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    terminal = Terminal()
    seconds = iter((0.0, 0.5, 2.0, 4.0))
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setattr(module, "monotonic", lambda: next(seconds))
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "100")
    with progress_bars() as progress:
        for done in (0, 5, 20, 60):
            progress("translate", done, 80)
    shown = terminal.getvalue()
    assert "translating sentences" in shown
    assert "60/80" in shown
    assert "15.0/s" in shown
    assert "0:00:" in shown or "-:--:--" in shown
    assert not re.search(r"\x1b\[(?:3|9)\d", shown)


def test_no_progress_is_shown_where_no_terminal_is(capsys: pytest.CaptureFixture[str]) -> None:
    with progress_bars() as progress:
        progress("translate", 1, 2)
    assert capsys.readouterr().err == ""
