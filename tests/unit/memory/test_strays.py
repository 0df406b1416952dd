"""Articles that are renamed, dated anew or moved without their sidecars."""

from collections.abc import Callable
from pathlib import Path

import pytest

from digest.argos import Machine
from digest.config import load
from digest.editorial import corpus
from digest.editorial.translate import write_translations
from digest.memory import Cache, read_for, stray_paths
from tests.sites import ARTICLE, BULLETIN, NOW, make_site, publish, tree

NAME = "2026-11-20-rain.txt"
REVIEWED = """\
msgid ""
msgstr ""
"Language: en\\n"
"Content-Type: text/plain; charset=UTF-8\\n"

#: 2026-11-20-rain.txt
msgid "أمطار غزيرة في دمشق"
msgstr "Damascus waits for rain"

#: 2026-11-20-rain.txt
msgid "بلغت درجة الحرارة في دمشق 21 درجة مئوية."
msgstr "It was 21 degrees in Damascus, \\"warm\\" for the month."
"""
OWN = "It was 21 degrees in Damascus"


def site(folder: Path, article: str, sidecar: str, body: str = BULLETIN) -> Path:
    files = {article: body, sidecar: REVIEWED, "2026-11-19-library.txt": ARTICLE}
    return make_site(folder, files, 'package = "bulletins"\n')


def page(root: Path) -> str:
    pages = [
        body.decode() for path, body in tree(root / "public").items() if "rain" in path.casefold() or "مطر" in path
    ]
    return "".join(pages)


def translate(root: Path, machine: Machine) -> tuple[Path, ...]:
    config = load(root)
    with Cache(root / "machine.sqlite") as cache:
        content = corpus.load(config, now=NOW, drafts=True)
        return write_translations(content, config, machine, cache).sidecars


MOVES: list[tuple[str, str]] = [
    ("2026-11-21-rain.txt", "2026-11-20-rain.en.po"),
    ("rain.txt", "2026-11-20-rain.en.po"),
    ("weather/2026-11-20-rain.txt", "2026-11-20-rain.en.po"),
    ("2026-11-20-مطر.txt", "2026-11-20-rain.en.po"),
    ("2026-11-20-Rain.txt", "2026-11-20-rain.en.po"),
    ("2026-11-20-rain.txt", "old/elsewhere.en.po"),
]


@pytest.mark.parametrize(("article", "sidecar"), MOVES)
def test_a_renamed_article_keeps_what_people_wrote_on_its_page_and_in_its_sidecar(
    tmp_path: Path, machine: Machine, article: str, sidecar: str
) -> None:
    root = site(tmp_path, article, sidecar)
    report = publish(root, machine)
    assert OWN in page(root)
    assert [warning.hint for warning in report.warnings if warning.where == sidecar] == ["`digest translate` moves it"]
    own = root / "content" / f"{article.removesuffix('.txt')}.en.po"
    assert own in translate(root, machine)
    assert not (root / "content" / sidecar).exists()
    text = own.read_text("utf-8")
    assert OWN in text
    assert Path(article).name.split()[-1] in text
    before = tree(root / "public")
    report = publish(root, machine)
    assert not [warning for warning in report.warnings if warning.where.endswith(".po")]
    assert tree(root / "public").keys() == before.keys()
    assert OWN in page(root)
    assert translate(root, machine) == ()


def test_every_step_of_a_rename_shows_what_a_clean_build_shows(tmp_path: Path, machine: Machine) -> None:
    root = site(tmp_path / "a", NAME, "2026-11-20-rain.en.po")
    content = root / "content"
    publish(root, machine)

    def rename() -> None:
        (content / NAME).rename(content / "2026-11-21-rain.txt")

    def drop() -> None:
        (content / "2026-11-20-rain.en.po").rename(root / "kept.po")

    def back() -> None:
        (root / "kept.po").rename(content / "2026-11-20-rain.en.po")

    steps: list[Callable[[], None]] = [rename, drop, back]
    for number, step in enumerate(steps):
        step()
        publish(root, machine)
        files = {path: body for path, body in tree(content).items() if not path.startswith(".")}
        clean = make_site(tmp_path / f"clean{number}", files, 'package = "bulletins"\n')
        publish(clean, machine)
        assert tree(root / "public") == tree(clean / "public")
        assert (OWN in page(root)) == (step != drop)


def test_another_article_s_sidecar_is_left_alone(tmp_path: Path, machine: Machine) -> None:
    body = "العنوان: أمطار متوقعة في دمشق\nالحزمة: bulletins\n\nهذا نص آخر عن يوم آخر.\n\nوهذه جملة ثانية.\n\nوثالثة.\n"
    for number, (article, sidecar) in enumerate(
        [("2026-11-27-storm.txt", "2026-11-20-rain.en.po"), ("2026-11-20-rain.txt", "2026-11-20-rain.ar.po")]
    ):
        root = site(tmp_path / str(number), article, sidecar, body)
        publish(root, machine)
        translate(root, machine)
        assert (root / "content" / sidecar).read_text("utf-8") == REVIEWED


def test_a_deleted_article_that_is_restored_has_its_translation(tmp_path: Path, machine: Machine) -> None:
    root = site(tmp_path, NAME, "2026-11-20-rain.en.po")
    (root / "content" / NAME).unlink()
    publish(root, machine)
    translate(root, machine)
    (root / "content" / NAME).write_text(BULLETIN, encoding="utf-8")
    publish(root, machine)
    assert OWN in page(root)


def test_a_sidecar_that_nobody_can_read_is_only_named(tmp_path: Path, machine: Machine) -> None:
    root = make_site(tmp_path, {NAME: BULLETIN, "other.en.po": "<<<<<<< HEAD\n"})
    report = publish(root, machine)
    assert "other.en.po" in [warning.where for warning in report.warnings]


def test_only_sidecars_beside_no_article_are_strays() -> None:
    articles = ["a.txt", "b/c.md"]
    assert stray_paths(["a.en.po", "a.ar.po", "c.en.po", "b/c.en.po", "b/d.en.po"], articles) == [
        "b/d.en.po",
        "c.en.po",
    ]
    assert read_for({"a.txt": ["a.txt", "c.en.po"]}, {"c.en.po"}) == {"c.en.po": "a.txt"}
