"""`digest review` in a terminal, as a person uses it: keys, an editor of their own, and stopping at any time."""

import os
import pty
import re
import select
import subprocess
import sys
from pathlib import Path
from time import monotonic

import pytest

from digest.memory import parse
from digest.memory.po import write
from digest.memory.revision import revised
from digest.model import Revision
from tests.desk_site import corrected, counterpart, make_desk_site, name, source
from tests.sites import NOW

PROMPT = "[?] for more: "
WAIT = 30.0


class Terminal:
    """A program in a terminal of its own."""

    def __init__(self, root: Path, *arguments: str, **environment: str) -> None:
        self.shown = ""
        self._mine, theirs = pty.openpty()
        given = {**os.environ, "XDG_CACHE_HOME": str(root.parent / "cache"), "TERM": "xterm", "NO_COLOR": "1"}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "digest", "review", *arguments],
            cwd=root,
            env=given | environment,
            preexec_fn=lambda: os.login_tty(theirs),  # so that Ctrl-C reaches it
        )
        os.close(theirs)

    def until(self, text: str) -> str:
        """Wait until a text is shown; return what was shown since the last time."""
        begin, end = len(self.shown), monotonic() + WAIT
        while text not in self.shown[begin:]:
            assert monotonic() < end, self.shown
            if select.select([self._mine], [], [], 0.2)[0]:
                try:
                    self.shown += os.read(self._mine, 65536).decode("utf-8", "ignore").replace("\r\n", "\n")
                except OSError:
                    break
        assert text in self.shown[begin:], self.shown
        return self.shown[begin:]

    def press(self, keys: str) -> None:
        os.write(self._mine, keys.encode())

    def end(self) -> int:
        code = self.process.wait(WAIT)
        os.close(self._mine)
        return code


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_desk_site(tmp_path / "site", articles=2, sentences=4)


@pytest.fixture
def editor(tmp_path: Path) -> str:
    """A program that corrects the number, as a person does in an editor."""
    script = tmp_path / "editor"
    script.write_text(f"#!{sys.executable}\nimport sys\np = sys.argv[1]\nt = open(p, encoding='utf-8').read()\n"
                      "assert '>8' in t\nopen(p, 'w', encoding='utf-8').write(t.replace('20', '10', 1))\n")  # fmt: skip
    script.chmod(0o755)
    return str(script)


def entries(root: Path, article: int = 0) -> dict[str, tuple[str, bool]]:
    """Return what a sidecar says, by the sentence, and whether that waits for review; not the headline."""
    file = root / "content" / name(article).replace(".txt", ".en.po")
    return {one.msgid: (one.msgstr, one.fuzzy) for one in parse(file.read_bytes(), "x").entries[2:]}


def test_keys_accept_edit_draft_and_skip_and_the_next_round_goes_on_from_there(root: Path, editor: str) -> None:
    terminal = Terminal(root, EDITOR=editor, VISUAL="")
    shown = terminal.until(PROMPT)
    assert "1 of 8" in shown
    assert "doubtful: numbers differ" in shown
    assert f"\n{source(0, 0)}\n" in shown
    assert f"\n{counterpart(0, 0)}\n" in shown
    terminal.press("y")
    assert "2 of 8" in terminal.until(PROMPT)
    terminal.press("e")
    assert corrected(0, 1) in terminal.until(PROMPT)
    terminal.press("y")
    terminal.until(PROMPT)
    terminal.press("d")
    terminal.until(PROMPT)
    terminal.press("s")
    assert "5 of 8" in terminal.until(PROMPT)
    terminal.press("q")
    terminal.until("2 reviewed, 1 kept as drafts, 6 left")
    assert terminal.end() == 0
    assert entries(root) == {
        source(0, 0): (counterpart(0, 0), False),
        source(0, 1): (corrected(0, 1), False),
        source(0, 2): (counterpart(0, 2), True),
        source(0, 3): (counterpart(0, 3), True),
    }
    again = Terminal(root)
    shown = again.until(PROMPT)
    assert "1 of 6" in shown
    assert "draft, nobody has reviewed it" in shown
    again.press("q")
    assert again.end() == 0


