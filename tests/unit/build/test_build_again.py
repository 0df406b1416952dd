"""A build that is told what changed since the one before makes what a clean build makes."""

import os
import struct
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from digest.argos import Machine
from digest.build.options import BuildOptions
from digest.build.pipeline import build
from digest.build.report import Report
from digest.config import SETTINGS, load
from digest.errors import DigestError
from digest.setup.site_file import site_toml
from tests.sites import ARTICLE, NOW, make_site, other_value, tree

LINKS = pytest.mark.skipif(not hasattr(os, "symlink"), reason="this system has no links")
CHART = "# رسم بياني\n\n![رسم](pictures.md/chart.png)\n\nنص قصير.\n"


def picture(width: int) -> bytes:
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I4s2I5B", 13, b"IHDR", width, 4, 8, 0, 0, 0, 0)


class Preview:
    """Builds that are told what changed, as `digest serve` makes them, beside clean ones."""

    def __init__(self, root: Path, machine: Machine) -> None:
        self.root = root
        self.machine = machine
        self.report = self.build()

    def build(self, **known: object) -> Report:
        options = BuildOptions(now=NOW, machine=self.machine, allow_untranslated=True)
        return build(load(self.root), options, **known)  # type: ignore[arg-type]

    def equals_a_clean_build_after(self, *changed: Path) -> bool:
        self.report = self.build(warm=self.report.warm, changed=frozenset(changed))
        again = tree(self.root / "public")
        (self.root / ".digest").rename(self.root / ".aside")
        self.build()
        return again == tree(self.root / "public")


@pytest.fixture
def start(tmp_path: Path, machine: Machine, monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], Preview]:
    # The disk's time of change in status can't be set back: only here it does not make a file too young.
    monkeypatch.setattr("digest.build.article_worker.is_settled", lambda *_: True)
    return lambda root: Preview(root, machine)


@LINKS
def test_an_article_that_a_link_leads_to_is_read_again_under_both_names(
    tmp_path: Path, start: Callable[[Path], Preview]
) -> None:
    root = make_site(tmp_path, {"2026-11-20-x.txt": ARTICLE})
    (root / "content" / "2026-11-21-y.txt").symlink_to("2026-11-20-x.txt")
    preview = start(root)
    file = root / "content" / "2026-11-20-x.txt"
    file.write_text(ARTICLE.replace("عامين", "ثلاثة أعوام"), "utf-8")
    assert preview.equals_a_clean_build_after(file)


@LINKS
def test_a_picture_that_a_link_leads_to_is_looked_at_again(tmp_path: Path, start: Callable[[Path], Preview]) -> None:
    root = make_site(
        tmp_path,
        {
            "2026-11-20-chart.md": CHART.replace("pictures.md/", ""),
            ".kept/chart.png": picture(8),
            "2026-11-19-a.txt": ARTICLE,
        },
    )
    (root / "content" / "chart.png").symlink_to(".kept/chart.png")
    preview = start(root)
    (root / "content" / ".kept" / "chart.png").write_bytes(picture(16))
    file = root / "content" / "2026-11-19-a.txt"
    file.write_text(ARTICLE.replace("عامين", "ثلاثة أعوام"), "utf-8")
    assert preview.equals_a_clean_build_after(file)


def test_folders_named_like_articles_are_not_taken_for_them(tmp_path: Path, start: Callable[[Path], Preview]) -> None:
    root = make_site(
        tmp_path,
        {"2026-11-20-chart.md": CHART, "pictures.md/chart.png": picture(8), "other.txt/chart.png": picture(16)},
    )
    preview = start(root)
    content = root / "content"
    (content / "pictures.md").rename(content / "gone")
    (content / "other.txt").rename(content / "pictures.md")
    assert preview.equals_a_clean_build_after(content / "pictures.md", content / "other.txt")


def test_a_folder_above_the_content_that_was_put_in_place_of_another_is_noticed(
    tmp_path: Path, start: Callable[[Path], Preview]
) -> None:
    root = make_site(tmp_path, {}, 'title = "نشرة"\ncontent = "a/content"\n')
    for folder, years in (("a", "عامين"), ("b", "ثلاثة أعوام")):
        (root / folder / "content").mkdir(parents=True)
        (root / folder / "content" / "2026-11-19-x.txt").write_text(ARTICLE.replace("عامين", years), "utf-8")
    preview = start(root)
    (root / "a").rename(root / "gone")
    (root / "b").rename(root / "a")
    assert preview.equals_a_clean_build_after(root / "a")


def test_an_article_that_goes_and_one_that_comes_are_noticed(tmp_path: Path, start: Callable[[Path], Preview]) -> None:
    root = make_site(tmp_path, {"2026-11-19-a.txt": ARTICLE, "2026-11-19-b.txt": ARTICLE, "2026-11-19-c.txt": ARTICLE})
    preview = start(root)
    content = root / "content"
    (content / "2026-11-19-b.txt").unlink()
    assert preview.equals_a_clean_build_after(content / "2026-11-19-b.txt")
    (content / "2026-11-19-d.txt").write_text(ARTICLE, "utf-8")
    (root / ".aside").rename(root / ".old")
    assert preview.equals_a_clean_build_after(content / "2026-11-19-d.txt")


