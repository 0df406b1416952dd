import json
import os
import tomllib
from pathlib import Path

import pytest

from digest.config import SETTINGS, parse
from digest.files import PROGRAM
from digest.model import LANGS
from digest.publish_target import PublishTarget
from digest.settings import FILE
from digest.setup.site_file import json_schema, reference, site_toml

ROOT = PROGRAM.parent


def held_true(file: Path, text: str) -> None:
    """Compare a file of the repository with the text that it is made from, or write it with `UPDATE_EXPECT=1`."""
    if os.environ.get("UPDATE_EXPECT"):
        file.write_text(text, encoding="utf-8")
    assert file.read_text("utf-8") == text


def uncommented(text: str) -> str:
    """Return a `site.toml` in which every setting is set."""
    lines = text.splitlines()
    return "\n".join(line[2:] if " = " in line or line.startswith("# [") else line for line in lines)


def test_every_setting_stands_in_the_file_with_its_comment_and_may_be_set_as_it_stands(tmp_path: Path) -> None:
    text = site_toml({})
    assert tomllib.loads(text) == {}
    data = tomllib.loads(uncommented(text))
    assert data.keys() == {each.key for each in SETTINGS}
    config = parse(uncommented(text), tmp_path)
    for each in SETTINGS:
        value = getattr(config, each.key)
        if each.kind == "targets":
            assert value == {name: PublishTarget(**target) for name, target in each.example.items()}
        elif each.kind == "links":
            assert [(link.to, *link.names.values()) for link in value.values()] == [
                tuple(link.values()) for link in each.example.values()
            ]
        elif each.kind == "people":
            names = {slug: {lang: person[lang] for lang in LANGS} for slug, person in each.example.items()}
            assert value == names
            assert config.profiles["huda-zaydan"].picture == "huda.jpg"
        else:
            assert value == (tmp_path / each.example if each.kind == "folder" else each.example)
        assert each.comment.split()[0] in text


def test_what_is_set_is_read_back_as_it_was_given(tmp_path: Path) -> None:
    values = {
        "title": {"ar": 'أخبار "المدينة"', "en": "C:\\news"},
        "about": {"en": "One.\n\nTwo."},
        "sections": {"economy": {"ar": "اقتصاد"}, "sport": {"en": "Sport"}},
        "ticker": ("خبر", "flash"),
        "round_trip": True,
        "per_page": 5,
    }
    config = parse(site_toml(values), tmp_path)
    assert {key: getattr(config, key) for key in values} == values


def test_no_line_of_the_file_is_longer_than_an_editor_shows() -> None:
    assert max(map(len, site_toml({}).splitlines())) <= 120


def test_the_schema_in_the_documents_is_made_of_the_settings() -> None:
    held_true(ROOT / "docs" / "site.schema.json", json.dumps(json_schema(), ensure_ascii=False, indent=2) + "\n")


def test_the_schema_knows_every_setting_and_no_other() -> None:
    schema = json_schema()
    assert schema["properties"].keys() == {each.key for each in SETTINGS}
    assert schema["additionalProperties"] is False
    assert schema["properties"]["per_page"]["maximum"] == 1000
    assert schema["properties"]["source_language"]["enum"] == ["ar", "en"]


def test_the_table_in_the_documents_is_made_of_the_settings() -> None:
    file = ROOT / "docs" / "settings.md"
    above = file.read_text("utf-8").partition("| setting |")[0]
    held_true(file, above + reference())


@pytest.mark.parametrize(
    "key", [each.key for each in SETTINGS if each.kind not in ("names", "terms", "people", "fonts", "links", "targets")]
)
def test_the_sample_site_shows_every_setting_as_a_new_site_does(key: str) -> None:
    sample = (ROOT / FILE).read_text("utf-8")
    entry = next(part for part in site_toml({}).split("\n\n") if f"# {key} = " in part)
    comment = "\n".join(entry.splitlines()[:-1])
    assert comment in sample
