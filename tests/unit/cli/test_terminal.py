import json
import sys
from pathlib import Path

import pytest

from tests.sites import ARTICLE, make_site
from tests.unit.cli.conftest import Run


def test_messages_are_plain_when_no_color_is_asked_for(run: Run, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    make_site(root, {"empty.txt": ""})
    assert "\x1b" not in run("build")[2]


BAD_NAMES = ("\x1b[31mred", "bell\x07", "c1\x9b2J", "a\u202etxt", "a\u2067b", "two\nerror: lines", "\u2028")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such names")
@pytest.mark.parametrize("name", BAD_NAMES)
def test_what_a_file_name_would_do_to_a_terminal_is_shown_and_not_done(
    run: Run, root: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    make_site(root, {f"{name}.txt": ARTICLE})
    shown = json.dumps(name)[1:-1].replace("\\n", "\\u000a")
    said = ["".join(run("translate", "--skeleton")[1:]), "".join(run("build", "-v", "--allow-untranslated")[1:])]
    make_site(root, {f"{name}.txt": ""})
    said.append(run("build")[2])
    for text in said:
        assert f"{shown}." in text
        assert all(letter == "\n" or letter not in name for letter in text if not letter.isprintable())
    assert not any(line.startswith("error: lines") for line in said[2].splitlines())


def test_arabic_is_shown_as_it_is_and_data_keeps_the_names_of_files(run: Run, root: Path) -> None:
    make_site(root, {"أخبار\u200cنا.txt": ARTICLE, "a\u202eb.txt": ARTICLE})
    assert "content/أخبار\u200cنا.en.po" in run("translate", "--skeleton")[1]
    out = run("read", "--json", "content/a\u202eb.txt")[1]
    assert "\u202e" not in out
    assert json.loads(out)[0]["path"] == "a\u202eb.txt"
