"""An entry that a person opens and saves, while others may save, too."""

from pathlib import Path

import pytest

from digest.config import Config, load
from digest.content.article import read_file
from digest.memory import EntryChangedError, parse, read_entries, save_entry, save_sidecar
from digest.memory.review import open_entries, replaced_entry
from digest.model import Article
from tests.sidecars import article as texts
from tests.sidecars import draft, edited, machine, po
from tests.sites import BULLETIN, make_site

TITLE, FIRST = "أخبار المدينة", "افتتحت البلدية المكتبة صباح الأحد."


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return load(make_site(tmp_path / "site", {"2026-11-20-rain.txt": BULLETIN}))


@pytest.fixture
def article(config: Config) -> Article:
    return read_file(config.content / "2026-11-20-rain.txt", config)


def test_each_text_is_opened_with_what_the_file_says_of_it() -> None:
    sidecar = parse(po(f'# a note\n#, fuzzy\n#| msgid "old"\nmsgid "{FIRST}"\nmsgstr "b"'), "x")
    title, first = open_entries(sidecar, texts(TITLE, FIRST)).values()
    assert (title.text, title.counterpart, title.line) == (TITLE, None, 0)
    assert (first.previous, first.comments, first.line) == ("old", ("a note",), 8)
    assert open_entries(None, texts(TITLE))[TITLE] == title


def test_what_is_saved_is_reviewed_and_everything_else_keeps_its_bytes(config: Config, article: Article) -> None:
    first, second, *_ = (unit.text for unit in article.units())
    save_sidecar(article, {first: machine("by the machine"), second: machine("second")}, config)
    sidecar = config.content / "2026-11-20-rain.en.po"
    before = sidecar.read_text("utf-8").split("\n\n")
    saved = save_entry(article, edited("by hand"), read_entries(article, config)[first], config, comments=["a  note"])
    assert saved.counterpart == edited("by hand")
    assert saved.comments == ("a note",)
    after = sidecar.read_text("utf-8").split("\n\n")
    assert [one for one in before if one not in after] == [before[1]]
    assert "fuzzy" not in after[1]
    assert "machine" not in after[1]


def test_a_draft_is_saved_as_one_and_may_be_reviewed_later(config: Config, article: Article) -> None:
    first = next(iter(article.units())).text
    opened = read_entries(article, config)[first]
    begun = save_entry(article, draft("by ha"), opened, config)
    assert begun.counterpart == draft("by ha")
    assert save_entry(article, edited("by hand"), begun, config).counterpart == edited("by hand")


def test_an_entry_that_somebody_else_has_changed_is_not_overwritten_and_shown(config: Config, article: Article) -> None:
    first, second, *_ = (unit.text for unit in article.units())
    opened = read_entries(article, config)
    save_entry(article, edited("hers"), opened[first], config)
    with pytest.raises(EntryChangedError) as caught:
        save_entry(article, edited("his"), opened[first], config)
    assert caught.value.current.counterpart == edited("hers")
    assert save_entry(article, edited("his"), opened[second], config).counterpart == edited("his")
    assert read_entries(article, config)[first].counterpart == edited("hers")
    again = save_entry(article, edited("his, too"), caught.value.current, config)
    assert again.counterpart == edited("his, too")


def test_saving_what_is_there_writes_nothing() -> None:
    sidecar = parse(po(f'# a note\nmsgid "{TITLE}"\nmsgstr "b"'), "x")
    opened = open_entries(sidecar, texts(TITLE))[TITLE]
    assert replaced_entry(sidecar, texts(TITLE), edited("b"), opened, opened.comments) == sidecar.data
