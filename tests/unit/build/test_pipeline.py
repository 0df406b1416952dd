import json
import os
import re
import shutil
import subprocess
import sys
from datetime import timedelta
from html import unescape
from pathlib import Path

import pytest

from digest.argos import Machine
from digest.build.options import BuildOptions
from digest.build.pipeline import MACHINE_CACHE, build
from digest.config import load
from digest.errors import DigestError
from digest.memory import Cache
from digest.model import Hypothesis
from digest.translation.machine_queue import question
from tests.sites import ARTICLE, BULLETIN, NOW, TOML, make_site, publish, tree
from tests.tiny_package import hollow


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_site(tmp_path, {"2026-11-20-rain.txt": BULLETIN, "2026-11-19-library.txt": ARTICLE})


def page(root: Path, path: str) -> str:
    return (root / "public" / path / "index.html").read_text("utf-8")


def test_a_bulletin_is_translated_by_the_embedded_package_and_marked_as_machine_made(
    root: Path, machine: Machine
) -> None:
    report = publish(root, machine)
    assert (report.articles, report.counts.machine_translated) == (2, 3)
    english = page(root, "en/articles/rain")
    assert "Damascus" in english
    assert "21 degrees" in english
    assert 'data-origin="machine"' in english
    assert "Machine translation" in english
    assert "ترجمة آلية" in page(root, "articles/rain")


def test_an_article_never_meets_the_embedded_package_by_accident(root: Path, machine: Machine) -> None:
    publish(root, machine)
    english = page(root, "en/articles/library")
    assert 'data-origin="untranslated"' in english
    assert "فتحت مكتبة الحي" in english


def test_without_a_package_the_build_stops_and_says_what_is_missing(root: Path, machine: Machine) -> None:
    with pytest.raises(DigestError) as caught:
        publish(root, machine, allow_untranslated=False)
    (problem,) = caught.value.problems
    assert problem.where == "2026-11-19-library.txt"
    assert problem.problem == "4 sentences have no counterpart, and no package is installed"
    assert "digest models install ar en" in problem.hint
    assert "--allow-untranslated" in problem.hint
    assert not tree(root / "public")


def test_a_build_after_which_nothing_changed_writes_nothing_and_imports_no_model_library(
    root: Path, machine: Machine
) -> None:
    publish(root, machine)
    before = {path: path.stat().st_mtime_ns for path in (root / "public").rglob("*") if path.name != "lock"}
    program = (
        "import sys; from digest.cli import main; sys.argv = ['digest', 'build', '--allow-untranslated', "
        "'--now', '2026-11-23T12:00', '--report', 'report.json']\n"
        "try: main()\n"
        "finally: print(*(name for name in ('ctranslate2', 'sentencepiece', 'argostranslate') if name in sys.modules))"
    )
    config = (root / "site.toml").read_text("utf-8")
    (root / "site.toml").write_text("beam_size = 2\n" + config, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=root,
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "ARGOS_PACKAGES_DIR": str(root / "none"), "XDG_CACHE_HOME": str(root / "cache")},
    )
    assert done.stdout.strip() == ""
    report = json.loads((root / "report.json").read_text())
    assert (report["written"], report["removed"], report["machine_translated"], report["from_cache"]) == (0, 0, 0, 3)
    assert {path: path.stat().st_mtime_ns for path in before} == before


def test_after_any_edits_the_site_equals_a_clean_build(root: Path, machine: Machine, tmp_path: Path) -> None:
    publish(root, machine)
    library = root / "content/2026-11-19-library.txt"
    library.write_text(ARTICLE.replace("الخميس", "الجمعة"), encoding="utf-8")
    publish(root, machine)
    (root / "content/2026-11-20-rain.txt").rename(root / "content/2026-11-20-sun.txt")
    publish(root, machine)
    edited = tree(root / "public")
    shutil.rmtree(root / "public")
    shutil.rmtree(root / ".digest")
    publish(root, machine)
    assert tree(root / "public") == edited
    assert not any("rain" in path for path in edited)


