"""A process of its own: what it says of a failure is the message, and a crash is one too."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from digest.argos import isolated_process
from digest.errors import DigestError

WORK = """
import os, sys, time
from digest.argos import isolated_process
from digest.errors import DigestError

def refuse():
    raise DigestError("the letters `ا` are not known")

def main(what, *rest):
    if what == "write":
        open(rest[0], "w").write(rest[1])
    elif what == "refuse":
        isolated_process.report(refuse)
    elif what == "raise":
        raise ValueError("the last line")
    elif what == "exit":
        sys.exit(3)
    elif what == "crash":
        os.abort()
    elif what == "sleep":
        time.sleep(60)
"""

Run = Callable[..., None]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return a function that calls `main` of a module of the program's path in a process of its own."""
    (tmp_path / "work_of_a_test.py").write_text(WORK, encoding="utf-8")
    monkeypatch.setattr(sys, "path", [*sys.path, str(tmp_path)])

    def call(*arguments: str, seconds: float | None = None) -> None:
        isolated_process.run(
            "work_of_a_test", *arguments, done="read", where="x.argosmodel", hint="get it again", seconds=seconds
        )

    return call


def test_a_function_is_called_with_its_arguments_as_they_are(run: Run, tmp_path: Path) -> None:
    run("write", str(tmp_path / "out"), "--flag 'سلام' $HOME")
    assert (tmp_path / "out").read_text(encoding="utf-8") == "--flag 'سلام' $HOME"


@pytest.mark.parametrize(
    ("what", "reason"),
    [
        ("refuse", "the letters `ا` are not known"),
        ("raise", "ValueError: the last line"),
        ("exit", "no reason given"),
        ("crash", "its process was ended: too little memory, or a damaged file"),
    ],
)
def test_a_failure_is_an_error_that_says_why(run: Run, what: str, reason: str) -> None:
    with pytest.raises(DigestError) as error:
        run(what)
    (problem,) = error.value.problems
    assert problem.problem == f"the model cannot be read ({reason})"
    assert (problem.where, problem.hint) == ("x.argosmodel", "get it again")


def test_a_process_that_never_ends_is_given_up(run: Run) -> None:
    with pytest.raises(DigestError, match=r"no answer in 0\.2 seconds"):
        run("sleep", seconds=0.2)


def test_what_went_well_says_nothing(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    isolated_process.report(lambda: None)
    assert capfdbinary.readouterr() == (b"", b"")
