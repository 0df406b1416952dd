from pathlib import Path

import pytest

from digest.config import Config
from digest.render.overrides import misspelt_overrides
from tests.stories import config


def put(root: Path, files: dict[str, str]) -> Config:
    for name, text in files.items():
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_text(text, "utf-8")
    return config(root)


@pytest.mark.parametrize(
    ("file", "text", "where", "hint"),
    [
        ("templates/artcle.html", "x", "templates/artcle.html", "did you mean `article.html`?"),
        ("templates/partners.html", "x", "templates/partners.html", "a template has the name of the default"),
        (
            "templates/article.html",
            "{% extends 'default/article.html' %}\n{% block heder %}x{% endblock %}",
            "templates/article.html:2",
            "did you mean `header`?",
        ),
        (
            "templates/home.html",
            "{% extends 'list.html' %}{% block advertisement %}x{% endblock %}",
            "templates/home.html:1",
            "what stands in it is shown nowhere",
        ),
        ("theme/digest.cs", "x", "theme/digest.cs", "did you mean `digest.css`?"),
    ],
)
def test_a_misspelt_name_is_told_with_the_nearest(tmp_path: Path, file: str, text: str, where: str, hint: str) -> None:
    (warning,) = misspelt_overrides(put(tmp_path, {file: text}))
    assert warning.where == where
    assert warning.hint.startswith(hint)


EXTENDS = "{% extends 'default/article.html' %}{% block header %}{% block x %}{% endblock %}{% endblock %}"
FRAME = "{% extends 'default/base.html' %}{% block main %}{% block own %}{% endblock %}{% endblock %}"


@pytest.mark.parametrize(
    "files",
    [
        {},
        {"templates/base.html": "{% block mine %}{% endblock %}", "theme/digest.css": ""},
        {"templates/article.html": EXTENDS},
        {"templates/footer.html": "{% include 'partners.html' %}", "templates/partners.html": "x"},
        {"templates/footer.html": "{% include name %}", "templates/partners.html": "x"},
        {
            "templates/base.html": FRAME,
            "templates/article.html": "{% extends 'base.html' %}{% block own %}x{% endblock %}",
        },
        {"templates/head.html": "{{ asset('digest2.css') }}", "theme/digest2.css": ""},
        {"theme/logo.png": ""},
        {"templates/article.html": "{% if %}"},
    ],
)
def test_what_is_used_is_no_mistake(tmp_path: Path, files: dict[str, str]) -> None:
    assert not list(misspelt_overrides(put(tmp_path, files)))


def test_a_template_that_extends_itself_is_looked_at_once(tmp_path: Path) -> None:
    text = "{% extends 'article.html' %}{% block header %}{% endblock %}"
    assert len(list(misspelt_overrides(put(tmp_path, {"templates/article.html": text})))) == 1
