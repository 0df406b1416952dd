import sys
from pathlib import Path
from time import monotonic, sleep

import pytest

from digest.errors import DigestError
from digest.preview.editor import editor_command, open_in_editor


def which(*there: str) -> "dict[str, str]":
    return {name: f"/usr/bin/{name}" for name in there}


@pytest.mark.parametrize(
    ("environ", "there", "command"),
    [
        ({"VISUAL": "code --wait", "EDITOR": "gedit"}, ("code", "gedit"), ["code", "--wait", "-g", "x.txt:7"]),
        ({"EDITOR": "gedit"}, ("code", "gedit"), ["gedit", "+7", "x.txt"]),
        ({"EDITOR": "vim"}, ("vim", "code"), ["code", "-g", "x.txt:7"]),
        ({"EDITOR": "missing"}, ("subl",), ["subl", "x.txt:7"]),
        ({}, ("codium",), ["codium", "-g", "x.txt:7"]),
        ({"EDITOR": "/opt/zed"}, ("/opt/zed",), ["/opt/zed", "x.txt:7"]),
    ],
)
def test_the_editor_that_is_named_opens_the_file_at_the_line(
    environ: dict[str, str], there: tuple[str, ...], command: list[str]
) -> None:
    assert editor_command(Path("x.txt"), 7, environ, which(*there).get) == command


def test_without_an_editor_that_has_a_window_it_is_said_how_to_name_one() -> None:
    with pytest.raises(DigestError, match="no editor with a window") as raised:
        editor_command(Path("x.txt"), 7, {"EDITOR": "vim"}, which("vim").get)
    assert "VISUAL" in raised.value.problems[0].hint


def test_the_editor_is_started_and_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code = "import sys; open(sys.argv[2] + '.seen', 'w').write(sys.argv[1])"
    editor = tmp_path / "editor.py"
    editor.write_text(code)
    monkeypatch.setenv("VISUAL", f"{sys.executable} {editor}")
    open_in_editor(tmp_path / "x.txt", 3)
    seen = tmp_path / "x.txt.seen"
    end = monotonic() + 20
    while not (seen.exists() and seen.read_text()) and monotonic() < end:
        sleep(0.05)
    assert seen.read_text() == "+3"
