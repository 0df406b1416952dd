from pathlib import Path

import pytest

from digest.config import load, parse
from digest.errors import DigestError
from tests.sites import with_settings


def test_an_empty_file_is_a_whole_configuration(tmp_path: Path) -> None:
    config = load(with_settings(tmp_path, ""))
    assert config.content == tmp_path / "content"
    assert config.output == tmp_path / "public"
    assert (config.source_language, config.beam_size, config.base_path) == ("ar", 4, "/")


def test_a_site_that_does_not_say_where_it_is_published_is_warned_of_it(tmp_path: Path) -> None:
    (warning,) = load(with_settings(tmp_path, 'title = "x"')).warnings
    assert (warning.where, "http://localhost:8000/" in warning.problem) == ("site.toml", True)
    assert "--base-url" in warning.hint
    assert not load(tmp_path, base_url="https://a.example/").warnings
    assert not load(
        with_settings(tmp_path, 'base_url = "https://a.example/"\nfeed_id = "tag:a.example,2026:"\ntitle = "x"')
    ).warnings


@pytest.mark.parametrize("text", ["", 'title = ""\n', "[title]\n"])
def test_a_site_without_a_name_is_warned_of_the_one_that_it_gets(tmp_path: Path, text: str) -> None:
    (warning,) = load(with_settings(tmp_path, text), base_url="https://a.example/").warnings
    assert (warning.where, "`Digest`" in warning.problem, "title = {" in warning.hint) == ("site.toml", True, True)


def test_the_flags_of_the_command_line_override_the_file(tmp_path: Path) -> None:
    root = with_settings(tmp_path, 'base_url = "https://a.example/"')
    config = load(root, output=tmp_path / "elsewhere", base_url="https://b.example/أخبار")
    assert config.output == tmp_path / "elsewhere"
    assert config.base_url == "https://b.example/أخبار/"
    assert config.base_path == "/%D8%A3%D8%AE%D8%A8%D8%A7%D8%B1/"


def test_a_missing_file_and_one_in_another_encoding_say_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(DigestError, match="there is no"):
        load(tmp_path)
    (tmp_path / "site.toml").write_bytes('per_page = 3\ntitle = "نشرة"'.encode("cp1256"))
    with pytest.raises(DigestError, match="not UTF-8") as caught:
        load(tmp_path)
    assert caught.value.problems[0].where == "site.toml:2"


def test_a_site_without_an_id_is_told_how_to_keep_the_ids_that_it_has(tmp_path: Path) -> None:
    config = parse('base_url = "https://news.example/a"\ntitle = "x"\n', tmp_path)
    (warning,) = config.warnings
    assert '`feed_id = "https://news.example/a/"`' in warning.hint
    assert parse(f"base_url = 'https://b.example/'\n{warning.hint.split('`')[1]}", tmp_path).id_base == config.id_base


@pytest.mark.parametrize("key", ["share_image", "logo"])
def test_a_picture_of_the_site_that_is_not_there_is_a_warning(tmp_path: Path, key: str) -> None:
    text = f'{key} = "share.png"\nbase_url = "https://a.example/"\nfeed_id = "tag:a.example,2026:"\ntitle = "x"\n'
    (warning,) = load(with_settings(tmp_path, text)).warnings
    assert (warning.where, "`share.png`" in warning.problem) == ("site.toml:1", True)
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "share.png").write_bytes(b"")
    assert not load(tmp_path).warnings


def test_a_menu_keeps_the_order_of_the_file_and_a_logo_that_is_not_there_is_a_warning(tmp_path: Path) -> None:
    text = 'logo = "l.svg"\ntitle = "x"\n[menu.z]\nto = "/"\n[menu.a]\nto = "mailto:us@news.example"\nen = "Write"\n'
    config = load(with_settings(tmp_path, text), base_url="https://a.example/")
    assert list(config.menu) == ["z", "a"]
    assert [warning.problem for warning in config.warnings] == ["there is no picture `l.svg`"]


def test_fonts_are_one_file_or_two_for_a_language_and_a_missing_one_is_a_warning(tmp_path: Path) -> None:
    config = parse('[fonts]\nar = ["f/r.woff2", "f/b.woff2"]\nen = "f/en.woff2"\n', tmp_path)
    assert config.fonts == {"ar": ("f/r.woff2", "f/b.woff2"), "en": ("f/en.woff2",)}
    assert [each.where for each in config.warnings if "font" in each.problem] == [
        "site.toml:2",
        "site.toml:2",
        "site.toml:3",
    ]


def test_an_output_folder_that_can_not_be_is_told_with_what_names_it(tmp_path: Path) -> None:
    (tmp_path / "site.toml").write_text('per_page = 5\noutput = "content/x"\n')
    with pytest.raises(DigestError) as caught:
        load(tmp_path)
    assert caught.value.problems[0].where == "site.toml:2"
    with pytest.raises(DigestError) as caught:
        load(tmp_path, output=tmp_path)
    assert (caught.value.problems[0].where, "--output" in caught.value.problems[0].hint) == ("", True)
