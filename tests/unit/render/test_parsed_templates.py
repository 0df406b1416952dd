from pathlib import Path

from digest.render.parsed_templates import ParsedTemplates
from tests.stories import config


def parsed(root: Path, **templates: str) -> ParsedTemplates:
    (root / "templates").mkdir()
    for name, text in templates.items():
        (root / "templates" / f"{name}.html").write_text(text, "utf-8")
    return ParsedTemplates(config(root))


def test_a_template_refers_to_what_it_extends_and_includes(tmp_path: Path) -> None:
    templates = parsed(
        tmp_path, page="{% extends 'default/base.html' %}{% include 'logo.html' %}{% include page.kind %}"
    )
    assert templates.references("page.html") == {"default/base.html", "logo.html", None}


def test_blocks_are_inherited_from_all_templates_above(tmp_path: Path) -> None:
    templates = parsed(
        tmp_path,
        base="{% block main %}{% endblock %}",
        story="{% extends 'base.html' %}{% block main %}{% block text %}{% endblock %}{% endblock %}",
        own="{% extends 'story.html' %}{% block text %}x{% endblock %}\n{% block txt %}x{% endblock %}",
    )
    assert templates.inherited("own.html") == {"main", "text"}
    assert list(templates.blocks_without_parent("own.html")) == [("txt", 2)]


def test_one_that_cannot_be_parsed_is_empty_and_one_that_extends_itself_ends(tmp_path: Path) -> None:
    templates = parsed(tmp_path, broken="{% block %}", circle="{% extends 'circle.html' %}{% block a %}{% endblock %}")
    assert templates.references("broken.html") == set()
    assert templates.inherited("circle.html") == set()
