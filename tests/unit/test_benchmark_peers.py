"""The sites that benchmarks of builds make for each program, and the edits in them; no program is run."""

from pathlib import Path

import pytest

from tests.benchmarks.build import corpus
from tests.benchmarks.build.peers import PEERS, Edit, Peer

ARTICLE = corpus.article(1)
EDITS: tuple[Edit, ...] = ("article", "title", "template", "sidecar")


@pytest.fixture(params=PEERS, ids=lambda peer: peer.name)
def peer(request: pytest.FixtureRequest, tmp_path: Path) -> Peer:
    """A program with a site of three articles in `site`."""
    kind: type[Peer] = request.param
    made = kind(tmp_path / "tools")
    made.make(tmp_path / "site", corpus.articles(3))
    return made


def test_each_programs_site_holds_every_sentence_in_both_languages(peer: Peer, tmp_path: Path) -> None:
    files = peer.files(ARTICLE)
    article, sidecar = ((tmp_path / "site" / name).read_text("utf-8") for name in (files.article, files.sidecar))
    for sentence in ARTICLE.sentences:
        assert sentence.ar in article
        assert sentence.en in sidecar


@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_changes_one_place_of_one_file_each_time(peer: Peer, tmp_path: Path, edit: Edit) -> None:
    site = tmp_path / "site"
    for number in (1001, 1002):
        before = {file: file.read_text("utf-8") for file in _texts(site)}
        peer.edit(site, ARTICLE, edit, number)
        changed = [file for file in _texts(site) if file.read_text("utf-8") != before[file]]
        assert len(changed) == 1
        assert changed[0].read_text("utf-8").count(str(number)) == 1
    assert "1001" not in changed[0].read_text("utf-8")


def test_an_edit_of_what_is_not_there_is_refused(peer: Peer, tmp_path: Path) -> None:
    file = tmp_path / "site" / peer.files(ARTICLE).article
    file.write_text("", "utf-8")
    with pytest.raises(ValueError, match="nothing to edit"):
        peer.edit(tmp_path / "site", ARTICLE, "title", 1)


def _texts(site: Path) -> list[Path]:
    return [file for file in sorted(site.rglob("*")) if file.is_file() and file.suffix != ".png"]
