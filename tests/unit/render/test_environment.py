"""Templates: what is escaped as Jinja does, and compiled once."""

from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment
from markupsafe import Markup, escape

from digest.config import Config
from digest.render.environment import Templates, environment


def _config(root: Path, **templates: str) -> Config:
    folder = root / "templates"
    folder.mkdir()
    for name, text in templates.items():
        (folder / f"{name}.html").write_text(text, "utf-8")
    return Config(
        root=root,
        content=root / "content",
        output=root / "public",
        templates=folder,
        theme=root / "theme",
        base_url="https://news.example/",
    )


class _Html:
    def __html__(self) -> str:
        return "<hr>"


@pytest.mark.parametrize(
    "value", ["a & <b> \"c\" 'd'", "", Markup("<i>&amp;</i>"), 7, 1.5, None, True, _Html(), [1, "<"]]
)
def test_a_value_is_escaped_as_by_markupsafe(tmp_path: Path, value: object) -> None:
    template = Templates(_config(tmp_path, own="{{ value }}|{% set kept %}{{ value }}{% endset %}{{ kept }}"))
    assert template("own.html", value=value) == f"{escape(value)}|{escape(value)}"


def test_macros_loops_and_calls_get_what_jinja_gives_them(tmp_path: Path) -> None:
    source = (
        "{% macro row(x) %}<{{ x }}{% if caller is defined %}{{ caller() }}{% endif %}>{% endmacro %}"
        "{% for x in '<&' %}{{ row(x) }}{{ own(x, n=loop.index) }}{% call row(1) %}!{% endcall %}{% endfor %}"
    )
    template = Templates(_config(tmp_path, own=source), own=lambda x, n: f"{x}{n}")
    assert template("own.html") == "<&lt;>&lt;1<1!><&amp;>&amp;2<1!>"


def _compilations(config: Config, compiled: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    """Load a template in a new environment; return how many it had to compile."""
    count = 0
    original: Any = Environment.compile

    def counted(self: Environment, *args: Any, **kwargs: Any) -> Any:
        nonlocal count
        count += 1
        return original(self, *args, **kwargs)

    with monkeypatch.context() as patch:
        patch.setattr(Environment, "compile", counted)
        assert environment(config, compiled=compiled).get_template("own.html").render(x="<") == "<p>&lt;"
    return count


def test_templates_are_compiled_once_and_again_when_they_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config, folder = _config(tmp_path, own="<p>{{ x }}"), tmp_path / ".digest" / "templates"
    assert _compilations(config, folder, monkeypatch) == 1
    assert _compilations(config, folder, monkeypatch) == 0
    (config.templates / "own.html").write_text("<p>{{ x }}{# changed #}")
    assert _compilations(config, folder, monkeypatch) == 1


@pytest.mark.parametrize("damage", [slice(0, 0), slice(0, 20), slice(0, 60), slice(0, -1)])
def test_a_damaged_compiled_template_is_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, damage: slice
) -> None:
    config, folder = _config(tmp_path, own="<p>{{ x }}"), tmp_path / "compiled"
    assert _compilations(config, folder, monkeypatch) == 1
    (file,) = folder.iterdir()
    whole = file.read_bytes()
    file.write_bytes(whole[damage])
    assert _compilations(config, folder, monkeypatch) == 1
    assert file.read_bytes() == whole


def test_templates_work_where_compiled_ones_cannot_be_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config = _config(tmp_path, own="<p>{{ x }}")
    (tmp_path / "file").touch()
    assert _compilations(config, tmp_path / "file" / "compiled", monkeypatch) == 1
