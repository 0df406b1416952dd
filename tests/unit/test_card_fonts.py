from pathlib import Path

import pytest
from PIL import features

from digest.card_fonts import card_fonts


@pytest.fixture
def no_fontconfig(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))


@pytest.mark.usefixtures("no_fontconfig")
def test_without_fontconfig_each_language_lacks_a_font(tmp_path: Path) -> None:
    fonts, problems = card_fonts({}, tmp_path)
    assert not fonts
    assert [problem.problem for problem in problems] == [
        "no social cards are drawn: there is no font for Arabic",
        "no social cards are drawn: there is no font for English",
    ]
    assert "[card_fonts]" in problems[0].hint


@pytest.mark.usefixtures("no_fontconfig")
def test_a_file_that_is_no_font_is_named_as_the_site_names_it(tmp_path: Path) -> None:
    (tmp_path / "ar.ttf").write_bytes(b"no font")
    fonts, problems = card_fonts({"ar": "ar.ttf", "en": "missing.ttf"}, tmp_path)
    assert not fonts
    assert [problem.problem for problem in problems] == [
        "no social cards are drawn: `ar.ttf` is no font that can be read",
        "no social cards are drawn: `missing.ttf` is no font that can be read",
    ]


def test_without_shaping_there_is_no_card_and_the_reason_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(features, "check", lambda feature: feature != "raqm")
    fonts, [problem] = card_fonts({}, tmp_path)
    assert not fonts
    assert "FriBidi" in problem.problem


@pytest.mark.parametrize("answer", ["/fonts/latin.ttf\nde|en|fr", "", "/fonts/latin.ttf"])
def test_a_font_of_another_language_is_none(answer: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = tmp_path / "fc-match"
    program.write_text(f"#!/bin/sh\nprintf '{answer}'\n".replace("\n", "\n", 1))
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    _, problems = card_fonts({}, tmp_path)
    assert "there is no font for Arabic" in problems[0].problem
