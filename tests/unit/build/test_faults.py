"""Builds that publish the rest when some pages can't be rendered."""

from pathlib import Path
from typing import Any

import pytest

from digest.argos import Machine
from digest.build.report import Report
from digest.errors import DigestError
from tests.sites import ARTICLE, make_site, publish, tree

BROKEN = '{% extends "default/404.html" %}{% block main %}{{ nothing.at.all }}{% endblock %}'


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_site(tmp_path, {"2026-11-19-library.txt": ARTICLE})


def template(root: Path, text: str) -> Path:
    file = root / "templates/404.html"
    file.parent.mkdir(exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def lenient(root: Path, machine: Machine, **known: Any) -> Report:
    return publish(root, machine, lenient=True, **known)


def test_a_template_that_breaks_one_page_keeps_that_page_as_it_was_and_the_others_are_made(
    root: Path, machine: Machine
) -> None:
    report = lenient(root, machine)
    before = tree(root / "public")
    article = root / "content/2026-11-19-library.txt"
    article.write_text(ARTICLE.replace("12,500", "13,500"), encoding="utf-8")
    report = lenient(root, machine, warm=report.warm, changed=frozenset({template(root, BROKEN), article}))
    assert "404.html" in report.faults
    assert {problem.where for problem in report.faults["404.html"]} == {"templates/404.html:1"}
    after = tree(root / "public")
    assert after["404.html"] == before["404.html"]
    assert "13,500" in after["articles/library/index.html"].decode()


@pytest.mark.parametrize("warm", [True, False])
def test_the_page_is_made_as_soon_as_the_template_is_mended(root: Path, machine: Machine, warm: bool) -> None:
    file = template(root, BROKEN)
    report = lenient(root, machine)
    assert "404.html" not in tree(root / "public")
    again = lenient(root, machine, warm=report.warm) if warm else lenient(root, machine)
    assert "404.html" in again.faults
    file.unlink()
    known = {"warm": again.warm, "changed": frozenset({file})} if warm else {}
    mended = lenient(root, machine, **known)
    assert mended.faults == {}
    published = tree(root / "public")
    (root / ".digest").rename(root / ".aside")
    publish(root, machine)
    assert tree(root / "public") == published


def test_a_build_that_is_not_lenient_publishes_nothing(root: Path, machine: Machine) -> None:
    template(root, BROKEN)
    with pytest.raises(DigestError):
        publish(root, machine)
    assert tree(root / "public") == {}
