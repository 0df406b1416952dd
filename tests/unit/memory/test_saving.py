"""Sidecars that several write at once: `digest translate` twice, an editor in between."""

import multiprocessing
import stat
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from digest.config import Config, load
from digest.content import listing
from digest.content.article import read_file
from digest.errors import DigestError
from digest.files import replace_file
from digest.memory import parse
from digest.memory.saving import save_sidecar
from digest.model import Article, Counterpart
from tests.sidecars import article as article_of
from tests.sidecars import edited, machine
from tests.sites import make_site

NAME = "2026-11-20-a"
COUNT = 40


@pytest.fixture
def config(tmp_path: Path) -> Config:
    lines = "".join(f"هذه هي الجملة رقم {number} من النص الطويل.\n" for number in range(COUNT))
    return load(make_site(tmp_path / "site", {f"{NAME}.txt": f"عنوان الخبر\n\n{lines}"}))


@pytest.fixture
def article(config: Config) -> Article:
    return read_file(config.content / f"{NAME}.txt", config)


@pytest.fixture
def sidecar(config: Config) -> Path:
    return config.content / f"{NAME}.en.po"


def said(sidecar: Path) -> dict[str, str]:
    return {entry.msgid: entry.msgstr for entry in parse(sidecar.read_bytes(), sidecar.name).entries if entry.msgid}


def write_each(root: Path, start: int) -> None:
    """Save every other sentence's counterpart, one after the other."""
    config = load(root)
    article = read_file(config.content / f"{NAME}.txt", config)
    texts = [unit.text for unit in article.units()]
    for text in texts[start::2]:
        save_sidecar(article, {text: machine(f"said by {start}")}, config)


def test_two_processes_that_save_at_once_lose_nothing_of_each_other(
    config: Config, article: Article, sidecar: Path
) -> None:
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=write_each, args=(config.root, start)) for start in (0, 1)]
    for writer in writers:
        writer.start()
    read = 0
    while any(writer.is_alive() for writer in writers):
        if sidecar.exists():
            said(sidecar)  # it is whole at any time
            read += 1
    for writer in writers:
        writer.join()
        assert writer.exitcode == 0
    assert read
    texts = [unit.text for unit in article.units()]
    assert said(sidecar) == {text: f"said by {number % 2}" for number, text in enumerate(texts)}
    assert [path.name for path in sidecar.parent.iterdir() if path.name.startswith(".")] == []


class Interrupted(Mapping[str, Counterpart]):
    """Counterparts; the first look at them gives an editor the time for some saves."""

    def __init__(self, counterparts: Mapping[str, Counterpart], saves: list[bytes], sidecar: Path) -> None:
        self.counterparts = counterparts
        self.saves = saves
        self.sidecar = sidecar

    def __getitem__(self, text: str) -> Counterpart:
        if self.saves:
            replace_file(self.sidecar, self.saves.pop())
        return self.counterparts[text]

    def __iter__(self) -> Iterator[str]:
        return iter(self.counterparts)

    def __len__(self) -> int:
        return len(self.counterparts)


@pytest.mark.parametrize("exists", [True, False])
def test_what_an_editor_saves_meanwhile_is_kept_and_the_rest_is_added(
    config: Config, article: Article, sidecar: Path, exists: bool
) -> None:
    first, second, *_ = (unit.text for unit in article.units())
    if exists:
        save_sidecar(article, {first: machine("by the machine")}, config)
    by_hand = f'msgid "{first}"\nmsgstr "by hand, at last"\n'.encode()
    counterparts = Interrupted({first: machine("other"), second: machine("second")}, [by_hand], sidecar)
    assert save_sidecar(article, counterparts, config) == sidecar
    assert said(sidecar) == {first: "by hand, at last", second: "second"}


def test_a_sidecar_that_is_saved_without_end_is_given_up_and_stays_as_it_was_saved(
    config: Config, article: Article, sidecar: Path
) -> None:
    first = next(iter(article.units())).text
    saves = [f'msgid "{first}"\nmsgstr "{number}"\n'.encode() for number in range(1000)]
    with pytest.raises(DigestError, match="all the time") as caught:
        save_sidecar(article, Interrupted({first: machine("x")}, saves, sidecar), config)
    assert caught.value.problems[0].where == sidecar.name
    assert list(said(sidecar)) == [first]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other permissions")
def test_a_sidecar_keeps_its_permissions_and_its_link(config: Config, article: Article, sidecar: Path) -> None:
    first = next(iter(article.units())).text
    kept = config.content / ".shared" / "a.po"
    kept.parent.mkdir()
    kept.write_bytes(b"")
    kept.chmod(0o664)
    sidecar.symlink_to(Path(".shared") / "a.po")
    save_sidecar(article, {first: edited("a title")}, config)
    assert sidecar.is_symlink()
    assert stat.S_IMODE(kept.stat().st_mode) == 0o664
    assert said(kept) == {first: "a title"}


@pytest.mark.parametrize("there", [True, False])
def test_a_sidecar_that_is_a_link_out_is_neither_read_nor_written(
    config: Config, article: Article, sidecar: Path, tmp_path: Path, there: bool
) -> None:
    outside = tmp_path / "outside.po"
    if there:
        outside.write_bytes(b'msgid "x"\nmsgstr "y"\n')
    sidecar.symlink_to(outside)
    first = next(iter(article.units())).text
    with pytest.raises(DigestError, match="leads out of the content folder"):
        save_sidecar(article, {first: edited("a title")}, config)
    assert outside.exists() == there


def test_where_a_lock_cannot_be_kept_a_sidecar_is_saved_all_the_same(
    config: Config, article: Article, sidecar: Path
) -> None:
    (config.root / ".digest").write_bytes(b"mine")
    first = next(iter(article.units())).text
    save_sidecar(article, {first: edited("a title")}, config)
    assert said(sidecar) == {first: "a title"}


def test_a_folder_in_the_place_of_a_sidecar_is_named(config: Config, article: Article, sidecar: Path) -> None:
    sidecar.mkdir()
    first = next(iter(article.units())).text
    with pytest.raises(DigestError) as caught:
        save_sidecar(article, {first: edited("a title")}, config)
    assert caught.value.problems[0].where == sidecar.name


SAVES = """
import itertools, sys
from pathlib import Path
from digest.config import load
from digest.memory import save_sidecar
from digest.model import Counterpart
from tests.sidecars import article

config = load(Path(sys.argv[1]))
texts = [f"text {number}" for number in range(400)]
for turn in itertools.count():
    said = Counterpart(text=f"words of turn {turn}", origin="machine", made_by="m 1")
    save_sidecar(article(*texts, path="x.txt"), {text: said for text in texts}, config)
    print(turn, flush=True)
"""


@pytest.mark.parametrize("milliseconds", [0, 3, 11, 24])
def test_a_save_that_is_killed_leaves_the_sidecar_whole_and_the_next_one_free_to_save(
    tmp_path: Path, milliseconds: int
) -> None:
    config = load(make_site(tmp_path, {}))
    command = [sys.executable, "-c", SAVES, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[3]) as saving:
        assert saving.stdout
        for _ in range(3):
            assert saving.stdout.readline()
        time.sleep(milliseconds / 1000)
        saving.kill()
    left = parse((config.content / "x.en.po").read_bytes(), "x.en.po")
    words = {entry.msgstr for entry in left.entries if entry.msgid}
    assert len(words) == 1, "of two saves"
    assert len(left.entries) == 401
    assert not listing.find(config.content).warnings
    again = article_of(*(f"text {number}" for number in range(400)), path="x.txt")
    assert save_sidecar(again, {"text 0": edited("a person's")}, config)
