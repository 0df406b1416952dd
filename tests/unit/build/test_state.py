from pathlib import Path

import pytest

from digest.build.state import ArticleRecord, BuildState, OutputRecord, load, save, state_file
from digest.build.story_store import StoryLocation
from digest.errors import Problem
from digest.model import Counts
from digest.site.summary import summarize, without_text
from tests.stories import config, rich, simple

FULL = BuildState(
    key="k",
    look="l",
    articles={
        "a.txt": ArticleRecord(
            seen={"a.txt": (1, 2, 3, 4), "a.en.po": None},
            asked="none",
            warnings=(Problem("odd", "a.txt:1", "mend it"),),
            counts=Counts(sentences=3, untranslated=3),
            summary=summarize(rich("a"), "f"),
            location=StoryLocation("0", 5, 6, "7"),
        ),
        "b.txt": ArticleRecord(seen={}, warnings=(), unpublished=without_text(simple("b").article)),
    },
    outputs={"index.html": OutputRecord("f", ((1, 2, 3, 4),), depends_on_site=True)},
)


def test_what_was_saved_is_loaded_as_it_was(tmp_path: Path) -> None:
    file = tmp_path / "new" / "state.json"
    assert save(FULL, file, tmp_path) == []
    assert load(file, "k", tmp_path) == FULL
    assert list(file.parent.iterdir()) == [file]


def test_a_state_of_other_settings_is_not_used(tmp_path: Path) -> None:
    save(FULL, tmp_path / "state.json", tmp_path)
    assert load(tmp_path / "state.json", "other", tmp_path) == BuildState(key="other")


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"key": "k", "articles": {"a.txt": {}}}', b"\xff"])
def test_a_damaged_state_is_as_none(tmp_path: Path, body: bytes) -> None:
    (tmp_path / "state.json").write_bytes(body)
    assert load(tmp_path / "state.json", "k", tmp_path) == BuildState(key="k")


def test_a_state_cut_off_anywhere_is_as_none(tmp_path: Path) -> None:
    file = tmp_path / "state.json"
    save(FULL, file, tmp_path)
    body = file.read_bytes()
    for end in range(0, len(body) - 1, 97):
        file.write_bytes(body[:end])
        assert load(file, "k", tmp_path) == BuildState(key="k")


def test_where_a_state_cannot_be_saved_a_warning_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    (problem,) = save(FULL, tmp_path / "file" / "state.json", tmp_path)
    assert problem.problem.startswith("cannot keep the state of the build: ")
    assert problem.where.endswith("state.json")
    assert problem.hint == "the next build takes as long as this one"


def test_where_no_secret_can_be_kept_a_warning_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    (problem,) = save(FULL, tmp_path / "state.json", tmp_path / "file" / "digest")
    assert problem.problem.startswith("cannot keep the secret that seals the state of builds: ")
    assert (problem.where, problem.hint) == (
        str(tmp_path / "file" / "digest" / "secret"),
        "the next build takes as long as this one",
    )
    assert not (tmp_path / "state.json").exists()
    assert load(tmp_path / "state.json", "k", tmp_path / "file" / "digest") == BuildState(key="k")


def test_a_state_that_somebody_else_saved_or_changed_is_not_believed(tmp_path: Path) -> None:
    file = tmp_path / "state.json"
    save(FULL, file, tmp_path)
    assert load(file, "k", tmp_path / "of somebody else") == BuildState(key="k")
    file.write_bytes(file.read_bytes().replace(b"a.txt", b"b.txt"))
    assert load(file, "k", tmp_path) == BuildState(key="k")


def test_each_output_folder_has_a_state_of_its_own(tmp_path: Path) -> None:
    here, there = config(tmp_path), config(tmp_path, output=tmp_path / "elsewhere")
    assert state_file(here) != state_file(there)
    assert state_file(here).parent == tmp_path / ".digest"


def test_a_record_is_of_an_article() -> None:
    with pytest.raises(ValueError, match="needs an article"):
        ArticleRecord(seen={}, warnings=())
