"""Templates: escaped as Jinja does, compiled once, and named with their line where they go wrong."""

from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment
from markupsafe import Markup, escape

from digest.config import Config
from digest.errors import DigestError
from digest.render.environment import Templates, environment
from tests.stories import Whole, pages, render, simple, site
from tests.unit.render.parsed import parse


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
        static=root / "static",
        locale=root / "locale",
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


def override(root: Path, name: str, text: str) -> Whole:
    (root / "templates").mkdir()
    (root / "templates" / name).write_text(text, "utf-8")
    return site(root, simple())


def test_a_template_can_extend_the_default_that_it_overrides(tmp_path: Path) -> None:
    made = override(
        tmp_path,
        "article.html",
        '{% extends "default/article.html" %}{% block notice %}<p lang="en" dir="ltr">Mine</p>{% endblock %}',
    )
    page = parse(pages(render(made))["en/articles/first/index.html"])
    assert "Mine" in page.xpath("//main//p/text()")
    assert not page.xpath("//aside")
    assert page.xpath("//h1")


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        ("<p>\n{% if %}", 2, "expected"),
        ("\n\n{{ nothing }}", 3, "'nothing' is undefined"),
        ("\n{{ article.titel }}", 2, "titel"),
        ('\n{{ words["en"]("missin.title") }}', 2, "there is no text `missin.title`"),
        ('{{ asset("none.css") }}', 1, "there is no file `none.css` in the theme"),
        ('\n{% extends "bse.html" %}', 2, "there is no template `bse.html`"),
    ],
)
def test_a_wrong_template_is_named_with_its_line(tmp_path: Path, text: str, line: int, problem: str) -> None:
    with pytest.raises(DigestError) as caught:
        list(render(override(tmp_path, "article.html", text)))
    (found,) = caught.value.problems
    assert problem in found.problem
    assert found.where == f"templates/article.html:{line}"
    assert found.hint


def test_templates_escape_what_they_are_given(tmp_path: Path) -> None:
    made = override(tmp_path, "footer.html", '<footer lang="en" dir="ltr">{{ "<b>" }}</footer>')
    assert "&lt;b&gt;" in pages(render(made))["index.html"]


@pytest.mark.parametrize(
    ("name", "text", "where", "problem"),
    [
        ("base.html", b"\n{% extends 'base.html' %}", "templates/base.html:2", "round in circles"),
        ("article.html", b"\n{% include 'article.html' %}", "templates/article.html:2", "round in circles"),
        ("card.html", b"{% macro m() %}\n{{ m() }}{% endmacro %}{{ m() }}", "templates/card.html:2", "in circles"),
        ("article.html", b"\n{{ 'a' * 10 ** 18 }}", "templates/article.html:2", "MemoryError"),
        ("head.html", b"<p>\n\xc7\xe1", "templates/head.html:2", "it is not UTF-8"),
        ("article.html", b"{{ '\\ud800' }}", "templates/article.html", "half of a character"),
    ],
)  # fmt: skip
def test_a_template_that_cannot_be_finished_is_named(
    tmp_path: Path, name: str, text: bytes, where: str, problem: str
) -> None:
    made = override(tmp_path, name, "")
    (tmp_path / "templates" / name).write_bytes(text)
    with pytest.raises(DigestError) as caught:
        list(render(made))
    (found,) = caught.value.problems
    assert (found.where, problem in found.problem) == (where, True)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ('{{ asset("digest.cs") }}', "did you mean `digest.css`?"),
        ('{% extends "bse.html" %}', "did you mean `base.html`?"),
        ('{% include "masthed.html" %}', "did you mean `masthead.html`?"),
        ('{{ asset("own.css") }}', "put it into the folder `theme/`"),
    ],
)
def test_a_name_that_a_template_gets_wrong_is_answered_with_the_nearest(tmp_path: Path, text: str, hint: str) -> None:
    with pytest.raises(DigestError) as caught:
        list(render(override(tmp_path, "article.html", text)))
    assert caught.value.problems[0].hint == hint


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("{{ artcle.title }}", "did you mean `article`?"),
        ("{{ site.lang|uper }}", "did you mean `upper`?"),
        ("{{ zzzz }}", "`base.html` lists what a template can use"),
        ("{{ site.zzzz.x }}", "`base.html` lists what a template can use"),
        ("{{ site.lang|zzzz }}", "take the filter out: Jinja's own can be used"),
    ],
)
def test_what_a_template_may_have_meant_is_named(tmp_path: Path, text: str, hint: str) -> None:
    with pytest.raises(DigestError) as caught:
        list(render(override(tmp_path, "article.html", text)))
    assert caught.value.problems[0].hint == hint


def test_a_message_names_no_class_of_the_program(tmp_path: Path) -> None:
    with pytest.raises(DigestError) as caught:
        list(render(override(tmp_path, "article.html", "{{ site.zzzz.x }}")))
    assert caught.value.problems[0].problem == "what stands before `.zzzz` has no `zzzz`"