COMPOSED, DECOMPOSED = (unicodedata.normalize(form, "2026-11-20-أ.en.po") for form in ("NFC", "NFD"))
PO = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "خبر"\nmsgstr "{}"\n'


@pytest.mark.parametrize(("first", "second"), [(COMPOSED, DECOMPOSED), (DECOMPOSED, COMPOSED)])
def test_a_sidecar_is_used_under_its_name_in_any_unicode_form_and_the_article_s_own_goes_first(
    tmp_path: Path, start: Callable[[Path], Preview], first: str, second: str
) -> None:
    files = {COMPOSED.replace(".en.po", ".txt"): "خبر\n\nنص قصير.\n", first: PO.format("First")}
    preview = start(make_site(tmp_path, files))
    page = tmp_path / "public/en/articles/أ/index.html"
    assert "First" in page.read_text("utf-8")
    assert not any("sidecar" in warning.problem for warning in preview.report.warnings)
    twin = tmp_path / "content" / second
    twin.write_text(PO.format("Second"), "utf-8")
    assert preview.equals_a_clean_build_after(twin)
    assert ("Second" in page.read_text("utf-8")) is (second == COMPOSED)
    assert [warning.where for warning in preview.report.warnings if "another sidecar" in warning.problem] == [
        DECOMPOSED
    ]


def test_a_picture_whose_twin_has_another_unicode_form_is_looked_at_again(
    tmp_path: Path, start: Callable[[Path], Preview]
) -> None:
    composed, decomposed = (unicodedata.normalize(form, "أ.png") for form in ("NFC", "NFD"))
    files: dict[str, str | bytes] = {"2026-11-20-a.md": f"# خبر\n\nنص.\n\n![رسم]({composed})\n", decomposed: picture(8)}
    preview = start(make_site(tmp_path, files))
    twin = tmp_path / "content" / composed
    twin.write_bytes(picture(9))
    assert preview.equals_a_clean_build_after(twin)
    assert 'width="9"' in (tmp_path / "public/articles/a/index.html").read_text("utf-8")


def test_a_picture_of_the_same_length_and_time_is_measured_again(
    tmp_path: Path, start: Callable[[Path], Preview]
) -> None:
    preview = start(make_site(tmp_path, {"2026-11-20-a.md": "# خبر\n\nنص.\n\n![رسم](a.png)\n", "a.png": picture(8)}))
    file = tmp_path / "content" / "a.png"
    status = file.stat()
    file.write_bytes(picture(9))
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert preview.equals_a_clean_build_after(file)


def test_a_sidecar_that_is_too_large_is_refused_before_it_is_read(tmp_path: Path, machine: Machine) -> None:
    make_site(tmp_path, {"2026-11-20-a.txt": "خبر\n\nنص.\n"})
    with (tmp_path / "content" / "2026-11-20-a.en.po").open("wb") as file:
        file.truncate(6 * 2**30)
    with pytest.raises(DigestError, match="too large") as caught:
        Preview(tmp_path, machine)
    assert caught.value.problems[0].where == "2026-11-20-a.en.po"


@pytest.mark.parametrize(("name", "path"), [("2026-11-20-b.txt", "2026-11-20-b.txt"), ("glossary.csv", "glossary.csv")])
def test_an_article_or_a_glossary_that_is_too_large_is_refused_before_it_is_read(
    tmp_path: Path, machine: Machine, name: str, path: str
) -> None:
    make_site(tmp_path, {"2026-11-20-a.txt": "خبر\n\nنص.\n"})
    with (tmp_path / "content" / name).open("wb") as file:
        file.truncate(6 * 2**30)
    with pytest.raises(DigestError, match="too large") as caught:
        Preview(tmp_path, machine)
    assert caught.value.problems[0].where == path


def test_articles_are_not_read_again_for_a_setting_that_only_pages_depend_on(
    tmp_path: Path, start: Callable[[Path], Preview]
) -> None:
    root = make_site(tmp_path, {"2026-11-19-a.txt": ARTICLE, "2026-11-20-b.txt": ARTICLE}, site_toml({}))
    preview = start(root)
    of_pages = [each for each in SETTINGS if not each.of_articles and each.kind not in ("folder", "targets")]
    quick = [each for each in of_pages if each.key not in ("social_cards", "card_fonts")]
    file = root / "site.toml"
    file.write_text(site_toml({each.key: other_value(each) for each in quick}), "utf-8")
    assert "read" not in preview.build(warm=preview.report.warm, changed=frozenset({file})).seconds
    assert "read" not in preview.build().seconds
    assert preview.equals_a_clean_build_after(file)
