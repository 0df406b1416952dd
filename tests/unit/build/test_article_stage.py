from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import pytest

from digest import memory
from digest.argos import Machine
from digest.build.article_stage import ArticleStage, BuildTranslator, fresh_records
from digest.build.article_worker import ArticleWorkerFactory
from digest.build.options import BuildOptions
from digest.build.state import ArticleRecord
from digest.config import Config, load
from digest.content.listing import Sources, find
from digest.errors import DigestError
from digest.files import NEVER_MATCHES
from tests.sites import ARTICLE, BULLETIN, NOW, make_site

LATER = 2**62


@contextmanager
def clock(stage: str) -> Iterator[None]:
    yield


class Stage:
    """The article stage of a site's next build."""

    def __init__(self, root: Path, machine: Machine, *, allow_untranslated: bool = True) -> None:
        self.config: Config = load(root)
        self.sources: Sources = find(self.config.content)
        self.options = BuildOptions(now=NOW, machine=machine, allow_untranslated=allow_untranslated)
        self.cache = memory.Cache(root / "machine.sqlite")
        self.translator = BuildTranslator(self.config, self.options, self.cache)
        make_worker = ArticleWorkerFactory(
            config=self.config, store_prefix=f"{root}/s-", now=NOW, drafts=False, strays={}, scanned_at=LATER
        )
        self.stage = ArticleStage(
            worker_factory=lambda: make_worker,
            sources=self.sources,
            translator=self.translator,
            options=self.options,
            clock=clock,
        )

    def read(self, others: Mapping[str, ArticleRecord] = MappingProxyType({})) -> dict[str, ArticleRecord]:
        with self.cache:
            return self.stage.read(self.sources.articles, others=others, previous={})

    def fresh(self, records: dict[str, ArticleRecord], changed: frozenset[str] | None = None) -> list[str]:
        found = fresh_records(
            records,
            self.sources,
            config=self.config,
            options=self.options,
            translator=self.translator,
            strays={},
            changed=changed,
        )
        return sorted(path for path, _ in found)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_site(tmp_path, {"2026-11-20-rain.txt": BULLETIN, "2026-11-19-library.txt": ARTICLE})


def test_every_article_is_read_and_the_machine_is_asked_for_what_it_can_translate(root: Path, machine: Machine) -> None:
    stage = Stage(root, machine)
    records = stage.read()
    assert sorted(records) == ["2026-11-19-library.txt", "2026-11-20-rain.txt"]
    assert records["2026-11-20-rain.txt"].counts.machine_translated == 3
    assert records["2026-11-19-library.txt"].counts.untranslated == 4
    assert stage.translator.translated == 3
    again = Stage(root, machine)
    assert again.read()["2026-11-20-rain.txt"].counts.from_cache == 3
    assert again.translator.translated == 0


def test_what_no_package_translates_is_an_error_unless_it_is_allowed(root: Path, machine: Machine) -> None:
    with pytest.raises(DigestError, match="no package is installed"):
        Stage(root, machine, allow_untranslated=False).read()


def test_two_articles_of_one_address_are_an_error_with_both_names(root: Path, machine: Machine) -> None:
    (root / "content" / "2026-11-02-rain.md").write_text(BULLETIN, encoding="utf-8")
    with pytest.raises(DigestError, match=r"`articles/rain/` is taken by `2026-11-02-rain\.md`"):
        Stage(root, machine).read()


def test_an_address_that_another_article_took_is_an_error_too(root: Path, machine: Machine) -> None:
    taken = Stage(root, machine).read()["2026-11-20-rain.txt"]
    with pytest.raises(DigestError, match=r"is taken by"):
        Stage(root, machine).read(others={"a.txt": taken})


def test_records_hold_while_nothing_changed(root: Path, machine: Machine) -> None:
    records = Stage(root, machine).read()
    assert Stage(root, machine).fresh(records) == sorted(records)


def test_a_record_of_a_changed_or_deleted_file_does_not_hold(root: Path, machine: Machine) -> None:
    records = Stage(root, machine).read()
    (root / "content" / "2026-11-20-rain.txt").write_text(BULLETIN + "\n", encoding="utf-8")
    (root / "content" / "2026-11-19-library.txt").unlink()
    assert Stage(root, machine).fresh(records) == []


def test_a_sidecar_that_came_outdates_the_record_of_its_article(root: Path, machine: Machine) -> None:
    records = Stage(root, machine).read()
    (root / "content" / "2026-11-20-rain.en.po").write_text("", encoding="utf-8")
    assert Stage(root, machine).fresh(records) == ["2026-11-19-library.txt"]


def test_where_the_changed_files_are_known_the_others_are_not_looked_at(root: Path, machine: Machine) -> None:
    records = Stage(root, machine).read()
    (root / "content" / "2026-11-20-rain.txt").write_text(BULLETIN + "\n", encoding="utf-8")
    stage = Stage(root, machine)
    assert stage.fresh(records, frozenset()) == sorted(records)
    assert stage.fresh(records, frozenset(["2026-11-20-rain.txt"])) == ["2026-11-19-library.txt"]


def test_a_file_that_may_have_changed_unseen_is_looked_at_all_the_same(root: Path, machine: Machine) -> None:
    path = "2026-11-19-library.txt"
    records = Stage(root, machine).read()
    records[path] = replace(records[path], seen={**records[path].seen, path: NEVER_MATCHES})
    assert Stage(root, machine).fresh(records, frozenset()) == ["2026-11-20-rain.txt"]


def test_an_answer_by_another_method_outdates_a_record_and_so_does_a_missing_one_that_is_not_allowed(
    root: Path, machine: Machine
) -> None:
    records = Stage(root, machine).read()
    rain = "2026-11-20-rain.txt"
    other = {rain: replace(records[rain], asked="in another way")}
    assert Stage(root, machine).fresh(other) == []
    assert Stage(root, machine, allow_untranslated=False).fresh(records) == [rain]
