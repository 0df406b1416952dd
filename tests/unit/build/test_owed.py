"""Builds that leave to later what the machine has to be asked: the pages come with the source, and fill in."""

from pathlib import Path
from typing import Any

import pytest

from digest import memory
from digest.argos import Machine
from digest.build.options import BuildOptions
from digest.build.pipeline import MACHINE_CACHE, build
from digest.build.report import Report
from digest.config import load
from digest.translation.counterparts import reply
from tests.sites import ARTICLE, BULLETIN, NOW, make_site, tree

RAIN = "2026-11-20-rain.txt"
MORE = BULLETIN.replace("21", "24").replace("2026-11-20", "2026-11-21").replace("دمشق", "حلب")


class Site:
    """A site that is built without asking the machine, and the machine asked by hand."""

    def __init__(self, root: Path, machine: Machine) -> None:
        self.root = make_site(root, {RAIN: BULLETIN, "2026-11-21-aleppo.txt": MORE, "2026-11-19-library.txt": ARTICLE})
        self.machine = machine

    def build(self, **known: Any) -> Report:
        options = BuildOptions(now=NOW, machine=self.machine, allow_untranslated=True, asks=known.pop("asks", False))
        return build(load(self.root), options, **known)

    def answer(self, report: Report, path: str, count: int = 100) -> None:
        """Ask the machine for the first owed sentences of an article."""
        owed = report.warm.owed[path]
        texts = dict(list(owed.texts.items())[:count])
        with memory.Cache(self.root / MACHINE_CACHE) as cache:
            request = type(owed)(path=owed.path, lang=owed.lang, package=owed.package, texts=texts)
            reply([request], machine=self.machine, cache=cache)

    def page(self, slug: str, view: str = "") -> str:
        return (self.root / "public" / view / "articles" / slug / "index.html").read_text("utf-8")


@pytest.fixture
def site(tmp_path: Path, machine: Machine, monkeypatch: pytest.MonkeyPatch) -> Site:
    # The disk's time of change in status can't be set back: only here it does not make a file too young.
    monkeypatch.setattr("digest.build.article_worker.is_settled", lambda *_: True)
    return Site(tmp_path, machine)


def test_the_source_is_published_at_once_and_says_that_it_is_being_translated(site: Site) -> None:
    report = site.build()
    assert sorted(report.warm.owed) == [RAIN, "2026-11-21-aleppo.txt"]
    assert report.counts.machine_translated == 0
    assert 'data-origin="untranslated" data-owed' in site.page("rain", "en")
    assert "Translating…" in site.page("rain")
    assert "data-owed" not in site.page("library", "en")
    assert "Not yet translated" in site.page("library")


def test_sentences_arrive_one_after_the_other_and_the_end_is_a_clean_build(site: Site) -> None:
    report = site.build()
    sentences = len(report.warm.owed[RAIN].texts)
    for left in reversed(range(sentences)):
        site.answer(report, RAIN, 1)
        report = site.build(warm=report.warm, answered=frozenset({RAIN}))
        assert len(report.warm.owed[RAIN].texts if left else ()) == left
        assert site.page("rain", "en").count("data-owed") <= left
    assert RAIN not in report.warm.owed
    site.answer(report, "2026-11-21-aleppo.txt")
    report = site.build(warm=report.warm, answered=frozenset({"2026-11-21-aleppo.txt"}))
    assert report.warm.owed == {}
    filled_in = tree(site.root / "public")
    (site.root / ".digest").rename(site.root / ".aside")
    assert site.build(asks=True).counts.machine_translated > 0
    assert tree(site.root / "public") == filled_in


def test_an_article_is_looked_at_again_only_when_something_was_answered(site: Site) -> None:
    report = site.build()
    site.answer(report, RAIN)
    again = site.build(warm=report.warm)
    assert (again.written, again.warm.owed) == (0, report.warm.owed)
    assert RAIN not in site.build(warm=again.warm, answered=frozenset({RAIN})).warm.owed


def test_what_was_answered_between_two_runs_is_taken_in(site: Site) -> None:
    site.answer(site.build(), RAIN)
    assert sorted(site.build().warm.owed) == ["2026-11-21-aleppo.txt"]


def test_an_edit_owes_only_the_sentence_that_it_changed(site: Site) -> None:
    report = site.build()
    site.answer(report, RAIN)
    report = site.build(warm=report.warm, answered=frozenset({RAIN}))
    file = site.root / "content" / RAIN
    file.write_text(BULLETIN.replace("21", "23"), encoding="utf-8")
    report = site.build(warm=report.warm, changed=frozenset({file}))
    (text,) = report.warm.owed[RAIN].texts
    assert "23" in text


def test_an_article_that_goes_owes_nothing(site: Site) -> None:
    report = site.build()
    file = site.root / "content" / RAIN
    file.unlink()
    assert sorted(site.build(warm=report.warm, changed=frozenset({file})).warm.owed) == ["2026-11-21-aleppo.txt"]


def test_a_build_that_asks_asks_for_what_was_owed(site: Site) -> None:
    report = site.build()
    asked = site.build(warm=report.warm, asks=True)
    assert asked.warm.owed == {}
    assert asked.counts.machine_translated > 0
    assert "data-owed" not in site.page("rain", "en")


def test_another_way_of_asking_owes_all_again(site: Site) -> None:
    report = site.build()
    site.answer(report, RAIN)
    report = site.build(warm=report.warm, answered=frozenset({RAIN}))
    site.machine = Machine(folders=[], cache=site.machine.cache, beam_size=1, threads=1)
    assert RAIN in site.build(warm=report.warm).warm.owed