def test_an_arabic_keyboard_gives_the_same_keys_and_signs_say_where_a_sentence_is_said(root: Path) -> None:
    terminal = Terminal(root, f"content/{name(0)}")
    for key in ("غ", "+", "-", "="):
        assert "of 4" in terminal.until(PROMPT)
        terminal.press(key)
    terminal.until("4 reviewed, 0 kept as drafts, 0 left")
    assert terminal.end() == 0
    assert [said for said, _ in entries(root).values()] == [counterpart(0, 0), "[+]", "[-]", "[=]"]


def test_what_cannot_be_saved_is_said_and_asked_again_and_an_unknown_key_tells_the_keys(root: Path) -> None:
    terminal = Terminal(root, EDITOR="/nowhere/editor", VISUAL="")
    terminal.until(PROMPT)
    terminal.press("\x1b[D")  # an arrow is no answer, whatever letters it sends
    assert "keep as a draft" in terminal.until(PROMPT)
    for key, said in (("+", "the sentence before has no translation"), ("e", "EDITOR"), ("x", "keep as a draft")):
        terminal.press(key)
        assert said in terminal.until(PROMPT)
    terminal.press("\x03")
    terminal.until("interrupted")
    assert terminal.end() == 130
    assert all(waits for _, waits in entries(root).values())


def test_what_another_editor_saved_meanwhile_is_shown_before_it_is_replaced(root: Path) -> None:
    terminal = Terminal(root)
    terminal.until(PROMPT)
    file = root / "content" / name(0).replace(".txt", ".en.po")
    theirs = file.read_text("utf-8").replace(f'msgstr "{counterpart(0, 0)}"', 'msgstr "100 theirs."')
    file.write_text(theirs, "utf-8")
    terminal.press("y")
    assert "100 theirs." in terminal.until(PROMPT)
    assert entries(root)[source(0, 0)] == ("100 theirs.", True)
    terminal.press("y")
    terminal.until(PROMPT)
    assert entries(root)[source(0, 0)] == (counterpart(0, 0), False)
    terminal.press("\x04")
    terminal.until("1 reviewed")
    assert terminal.end() == 0


def test_arabic_stands_on_lines_of_its_own_that_fit_the_terminal(root: Path) -> None:
    terminal = Terminal(root, COLUMNS="30")
    shown = terminal.until(PROMPT)
    terminal.press("q")
    assert terminal.end() == 0
    arabic = [line for line in shown.split("\n") if re.search("[\u0600-\u06ff]", line)]
    assert arabic
    for line in arabic:
        assert len(line) < 30
        assert not re.search("[A-Za-z\u200e\u200f\u2066-\u2069]", line)


def piped(root: Path, answers: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command with answers through a pipe."""
    return subprocess.run(
        [sys.executable, "-m", "digest", *arguments],
        cwd=root,
        env={**os.environ, "XDG_CACHE_HOME": str(root.parent / "cache")},
        input=answers,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_round_may_be_of_the_translations_of_one_person(root: Path) -> None:
    file = root / "content" / name(1).replace(".txt", ".en.po")
    file.write_bytes(write(revised(parse(file.read_bytes(), file.name), Revision(time=NOW, by="Nour"))))
    done = piped(root, "y\nq\n", "review", "--of", "Nour")
    assert "1 reviewed, 0 kept as drafts, 3 left" in done.stderr
    assert [waits for _, waits in entries(root, 1).values()] == [False, True, True, True]
    unknown = piped(root, "", "review", "--of", "Nuor")
    assert unknown.returncode == 1
    assert "no translation is by `Nuor`" in unknown.stderr
    assert "not both" in piped(root, "", "review", "--of", "Nour", f"content/{name(1)}").stderr


def test_answers_may_come_through_a_pipe(root: Path) -> None:
    done = piped(root, "y\ns\n", "review", f"content/{name(1)}")
    assert done.returncode == 0, done.stderr
    assert "1 reviewed, 0 kept as drafts, 3 left" in done.stderr
    assert [waits for _, waits in entries(root, 1).values()] == [False, True, True, True]
