import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from digest.config import Config, parse
from digest.errors import DigestError
from digest.publishing.publish import publish, rollback, target_named
from tests.output import files
from tests.unit.publishing.conftest import bodies

NOW = datetime(2026, 11, 26, tzinfo=UTC)
BASE = 'base_url = "https://news.example/"\n'
WEB = '[publish.web]\nmethod = "folder"\nto = "web"\n'
PAGES = '[publish.pages]\nmethod = "git"\nto = "x.git"\n'


def site(output: Path, toml: str) -> Config:
    return parse(toml, output.parent)


def test_the_only_target_need_not_be_named(output: Path) -> None:
    assert target_named(None, site(output, BASE + WEB)) == "web"
    assert target_named("pages", site(output, BASE + WEB + PAGES)) == "pages"


@pytest.mark.parametrize(
    ("toml", "name", "problem"),
    [
        (BASE, None, "it does not say where to publish"),
        (BASE + WEB + PAGES, None, "name one of `web`, `pages`"),
        (BASE + WEB + PAGES, "page", "did you mean `pages`?"),
        (WEB, "web", "a site without `base_url` links to this computer"),
    ],
)
def test_a_target_that_can_not_be_meant_is_an_error(output: Path, toml: str, name: str | None, problem: str) -> None:
    with pytest.raises(DigestError) as raised:
        target_named(name, site(output, toml))
    assert problem in str(raised.value)


def test_a_folder_is_relative_to_the_site_and_gets_the_site_without_the_programs_own_files(output: Path) -> None:
    publish("web", site(output, BASE + WEB), environ=os.environ, now=NOW)
    assert files(output.parent / "web") == bodies(output)


def test_the_output_folder_is_no_target(output: Path) -> None:
    for to in ("public", "public/live"):
        with pytest.raises(DigestError, match="is the output folder, or lies in it"):
            publish("web", site(output, f'{BASE}[publish.web]\nmethod = "folder"\nto = "{to}"\n'), environ={}, now=NOW)


def test_only_a_server_keeps_releases_to_go_back_to(output: Path) -> None:
    with pytest.raises(DigestError, match="a target of `folder` keeps no releases"):
        rollback("web", site(output, BASE + WEB), environ={})