def test_a_sidecar_wins_over_the_machine_and_makes_a_build_without_any_package(root: Path, machine: Machine) -> None:
    sidecar = root / "content/2026-11-19-library.en.po"
    entries = [
        ("افتتاح مكتبة الحي بعد عامين من الترميم", "Corpus opens"),
        ("فتحت مكتبة الحي أبوابها صباح الخميس أمام القراء.", "The library opened on Thursday."),
        ("قالت مديرة المكتبة: «انتظرنا هذا اليوم طويلا».", "“We waited long,” she said."),
        ("وأضافت أن فيها 12,500 كتاب.", "It has 12,500 books."),
    ]
    header = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n'
    sidecar.write_text(
        "\n".join([header, *(f'msgid "{source}"\nmsgstr "{target}"\n' for source, target in entries)]),
        encoding="utf-8",
    )
    (root / "content/2026-11-20-rain.txt").unlink()
    report = publish(root, machine, allow_untranslated=False)
    assert (report.counts.from_sidecar, report.counts.machine_translated) == (4, 0)
    english = page(root, "en/articles/library")
    assert "The library opened on Thursday." in english
    assert 'data-origin="edited"' in english
    assert not (root / MACHINE_CACHE).exists()


def test_a_build_never_writes_below_content(root: Path, machine: Machine) -> None:
    before = tree(root / "content")
    publish(root, machine)
    assert tree(root / "content") == before


def test_all_problems_of_a_run_are_reported_together_and_the_site_is_left_as_it_was(
    root: Path, machine: Machine
) -> None:
    publish(root, machine)
    before = tree(root / "public")
    make_site(root, {"empty.txt": "", "a/rain.txt": ARTICLE, "2026-11-19-library.en.po": 'msgid "x\n'})
    with pytest.raises(DigestError) as caught:
        publish(root, machine)
    places = " ".join(problem.where for problem in caught.value.problems)
    assert "empty.txt" in places
    assert "rain.txt" in places
    assert "2026-11-19-library.en.po:1" in places
    assert tree(root / "public") == before


def test_a_file_that_cannot_be_read_is_an_error(root: Path, machine: Machine) -> None:
    (root / "content/broken.txt").symlink_to("nowhere.txt")
    with pytest.raises(DigestError, match=r"broken\.txt: cannot read it"):
        publish(root, machine)


def test_a_scheduled_article_is_named_and_not_published(root: Path, machine: Machine) -> None:
    now = NOW - timedelta(days=3, hours=13)
    report = build(load(root), BuildOptions(now=now, machine=machine, allow_untranslated=True))
    assert report.articles == 1
    assert any("2026-11-20" in warning.problem for warning in report.warnings)
    everything = publish(root, machine, drafts=True)
    assert everything.articles == 2


def test_a_sidecar_without_an_article_is_named(root: Path, machine: Machine) -> None:
    make_site(root, {"gone.en.po": "", "2026-11-20-rain.ar.po": ""})
    report = publish(root, machine)
    assert [warning.where for warning in report.warnings] == ["2026-11-20-rain.ar.po", "gone.en.po"]
    assert "in the language of its article" in report.warnings[0].problem


def test_an_article_that_leads_out_of_the_content_folder_is_refused(root: Path, machine: Machine) -> None:
    (root / "secret.txt").write_text(ARTICLE, encoding="utf-8")
    (root / "content/link.txt").symlink_to(root / "secret.txt")
    with pytest.raises(DigestError, match="leads out"):
        publish(root, machine)


def test_a_site_without_articles_and_one_with_a_single_article_are_whole(tmp_path: Path, machine: Machine) -> None:
    root = make_site(tmp_path, {})
    assert publish(root, machine).articles == 0
    assert "لا مقالات" in page(root, "ar")
    make_site(root, {"one.txt": BULLETIN})
    assert publish(root, machine).articles == 1
    assert "articles/one/" in page(root, "")


def test_the_report_has_every_number_that_scripts_rely_on(root: Path, machine: Machine) -> None:
    report = publish(root, machine).as_dict()
    names = "articles pages written unchanged removed sentences from_sidecar from_cache machine_translated flagged"
    assert all(isinstance(report[name], int) for name in names.split())
    assert report["warnings"] == []
    assert list(report["seconds"]) == ["scan", "read", "translate", "assemble", "render", "publish"]
    assert "article.html" in report["slowest"]["templates"]
    assert set(report["slowest"]["articles"]) == {"2026-11-20-rain.txt", "2026-11-19-library.txt"}


def test_the_machine_cache_may_be_broken_or_deleted_at_any_time(root: Path, machine: Machine) -> None:
    publish(root, machine)
    expected = tree(root / "public")
    (root / MACHINE_CACHE).write_bytes(b"junk")
    assert publish(root, machine).counts.machine_translated == 3
    assert tree(root / "public") == expected


