from pathlib import Path

import pytest

from digest.build.story_store import DamagedStoreError, StoryLocation, StoryStore, clear, file_sizes, usable_files
from tests.stories import rich, simple


def test_stories_are_read_as_they_were_appended_by_any_process(tmp_path: Path) -> None:
    stories = [rich("a"), simple("b"), simple("c", origin="untranslated")]
    one, other = StoryStore(f"{tmp_path}/s-", "1"), StoryStore(f"{tmp_path}/s-", "2")
    places = [one.append(stories[0]), other.append(stories[1]), one.append(stories[2])]
    one.close()
    assert [other.read(place) for place in places] == stories
    assert one.read(places[0]) == stories[0]


def test_what_a_closed_store_appends_comes_after_what_is_there(tmp_path: Path) -> None:
    store = StoryStore(f"{tmp_path}/s-", "1")
    first = store.append(simple("a"))
    store.close()
    second = store.append(simple("b"))
    assert second.start == first.size
    assert store.read(first) == simple("a")


@pytest.mark.parametrize("damage", [lambda body: body[:-1], lambda body: b"x" + body[1:], lambda body: b""])
def test_a_damaged_story_is_noticed(tmp_path: Path, damage: object) -> None:
    store = StoryStore(f"{tmp_path}/s-", "1")
    location = store.append(simple("a"))
    store.close()
    file = tmp_path / "s-1"
    file.write_bytes(damage(file.read_bytes()))  # type: ignore[operator]
    with pytest.raises(DamagedStoreError):
        store.read(location)


def test_a_file_is_usable_while_it_is_long_enough_for_its_stories_and_mostly_in_use(tmp_path: Path) -> None:
    (tmp_path / "s-full").write_bytes(b"x" * 100)
    (tmp_path / "s-short").write_bytes(b"x" * 50)
    (tmp_path / "s-waste").write_bytes(b"x" * 3_000_000)
    places = [StoryLocation(name, 0, 100, "") for name in ("full", "short", "waste", "missing")]
    assert usable_files(f"{tmp_path}/s-", [*places, None]) == {"full"}


def test_clearing_deletes_the_files_of_this_store_alone_but_those_to_keep(tmp_path: Path) -> None:
    for name in ("s-1", "s-2", "t-1"):
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "s-folder").mkdir()
    clear(f"{tmp_path}/s-", keep=["2"])
    assert sorted(path.name for path in tmp_path.iterdir()) == ["s-2", "t-1"]
    assert file_sizes(f"{tmp_path}/s-") == {"2": 1}
    assert file_sizes(f"{tmp_path}/nowhere/s-") == {}
