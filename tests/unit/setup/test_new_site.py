import tomllib
from datetime import date
from pathlib import Path

import pytest
import yaml

from digest import DISTRIBUTION, __version__
from digest.argos import Machine
from digest.config import load
from digest.errors import DigestError
from digest.files import PROGRAM
from digest.model import LANGS, Lang
from digest.setup.new_site import make_site
from tests.sites import publish

DAY = date(2026, 11, 20)


def no_machine(tmp_path: Path) -> Machine:
    return Machine(folders=[tmp_path / "none"], cache=tmp_path / "cache")


@pytest.mark.parametrize("lang", LANGS)
def test_a_new_site_builds_at_once_without_a_package_and_without_a_warning(tmp_path: Path, lang: Lang) -> None:
    root = tmp_path / "news"
    settings = {"title": {"ar": "أخبارنا", "en": "Our News"}, "source_language": lang, "base_url": "https://a.example/"}
    made = make_site(root, settings, DAY)
    assert made.kept == ()
    assert all((root / path).is_file() for path in made.files)
    report = publish(root, no_machine(tmp_path), allow_untranslated=False)
    assert (report.articles, report.warnings) == (1, ())
    assert report.counts.untranslated == 0
    assert report.counts.from_sidecar == report.counts.sentences
    page = (root / "public/articles/welcome/index.html").read_text("utf-8")
    assert 'data-origin="edited"' in page
    assert "أهلاً بكم" in page
    assert "Welcome to your new site" in page
    assert (load(root).title["en"], load(root).feed_id) == ("Our News", "tag:a.example,2026:")


@pytest.mark.parametrize("lang", LANGS)
def test_a_new_site_in_the_language_of_its_sources_has_no_translation(tmp_path: Path, lang: Lang) -> None:
    root = tmp_path / "news"
    settings = {"title": {lang: "News"}, "languages": lang, "source_language": lang, "base_url": "https://a.example/"}
    made = make_site(root, settings, DAY)
    assert [path for path in made.files if path.startswith("content/")] == ["content/2026-11-20-welcome.txt"]
    report = publish(root, no_machine(tmp_path), allow_untranslated=False)
    assert (report.articles, report.warnings) == (1, ())
    page = (root / "public/articles/welcome/index.html").read_text("utf-8")
    assert "أهلاً بكم" in page if lang == "ar" else "in English only" in page
    assert load(root).views == (lang,)


def test_a_site_that_is_there_is_not_touched(tmp_path: Path) -> None:
    make_site(tmp_path, {}, DAY)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    with pytest.raises(DigestError, match=r"there is a `site\.toml` already"):
        make_site(tmp_path, {"per_page": 3}, DAY)
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def test_articles_and_files_that_are_there_stay_and_get_no_first_article_beside_them(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "mine.txt").write_text("خبر\n\nنص.\n", encoding="utf-8")
    (tmp_path / ".gitignore").write_text("*.bak\n", encoding="utf-8")
    made = make_site(tmp_path, {}, DAY)
    assert made.kept == (".gitignore",)
    assert (tmp_path / ".gitignore").read_text("utf-8") == "*.bak\n"
    assert [path.name for path in (tmp_path / "content").iterdir()] == ["mine.txt"]


def test_a_wrong_setting_makes_nothing(tmp_path: Path) -> None:
    with pytest.raises(DigestError, match="not a web address"):
        make_site(tmp_path / "new", {"base_url": "here"}, DAY)
    assert not (tmp_path / "new").exists()


def test_a_folder_that_cannot_be_made_is_told_and_a_second_try_goes_on(tmp_path: Path) -> None:
    (tmp_path / ".github").write_text("in the way", encoding="utf-8")
    with pytest.raises(DigestError, match="cannot write it"):
        make_site(tmp_path, {}, DAY)
    assert not (tmp_path / "site.toml").exists()
    (tmp_path / ".github").unlink()
    made = make_site(tmp_path, {}, DAY)
    assert "site.toml" in made.files


@pytest.mark.parametrize("path", [".github/workflows/site.yml", ".gitlab-ci.yml"])
def test_the_files_for_hosts_are_yaml_that_installs_this_version_and_names_no_host(tmp_path: Path, path: str) -> None:
    make_site(tmp_path, {}, DAY)
    text = (tmp_path / path).read_text("utf-8")
    assert yaml.safe_load(text)
    assert f'pip install "{DISTRIBUTION}=={__version__}"' in text
    assert "digest build" in text
    assert "cron" in text
    assert "://" not in text


def test_the_program_is_distributed_under_the_name_that_it_says() -> None:
    project = tomllib.loads((PROGRAM.parent / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["name"] == DISTRIBUTION
    assert list(project["scripts"]) == ["digest"]
