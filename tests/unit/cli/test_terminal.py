import json
import os
import sys
from pathlib import Path
from threading import Thread

import pytest
import segno

from digest.cli.terminal import print_qr_code, qr_code, shown_path, write_json, write_lines
from digest.errors import DigestError
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


def test_a_file_is_written_as_a_whole_and_a_link_to_it_stays(tmp_path: Path) -> None:
    (tmp_path / "old").write_text("old", encoding="utf-8")
    (tmp_path / "link").symlink_to("old")
    write_lines(["أ", "b"], tmp_path / "link")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "old").read_bytes() == "أ\nb\n".encode()
    write_json({"a": "أ"}, tmp_path / "new")
    assert json.loads((tmp_path / "new").read_text("utf-8")) == {"a": "أ"}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link", "new", "old"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no such files")
def test_a_pipe_is_written_to_and_stays_a_pipe(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    heard: list[str] = []
    reader = Thread(target=lambda: heard.append((tmp_path / "pipe").read_text("utf-8")))
    reader.start()
    write_lines(["a"], tmp_path / "pipe")
    reader.join()
    assert heard == ["a\n"]
    assert (tmp_path / "pipe").is_fifo()


def test_what_cannot_be_written_is_an_error_with_its_place_and_reason(tmp_path: Path) -> None:
    with pytest.raises(DigestError, match="cannot write it: is a directory") as refused:
        write_json({}, tmp_path)
    assert refused.value.problems[0].where == str(tmp_path)
    with pytest.raises(DigestError, match="cannot write it: no such file or directory") as refused:
        write_lines([], tmp_path / "none" / "file")
    assert "folder" in refused.value.problems[0].hint


def test_a_path_is_shown_as_it_would_be_typed_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert shown_path(tmp_path / "content" / "a.txt") == "content/a.txt"
    assert shown_path(tmp_path.parent) == str(tmp_path.parent)


def test_a_qr_code_is_drawn_module_by_module_dark_on_light() -> None:
    text = "http://192.168.1.20:8000/"
    lines = qr_code(text)
    assert {len(line) for line in lines} == {33}  # 25 modules, and 4 beside them
    drawn = [["▀█".find(char) >= 0 for char in line] for line in lines]
    below = [["▄█".find(char) >= 0 for char in line] for line in lines]
    rows = [row for pair in zip(drawn, below, strict=True) for row in pair][:33]
    assert rows == [list(map(bool, row)) for row in segno.make_qr(text, error="l").matrix_iter(border=4)]


def test_no_qr_code_goes_into_a_log(capsys: pytest.CaptureFixture[str]) -> None:
    print_qr_code("http://192.168.1.20:8000/")
    assert capsys.readouterr().err == ""