def test_another_beam_asks_the_model_again(root: Path, machine: Machine) -> None:
    publish(root, machine)
    greedy = Machine(folders=[], cache=machine.cache, beam_size=1, threads=1)
    assert publish(root, greedy).counts.machine_translated == 3


def test_a_glossary_changes_what_a_machine_said_without_asking_it_again(root: Path, machine: Machine) -> None:
    publish(root, machine)
    make_site(root, {"glossary.csv": "source,target,also\nدمشق,Sham,Damascus\nالأرصاد,Weather Office,\n"})
    stages: set[str] = set()
    report = publish(root, machine, progress=lambda stage, done, total: stages.add(stage))
    assert report.counts.machine_translated == 0
    assert not stages & {"translate", "retry", "compare"}
    english = page(root, "en/articles/rain")
    assert "Sham" in english
    assert "Damascus" not in english
    assert 'data-origin="untranslated"' in english  # what lacks a term is doubtful, and the embedded package abstains
    make_site(root, {"glossary.csv": "source\nx\n"})
    with pytest.raises(DigestError, match=r"glossary\.csv:1: the column `target` is missing"):
        publish(root, machine)


def test_who_publishes_this_machines_address_is_told_so_at_each_build(root: Path, machine: Machine) -> None:
    assert not publish(root, machine).warnings
    (root / "site.toml").write_text('title = "x"\n')
    for _ in range(2):
        assert [warning.where for warning in publish(root, machine).warnings] == ["site.toml"]


def test_a_section_that_is_named_is_told_of_its_old_address_once(root: Path, machine: Machine) -> None:
    make_site(root, {"a.txt": "العنوان: خبر\nالتاريخ: 2026-11-01\nالقسم: إقتصاد\n\nنص.\n"})
    assert not publish(root, machine).warnings
    make_site(root, {}, TOML + '[sections.economy]\nar = "اقتصاد"\n')
    (warning,) = publish(root, machine).warnings
    assert "`/sections/إقتصاد/` is `/sections/economy/` now" in warning.problem
    assert not publish(root, machine).warnings


def test_a_misspelt_template_is_told_and_changes_nothing(root: Path, machine: Machine) -> None:
    publish(root, machine)
    (root / "templates").mkdir()
    (root / "templates/artcle.html").write_text("x")
    (warning,) = publish(root, machine).warnings
    assert (warning.where, warning.hint) == ("templates/artcle.html", "did you mean `article.html`?")


SAID = {
    "«السد آمن تماما اليوم»": ("The dam is quite safe today", "0-1:90 1-4:90 2-3:90 3-5:90"),
    "قال الوزير إن «السد آمن» اليوم.": (
        "The minister said that the dam is safe today.",
        "1-1:90 0-2:90 2-3:80 3-4:50 3-5:90 4-6:60 4-7:90 5-8:90",
    ),
    "وأضاف: «الماء يكفي المدينة عاما كاملا».": ("He added: The water is enough for the city for a whole year.", ""),
    "وسأل: «متى ينتهي العمل؟»": ("He asked: When will the work end?", ""),
}
"""Sentences to what a model said to them, quotation marks lost, and its alignment."""


def test_quotation_marks_that_a_model_left_out_are_on_the_page(tmp_path: Path, machine: Machine) -> None:
    hollow(tmp_path / "packages", "general", name="general")
    general = Machine(folders=[tmp_path / "packages"], cache=machine.cache)
    package = general.find("general", "ar", "en")
    assert package
    article = "العنوان: خبر\nالتاريخ: 2026-11-20\nالحزمة: general\n\n" + "\n\n".join(SAID) + "\n"
    root = make_site(tmp_path / "site", {"dam.txt": article})
    with Cache(root / MACHINE_CACHE) as cache:
        cache.put(question(package, "ar", "خبر", general).key, Hypothesis(text="News"))
        for source, (text, alignment) in SAID.items():
            asked = question(package, "ar", source, general, aligned=True)
            cache.put(asked.key, Hypothesis(text=text, alignment=alignment))
    assert publish(root, general).counts.flagged == 0
    english = unescape(page(root, "en/articles/dam"))
    for quoted in (
        "“The dam is quite safe today”",
        "The minister said that “the dam is safe” today.",
        "He added: “The water is enough for the city for a whole year”.",
        "He asked: “When will the work end?”",
    ):
        assert quoted in english, re.findall("data-s[^>]*>([^<]*)", english)
