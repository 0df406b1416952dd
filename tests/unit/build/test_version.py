"""A version that was written apart, from its file to the site: in a build, and after every edit."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from digest.argos import Machine
from digest.errors import DigestError
from tests.sites import ARTICLE, BULLETIN, make_site, publish, settle, tree

VERSION = """\
Author: Jane Field
Updated: 2026-11-22

Readers return to a restored library

The library opened its doors on Thursday, two years after it closed.

“We waited a long time,” its director said of the 12,500 books inside.
"""
PAGE = "articles/library/index.html"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_site(tmp_path / "site", {"2026-11-19-library.txt": ARTICLE, "2026-11-20-rain.txt": BULLETIN})


def version(root: Path) -> Path:
    return root / "content/2026-11-19-library.en.txt"


def ld(html: str) -> dict[str, object]:
    found = json.loads(html.partition('type="application/ld+json">')[2].partition("</script>")[0])
    assert isinstance(found, dict)
    return found


def test_it_is_a_person_s_text_wherever_it_is_shown(root: Path, machine: Machine) -> None:
    version(root).write_text(VERSION)
    report = publish(root, machine)
    assert not [warning for warning in report.warnings if "library" in warning.where]
    files = {path: body.decode("utf-8", "replace") for path, body in tree(root / "public").items()}
    page = files[f"en/{PAGE}"]
    assert "Readers return to a restored library</span></h1>" in page
    assert "of the 12,500 books inside." in page
    assert 'By <bdi lang="en" dir="ltr">Jane Field</bdi>' in page
    assert 'data-status="written"' in page
    assert "It is not a translation" in page
    assert '<meta name="translation" content="written">' in page
    data = ld(page)
    assert data["inLanguage"] == "en"
    assert data["author"] == [{"@type": "Person", "name": "Jane Field"}]
    assert str(data["dateModified"]).startswith("2026-11-22")
    assert not data.keys() & {"translationOfWork", "translator", "editor", "digitalSourceType"}
    assert not ld(files[f"ar/{PAGE}"]).keys() & {"workTranslation", "translator", "editor"}
    assert "النسخة العربية. أما الإنجليزية" in files[f"ar/{PAGE}"]
    assert "articles/library/translation.json" not in files
    assert "articles/library/translation.json" not in "".join(body for path, body in files.items() if "library" in path)
    (item,) = [one for one in json.loads(files["en/feed.json"])["items"] if "library" in one["url"]]
    assert item["authors"] == [{"name": "Jane Field"}]
    assert item["_digest"] == {"translation": "written"}
    assert "en/articles/library/" in files["sitemap.xml"]
    home = files["en/index.html"]
    assert "Readers return to a restored library" in home
    assert "Machine" not in home.partition("Readers return")[2].partition("</article>")[0]


def test_no_sentence_of_it_is_asked_of_the_machine(root: Path, machine: Machine) -> None:
    (root / "content/2026-11-20-rain.txt").unlink()
    version(root).write_text(VERSION)
    report = publish(root, machine, allow_untranslated=False)
    assert (report.counts.machine_translated, report.counts.machine) == (0, 0)
    assert report.counts.sentences


def test_only_reviewed_text_shows_it_too(root: Path, machine: Machine) -> None:
    site = root / "site.toml"
    site.write_text(site.read_text() + "only_reviewed = true\n")
    version(root).write_text(VERSION)
    publish(root, machine)
    assert "Readers return" in (root / f"public/en/{PAGE}").read_text("utf-8")


def test_after_every_edit_the_site_is_that_of_a_clean_build(root: Path, machine: Machine, tmp_path: Path) -> None:
    content = root / "content"
    article = content / "2026-11-19-library.txt"
    sidecar = content / "2026-11-19-library.en.po"
    edits: list[Callable[[], object]] = [
        lambda: version(root).write_text(VERSION),
        lambda: version(root).write_text(VERSION.replace("two years", "three years")),
        lambda: sidecar.write_text('msgid ""\nmsgstr ""\n"Language: en\\n"\n'),
        lambda: article.write_text(ARTICLE + "\nفقرة أخيرة هنا.\n"),
        lambda: version(root).rename(version(root).with_suffix(".md")),
        lambda: version(root).with_suffix(".md").unlink(),
        lambda: version(root).write_text(VERSION),
        article.unlink,
        lambda: article.write_text(ARTICLE),
    ]
    warm = publish(root, machine).warm
    for number, edit in enumerate(edits):
        before = set(content.iterdir())
        edit()
        changed = frozenset({article, sidecar, version(root), *(before ^ set(content.iterdir()))})
        warm = publish(root, machine, warm=warm, changed=changed).warm
        other = make_site(tmp_path / f"clean{number}", {path.name: path.read_bytes() for path in content.iterdir()})
        publish(other, machine)
        assert tree(root / "public") == tree(other / "public"), number
    settle(root)
    publish(root, machine)
    assert publish(root, machine).written == 0


def test_a_version_that_comes_between_two_builds_of_their_own_is_seen(root: Path, machine: Machine) -> None:
    settle(root)
    publish(root, machine)
    version(root).write_text(VERSION)
    publish(root, machine)
    assert "Readers return" in (root / f"public/en/{PAGE}").read_text("utf-8")
    version(root).unlink()
    publish(root, machine)
    assert "Readers return" not in (root / f"public/en/{PAGE}").read_text("utf-8")


def test_a_sidecar_beside_it_is_kept_and_told_of(root: Path, machine: Machine) -> None:
    version(root).write_text(VERSION)
    sidecar = root / "content/2026-11-19-library.en.po"
    body = 'msgid ""\nmsgstr ""\n\nmsgid "افتتاح مكتبة الحي بعد عامين من الترميم"\nmsgstr "Reviewed headline"\n'
    sidecar.write_text(body)
    report = publish(root, machine)
    assert [w.where for w in report.warnings if "is not used" in w.problem] == ["2026-11-19-library.en.po"]
    assert sidecar.read_text() == body
    assert "Reviewed headline" not in (root / f"public/en/{PAGE}").read_text("utf-8")


def test_nothing_of_it_is_published_once_its_article_is_withdrawn_or_a_draft(root: Path, machine: Machine) -> None:
    version(root).write_text(VERSION)
    article = root / "content/2026-11-19-library.txt"
    for line in ("Withdrawn: خطأ في الخبر", "Draft: yes"):
        article.write_text(f"{line}\n\n{ARTICLE}")
        publish(root, machine)
        assert "12,500 books" not in "".join(body.decode("utf-8", "ignore") for body in tree(root / "public").values())


def test_a_mistake_in_it_stops_the_build_with_its_file_and_line(root: Path, machine: Machine) -> None:
    version(root).write_text(VERSION.replace("Updated: 2026-11-22", "Draft: yes"))
    with pytest.raises(DigestError) as error:
        publish(root, machine)
    assert [problem.where for problem in error.value.problems] == ["2026-11-19-library.en.txt:2"]


def test_of_an_english_article_the_arabic_version_is_read(tmp_path: Path, machine: Machine) -> None:
    root = make_site(tmp_path, {"2026-11-19-library.txt": VERSION, "2026-11-19-library.ar.txt": ARTICLE})
    publish(root, machine)
    page = (root / f"public/ar/{PAGE}").read_text("utf-8")
    assert "افتتاح مكتبة الحي بعد عامين من الترميم</span></h1>" in page
    assert "كُتبت هذه النسخة بالعربية مباشرة" in page
