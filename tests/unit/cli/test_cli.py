import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from digest import cli
from digest.files import PROGRAM
from tests.sites import make_site
from tests.unit.cli.conftest import Run


def test_wrong_input_is_printed_with_its_place_and_a_hint_and_exits_with_1(run: Run, root: Path) -> None:
    make_site(root, {"empty.txt": "", "blank.txt": "\n\u00a0\n"}, 'titel = "x"\n')
    code, _, err = run("build")
    assert code == 1
    assert "error: site.toml:1: `titel` is not a setting" in err
    assert "hint: did you mean `title`?" in err
    make_site(root, {})
    code, _, err = run("build")
    assert code == 1
    assert err.count("error: ") == 2
    assert "Traceback" not in err


def test_wrong_usage_exits_with_2(run: Run) -> None:
    assert run("build", "--nonsense")[0] == 2
    assert run("nonsense")[0] == 2
    assert run("build", "--now", "yesterday")[0] == 2
    assert run("build", "--site", "/nowhere")[0] == 2


def test_what_a_wrong_command_would_do_to_a_terminal_is_shown_and_not_done(run: Run) -> None:
    code, _, err = run("read", "a\x1b[31m", "--\x1b[31m\u202e")
    assert (code, "\x1b" in err, "\u202e" in err) == (2, False, False)
    code, _, err = run("settings", "a\x07\u202e")
    assert code == 2
    assert "unexpected extra argument (a\\u0007\\u202e)" in err


@pytest.mark.parametrize("name", sorted(cli.commands.commands))
def test_every_command_explains_itself(run: Run, name: str) -> None:
    code, out, _ = run(name, "--help")
    assert code == 0
    assert out.startswith("Usage: digest")
    readme = (PROGRAM.parent / "README.md").read_text("utf-8")
    assert f"`digest {name}" in readme


STARTED = "import os; from digest.__main__ import main; os.write(1, b'.'); main()"
"""What the command `digest` runs; it tells when Python is ready, for what happens before is not ours."""


INTERRUPTED = """
import digest.__main__, digest.cli

class Lost:
    def __del__(self):
        raise KeyboardInterrupt

def main():
    Lost()
    print("it goes on")

digest.cli.main = main
digest.__main__.main()
"""


@pytest.mark.parametrize("seconds", [0.02, 0.04, 0.06, 0.1, 0.15, 0.2, 0.25, 0.3])
def test_ctrl_c_while_the_program_is_loaded_ends_it_with_130_and_a_word(root: Path, seconds: float) -> None:
    environment = {**os.environ, "XDG_CACHE_HOME": str(root.parent / "cache"), "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(
        [sys.executable, "-c", STARTED, "build"],
        cwd=root,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout
    process.stdout.read(1)
    time.sleep(seconds)
    process.send_signal(signal.SIGINT)
    said = process.communicate(timeout=10)[1].decode()
    if process.returncode == 0:
        pytest.skip("it was done before")
    assert process.returncode == 130, said
    assert re.fullmatch(r"\s*interrupted.*\s*", said), said


def test_ctrl_c_that_falls_into_a_callback_ends_the_program_all_the_same(root: Path) -> None:
    done = subprocess.run([sys.executable, "-c", INTERRUPTED], cwd=root, capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "interrupted\n")
