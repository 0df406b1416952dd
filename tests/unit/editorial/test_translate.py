from pathlib import Path

import pytest

from digest.argos import Machine
from digest.config import Config, load
from digest.editorial import corpus
from digest.editorial.corpus import Corpus
from digest.editorial.translate import Written, write_skeletons, write_translations
from digest.errors import DigestError
from digest.memory import Cache
from tests.sidecars import said_before
from tests.sites import ARTICLE, BULLETIN, NOW, make_site, tree

RAIN, LIBRARY = "2026-11-20-rain", "2026-11-19-library"


@pytest.fixture
def config(tmp_path: Path) -> Config:
    files = {f"{RAIN}.txt": BULLETIN, f"{LIBRARY}.txt": ARTICLE}
    return load(make_site(tmp_path / "site", files, 'package = "bulletins"\n'))


def content(config: Config) -> Corpus:
    return corpus.load(config, now=NOW, drafts=True)


def translated(config: Config, machine: Machine, *, again: bool = False) -> Written:
    with Cache(config.root / "machine.sqlite") as cache:
        return write_translations(content(config), config, machine, cache, again=again)


def test_every_article_that_is_translated_gets_a_sidecar_and_nothing_else_is_written(
    config: Config, machine: Machine
) -> None:
    before = tree(config.content)
    written = translated(config, machine)
    assert [file.name for file in written.sidecars] == [f"{RAIN}.en.po"]  # of the library the package knows nothing
    assert written.sentences == 3
    assert tree(config.content).keys() - before.keys() == {file.name for file in written.sidecars}
    assert translated(config, machine) == Written(sidecars=())


def test_a_translation_is_made_again_only_where_nobody_reviewed_it(config: Config, machine: Machine) -> None:
    translated(config, machine)
    sidecar = config.content / f"{RAIN}.en.po"
    first = sidecar.read_text("utf-8")
    head, title, rest = first.split("\n\n", 2)
    reviewed = title.replace("#, fuzzy\n", "").replace('msgstr "', 'msgstr "Reviewed: ')
    old = said_before("\n\n".join((head, reviewed, rest)), "21 degrees", "12 degrees")
    sidecar.write_text(old, encoding="utf-8")
    assert translated(config, machine).sidecars == ()
    assert translated(config, machine, again=True).sidecars == (sidecar,)
    assert sidecar.read_text("utf-8") == "\n\n".join((head, reviewed, rest))


def test_what_the_machine_abstains_from_now_is_taken_out_when_it_is_asked_again(
    config: Config, machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    translated(config, machine)
    sidecar = config.content / f"{RAIN}.en.po"
    monkeypatch.setattr("digest.argos.machine.LEAST_SCORES", {"bulletins": 0.0})
    kept = sidecar.read_text("utf-8")
    assert (translated(config, machine).sidecars, sidecar.read_text("utf-8")) == ((), kept)
    assert translated(config, machine, again=True).sidecars == (sidecar,)
    assert "#. machine:" not in sidecar.read_text("utf-8")


def test_a_skeleton_has_room_for_every_sentence_and_keeps_what_is_written(config: Config) -> None:
    written = write_skeletons(content(config), config)
    assert ([file.name for file in written.sidecars], written.sentences) == ([f"{LIBRARY}.en.po", f"{RAIN}.en.po"], 0)
    sidecar = config.content / f"{RAIN}.en.po"
    text = sidecar.read_text("utf-8")
    assert text.count('msgstr ""\n') == 1 + 3  # the header's, and one a sentence
    sidecar.write_text(text.replace('دمشق"\nmsgstr ""', 'دمشق"\nmsgstr "Rain"'), encoding="utf-8")
    assert write_skeletons(content(config), config) == Written(sidecars=())


def test_only_the_chosen_articles_are_translated(config: Config, machine: Machine) -> None:
    with Cache(config.root / "machine.sqlite") as cache:
        chosen = content(config).only([f"{RAIN}.txt", f"{RAIN}.txt"])
        written = write_translations(chosen, config, machine, cache)
    assert ([file.name for file in written.sidecars], written.sentences) == ([f"{RAIN}.en.po"], 3)


def test_where_a_package_is_missing_no_sidecar_is_written(config: Config, machine: Machine) -> None:
    (config.content / f"{RAIN}.txt").write_text(BULLETIN.replace("bulletins", "absent"), encoding="utf-8")
    before = tree(config.content)
    with pytest.raises(DigestError, match="absent"):
        translated(config, machine)
    assert tree(config.content) == before
