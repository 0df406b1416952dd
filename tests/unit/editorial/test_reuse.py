"""Sentences that were translated before are not asked again."""

from pathlib import Path

from digest.argos import Machine
from digest.config import Config, load
from digest.editorial import corpus
from digest.editorial.reuse import NOTHING, remember, reused
from digest.editorial.translate import write_translations
from digest.exchange import tmx
from digest.exchange.rows import Pair
from digest.memory import Cache, parse
from tests.sidecars import po
from tests.sites import NOW, TOML, make_site

SEA = "البحر هائج اليوم."
AGAIN = "البحر هائج اليوم"
OLD, NEW = "2026-11-19-old", "2026-11-20-new"


def site(root: Path, *entries: str, setting: str = "", memory: str = "") -> Config:
    files: dict[str, str | bytes] = {
        f"{OLD}.txt": f"خبر قديم\n\n{SEA} وقال آخر شيئا.",
        f"{OLD}.en.po": po(*(entries or (f'msgid "{SEA}"\nmsgstr "The sea is rough."',))),
        f"{NEW}.txt": f"خبر جديد\n\n{AGAIN}",
    }
    made = load(make_site(root, files, TOML + setting))
    if memory:
        (root / "memory").mkdir()
        (root / "memory" / "agency.tmx").write_bytes(tmx.write([Pair(source="ar", ar=AGAIN, en=memory)]))
    return made


def taken(config: Config) -> dict[str, tuple[str, str]]:
    """Return what is remembered of the new article."""
    content = corpus.load(config, now=NOW, drafts=True)
    (article,) = [one for one in content.articles if one.path == f"{NEW}.txt"]
    found = reused(article, {}, remember(content, config))
    return {text: (one.text, one.origin) for text, one in found.items()}


def test_the_same_sentence_in_another_style_has_the_reviewed_words_as_a_draft(tmp_path: Path) -> None:
    assert taken(site(tmp_path)) == {AGAIN: ("The sea is rough.", "draft")}


def test_the_setting_says_whether_it_is_reviewed_or_not_taken(tmp_path: Path) -> None:
    config = site(tmp_path / "a", setting='reuse = "reviewed"\n')
    assert taken(config) == {AGAIN: ("The sea is rough.", "edited")}
    assert taken(site(tmp_path / "b", setting='reuse = "no"\n')) == {}


def test_memories_of_others_are_used_and_where_two_say_it_otherwise_nothing_is(tmp_path: Path) -> None:
    assert taken(site(tmp_path / "a", "", memory="A rough sea.")) == {AGAIN: ("A rough sea.", "draft")}
    assert taken(site(tmp_path / "b", memory="A rough sea.")) == {}


def test_what_is_a_draft_or_says_another_sentence_too_is_not_taken(tmp_path: Path) -> None:
    assert taken(site(tmp_path / "a", f'#, fuzzy\nmsgid "{SEA}"\nmsgstr "The sea."')) == {}
    both = (f'msgid "{SEA}"\nmsgstr "The sea is rough, another said."', 'msgid "وقال آخر شيئا."\nmsgstr "[+]"')
    assert taken(site(tmp_path / "b", *both)) == {}


def test_where_nothing_lacks_words_nothing_is_looked_up(tmp_path: Path) -> None:
    both = po('msgid "خبر"\nmsgstr "News"', f'msgid "{SEA}"\nmsgstr "Sea"')
    config = load(make_site(tmp_path, {"a.txt": f"خبر\n\n{SEA}", "a.en.po": both}))
    (tmp_path / "memory").mkdir()
    (tmp_path / "memory" / "rubbish.tmx").write_bytes(b"rubbish")
    assert remember(corpus.load(config, now=NOW, drafts=True), config) is NOTHING


def test_translate_writes_it_and_asks_the_machine_for_the_rest(tmp_path: Path, machine: Machine) -> None:
    config = site(tmp_path, setting='package = "bulletins"\n')
    content = corpus.load(config, now=NOW, drafts=True)
    with Cache(tmp_path / "machine.sqlite") as cache:
        written = write_translations(content, config, machine, cache, remembered=remember(content, config))
    assert written.reused == 1
    entries = parse((config.content / f"{NEW}.en.po").read_bytes(), "x").entries
    (entry,) = [entry for entry in entries if entry.msgid == AGAIN]
    assert (entry.msgstr, entry.fuzzy) == ("The sea is rough.", True)
    assert not any("machine" in comment for comment in entry.comments)
