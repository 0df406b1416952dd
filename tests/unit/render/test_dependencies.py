"""Whether a page shows more of the site than its subject."""

from pathlib import Path

import pytest

from digest.render.dependencies import SiteDependency, WatchedSite
from tests.stories import render, simple, site


@pytest.mark.parametrize(("name", "noted"), [("stories", True), ("tags", True), ("listings", True),
                                             ("sections", False), ("config", False), ("href", False)])  # fmt: skip
def test_reading_what_depends_on_all_stories_is_noted(tmp_path: Path, name: str, noted: bool) -> None:
    whole, dependency = site(tmp_path, simple()).site, SiteDependency(always=False)
    assert getattr(WatchedSite(whole, dependency), name) == getattr(whole, name)
    assert dependency.noted is noted


def test_what_was_noted_is_told_once() -> None:
    dependency = SiteDependency(always=False)
    dependency.note()
    assert (dependency.reset(), dependency.reset()) == (True, False)


def test_every_page_can_be_made_to_depend_on_the_whole_site() -> None:
    dependency = SiteDependency(always=True)
    assert (dependency.reset(), dependency.reset()) == (True, True)


def dependent_pages(root: Path, template: str, text: str) -> set[str]:
    """Return the paths of the pages that depend on the whole site when a template of the site's own is this."""
    (root / "templates").mkdir()
    (root / "templates" / template).write_text(text, "utf-8")
    return {output.path for output in render(site(root, simple(), simple("second"))) if output.depends_on_site}


def test_the_pages_of_the_default_templates_show_their_subject_only(tmp_path: Path) -> None:
    made = list(render(site(tmp_path, simple())))
    assert made
    assert not any("articles/" in output.path and output.depends_on_site for output in made)


def test_only_the_pages_whose_template_lists_all_stories_depend_on_the_whole_site(tmp_path: Path) -> None:
    paths = dependent_pages(
        tmp_path, "article.html", '{% extends "default/article.html" %}{% block footer %}{{ site.stories|length }}'
        "{% endblock %}",
    )  # fmt: skip
    assert {"articles/first/index.html", "en/articles/second/index.html"} <= paths
    lists = ("articles/", "archive/", "search/", "404.html")
    assert all(any(each in path for each in lists) for path in paths)


def test_a_page_depends_on_the_whole_site_when_a_fragment_in_it_does(tmp_path: Path) -> None:
    paths = dependent_pages(tmp_path, "card.html", "{{ site.stories|length }}")
    assert {"index.html", "ar/index.html", "en/index.html"} <= paths
    assert "articles/first/index.html" not in paths


def test_where_templates_import_each_other_every_page_depends_on_the_whole_site(tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates/macros.html").write_text("{% macro m() %}{% endmacro %}")
    (tmp_path / "templates/card.html").write_text('{% from "macros.html" import m %}')
    made = [output for output in render(site(tmp_path, simple())) if output.path.endswith(".html")]
    assert made
    assert all(output.depends_on_site for output in made)
