from pathlib import Path

import pytest

from digest.config import Config, load
from digest.content.article import read_file
from digest.editorial.move import move
from digest.errors import DigestError
from tests.sites import TOML, make_site

PO = 'msgid ""\nmsgstr ""\n"Language: en\\n"\n\n#: old.md\nmsgid "خبر"\nmsgstr "News"\n'
STORY = "Title: خبر\nDate: 2026-11-01\n\nنص الخبر هنا."


def site(root: Path, files: dict[str, str | bytes]) -> Config:
    return load(make_site(root, files, TOML))


def files(config: Config) -> dict[str, bytes]:
    return {
        path.relative_to(config.content).as_posix(): path.read_bytes()
        for path in config.content.rglob("*")
        if path.is_file()
    }


PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360000002000001e221bc330000000049454e44ae426082"
)


def test_article_and_sidecar_are_renamed_and_the_former_address_is_kept(tmp_path: Path) -> None:
    config = site(tmp_path, {"old.md": STORY, "old.en.po": PO, "other.md": f"{STORY}\n[x](old.md)"})
    moved = move(config.content / "old.md", config.content / "new", config)
    assert moved.files == {"old.md": "new.md", "old.en.po": "new.en.po"}
    assert (moved.former, moved.mentions) == ("articles/old/", ("other.md",))
    after = files(config)
    assert after.keys() == {"new.md", "new.en.po", "other.md"}
    assert after["new.md"].decode() == STORY.replace("Title", "Aliases: old\nTitle")
    assert after["new.en.po"].decode() == PO.replace("old.md", "new.md")
    move(config.content / "new.md", config.content / "newest.md", config)
    assert read_file(config.content / "newest.md", config).aliases == ("articles/old/", "articles/new/")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("العنوان: خبر\nالتاريخ: 2026-11-01\n\nنص.", "عناوين سابقة: old\nالعنوان: خبر\nالتاريخ: 2026-11-01\n\nنص."),
        (
            '+++\ntitle = "A"\ndate = 2026-11-01\n+++\nb.',
            '+++\naliases = ["old"]\ntitle = "A"\ndate = 2026-11-01\n+++\nb.',
        ),
        (
            "---\r\ntitle: A\r\ndate: 2026-11-01\r\n---\r\nb.",
            '---\r\naliases: ["old"]\r\ntitle: A\r\ndate: 2026-11-01\r\n---\r\nb.',
        ),
        ("Headline of a day\n\nText.", "Aliases: old\n\nHeadline of a day\n\nText."),
        ("\ufeffTitle: A\nAliases: /x/\n\nb.", "\ufeffTitle: A\nAliases: /x/, old\n\nb."),
    ],
)
def test_a_header_of_any_kind_takes_the_former_address(tmp_path: Path, before: str, after: str) -> None:
    config = site(tmp_path, {"old.md": before})
    move(config.content / "old.md", config.content / "new.md", config)
    assert files(config)["new.md"].decode() == after
    assert "articles/old/" in read_file(config.content / "new.md", config).aliases


def test_where_the_address_stays_the_file_stays_as_it_is(tmp_path: Path) -> None:
    config = site(tmp_path, {"old.md": STORY})
    moved = move(config.content / "old.md", config.content / "2026-11-01-old.md", config)
    assert moved.former == ""
    assert files(config) == {"2026-11-01-old.md": STORY.encode()}


def test_pictures_go_along_into_another_folder_and_what_others_show_is_copied(tmp_path: Path) -> None:
    text = f"{STORY}\n\n![a](img/own.png)\n\n![b](shared.png)\n"
    pictures: dict[str, str | bytes] = {"img/own.png": PIXEL, "shared.png": PIXEL}
    config = site(tmp_path, {"old.md": text, "other.md": f"{STORY}\n\n![b](shared.png)\n", **pictures})
    (config.content / "local").mkdir()
    moved = move(config.content / "old.md", config.content / "local", config)
    assert moved.copied == ("shared.png",)
    assert files(config).keys() == {
        *("local/old.md", "local/img/own.png", "local/shared.png", "other.md", "shared.png"),
    }
    assert read_file(config.content / "local/old.md", config).warnings == ()


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("old.md", "other.md", "there is a file of this name already"),
        ("old.md", "new.txt", "the new name has another ending"),
        ("old.md", "../new.md", "it is not in the content folder"),
        ("2026-11-05-dated.md", "dated.md", "its date would be another one"),
        ("legacy.md", "new.md", "it is not UTF-8"),
        ("list.md", "new.md", "its `aliases` are a list"),
    ],
)
def test_what_can_not_be_moved_stays_as_it_is(tmp_path: Path, old: str, new: str, problem: str) -> None:
    config = site(
        tmp_path,
        {
            "old.md": STORY,
            "old.en.po": PO,
            "other.md": STORY,
            "2026-11-05-dated.md": "Title: A\n\nText.",
            "legacy.md": STORY.encode("cp1256"),
            "list.md": '+++\ntitle = "A"\naliases = ["/x/"]\ndate = 2026-11-01\n+++\nb.',
        },
    )
    before = files(config)
    with pytest.raises(DigestError, match=problem):
        move(config.content / old, config.content / new, config)
    assert files(config) == before


def test_an_undated_article_keeps_the_day_of_its_file(tmp_path: Path) -> None:
    import os

    config = site(tmp_path, {"old.md": "Headline of a day\n\nText."})
    os.utime(config.content / "old.md", (1_700_000_000, 1_700_000_000))
    before = read_file(config.content / "old.md", config)
    move(config.content / "old.md", config.content / "new.md", config)
    assert read_file(config.content / "new.md", config).date == before.date


def test_a_picture_that_its_version_shows_too_is_the_article_s_own(tmp_path: Path) -> None:
    shown = "![a](img/own.png)\n"
    made: dict[str, str | bytes] = {
        "old.md": f"{STORY}\n\n{shown}",
        "old.en.md": f"News\n\n{shown}",
        "img/own.png": PIXEL,
    }
    config = site(tmp_path, made)
    (config.content / "local").mkdir()
    moved = move(config.content / "old.md", config.content / "local", config)
    assert (moved.copied, moved.mentions) == ((), ())
    assert files(config).keys() == {"local/old.md", "local/old.en.md", "local/img/own.png"}


def test_a_version_goes_with_its_article(tmp_path: Path) -> None:
    config = site(tmp_path, {"old.md": STORY, "old.en.txt": "News\n\nThe text of it."})
    moved = move(config.content / "old.md", config.content / "new.md", config)
    assert moved.files == {"old.md": "new.md", "old.en.txt": "new.en.txt"}
    assert files(config)["new.en.txt"] == b"News\n\nThe text of it."
    assert "old.en.txt" not in files(config)
