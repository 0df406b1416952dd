from pathlib import Path

from digest import quality
from digest.argos import Machine
from digest.config import load
from digest.editorial import corpus
from digest.editorial.status import EditorialStatus, Unnamed, editorial_status, status_lines
from digest.memory import Cache
from digest.progress import quiet
from digest.translation.counterparts import translate
from tests.sites import NOW, make_site
from tests.tiny_package import build

TOML = """\
package = "bulletins"

[sections.weather]
ar = "الطقس"
en = "Weather"

[sections.sport]
ar = "رياضة"

[authors.huda]
ar = "هدى سالم"
en = "Huda Salem"
"""
NONSENSE = TOML.replace("bulletins", "nonsense")
RAIN = """\
العنوان: أمطار غزيرة في دمشق
التاريخ: 2026-11-20
القسم: weather
الوسوم: مطر
الكاتب: هدى سالم

بلغت درجة الحرارة في دمشق 21 درجة مئوية.

وقال الباحث إن المخطوطات النادرة لم تنشر قط.
"""
LINKED = """\
---
title: أسعار الذهب
date: 2026-11-20
---

ارتفع سعر [الذهب](https://example.org/gold) اليوم الأحد.
"""


def site(tmp_path: Path, files: dict[str, str] | None = None) -> Path:
    return make_site(tmp_path / "site", files or {"2026-11-20-rain.txt": RAIN, "gold.md": LINKED}, TOML)


def look(root: Path, machine: Machine) -> EditorialStatus:
    config = load(root)
    content = corpus.load(config, now=NOW, drafts=True)
    with Cache(root / "machine.sqlite") as cache:
        return editorial_status(content, config, machine, cache)


def ask(root: Path, machine: Machine) -> None:
    """Do what a build does to the machine cache."""
    config = load(root)
    content = corpus.load(config, now=NOW)
    with Cache(root / "machine.sqlite") as cache:
        translate(
            content.articles,
            content.counterparts,
            machine=machine,
            package=config.package,
            cache=cache,
            glossary=content.glossary,
            progress=quiet,
        )


def test_it_counts_what_was_not_asked_for_and_asks_nothing(tmp_path: Path, machine: Machine) -> None:
    root = site(tmp_path)
    found = look(root, machine)
    assert (found.articles, found.sentences, found.origins) == (2, 5, {"untranslated": 5})
    assert not found.doubtful
    assert not (root / "machine.sqlite").exists()


def nonsense(tmp_path: Path, machine: Machine) -> Machine:
    """Return a machine with a package whose words are nonsense, and flagged; it abstains from none."""
    build(tmp_path / "packages" / "nonsense", name="nonsense")
    return Machine(folders=[tmp_path / "packages"], cache=machine.cache, beam_size=2, threads=1)


def test_what_the_embedded_package_abstains_from_is_counted_as_not_translated(tmp_path: Path, machine: Machine) -> None:
    root = site(tmp_path, {"2026-11-20-rain.txt": RAIN})
    ask(root, machine)
    found = look(root, machine)
    assert found.origins == {"machine": 2, "untranslated": 1}
    assert not found.doubtful


def test_doubtful_sentences_are_told_by_file_and_line_the_most_doubtful_first(tmp_path: Path, machine: Machine) -> None:
    root = make_site(tmp_path / "site", {"2026-11-20-rain.txt": RAIN, "gold.md": LINKED}, NONSENSE)
    machine = nonsense(tmp_path, machine)
    ask(root, machine)
    found = look(root, machine)
    assert found.origins == {"machine": 5}
    strange = next(finding for finding in found.doubtful if "المخطوطات" in finding.source)
    assert (strange.path, strange.line) == ("2026-11-20-rain.txt", 9)
    assert strange.score is not None
    assert strange.score < 0
    assert [quality.doubt(finding.flags) for finding in found.doubtful] == sorted(
        (quality.doubt(finding.flags) for finding in found.doubtful), reverse=True
    )
    told = list(status_lines(found, "content", 10))
    assert told[0] == "2 articles, 5 sentences: 5 machine"
    place = next(number for number, line in enumerate(told) if line.startswith("content/2026-11-20-rain.txt:9: "))
    assert told[place + 1 : place + 3] == [f"    {strange.source}", f"    {strange.counterpart}"]


def test_more_than_asked_for_are_only_counted(tmp_path: Path, machine: Machine) -> None:
    files = {f"{number}.txt": RAIN.replace("قط", f"قط {number}") for number in range(4)}
    root = make_site(tmp_path / "site", files, NONSENSE)
    machine = nonsense(tmp_path, machine)
    ask(root, machine)
    found = look(root, machine)
    assert len(found.doubtful) >= 4
    assert f"and {len(found.doubtful) - 1} more: `--all` shows them" in status_lines(found, "content", 1)
    assert not any("more: `--all`" in line for line in status_lines(found, "content", None))


def test_what_people_wrote_is_counted_as_theirs_and_stale_where_its_source_has_changed(
    tmp_path: Path, machine: Machine
) -> None:
    root = site(tmp_path)
    config = load(root)
    edited = {
        "بلغت درجة الحرارة في دمشق 22 درجة مئوية.": "It is 22 degrees in Damascus.",
        "أمطار غزيرة في دمشق": "Rain expected in Damascus",
    }
    entries = "".join(f'#: x\nmsgid "{source}"\nmsgstr "{text}"\n\n' for source, text in edited.items())
    header = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    (config.content / "2026-11-20-rain.en.po").write_text(header + entries, encoding="utf-8")
    found = look(root, machine)
    assert found.origins == {"edited": 1, "stale": 1, "untranslated": 3}
    (stale,) = found.stale
    assert (stale.line, stale.counterpart, stale.flags) == (7, "It is 22 degrees in Damascus.", ("number",))
    assert "content/2026-11-20-rain.txt:7: numbers differ" in status_lines(found, "content", None)


def test_names_that_lack_a_language_are_told_with_their_use(tmp_path: Path, machine: Machine) -> None:
    found = look(site(tmp_path), machine)
    assert found.unnamed == (
        Unnamed(kind="sections", name="رياضة", lacks="en", articles=0),
        Unnamed(kind="tags", name="مطر", lacks="en", articles=1),
    )
    assert "tag `مطر` has no English name (1 article)" in status_lines(found, "content", None)


def test_a_name_is_told_once_however_it_is_spelled_and_a_listed_one_is_counted_in_any_spelling(
    tmp_path: Path, machine: Machine
) -> None:
    names = (("عمّان", "رياضه"), ("عمان", "رِياضة"), ("عمان", "رياضة"))
    files = {
        f"{n}.txt": f"العنوان: خبر\nالوسوم: {tag}\nالقسم: {section}\n\nنص.\n" for n, (tag, section) in enumerate(names)
    }
    found = look(site(tmp_path, files), machine)
    told = {(unnamed.kind, unnamed.name): unnamed.articles for unnamed in found.unnamed}
    assert told[("tags", "عمان")] == 3
    assert told[("sections", "رياضة")] == 2
    assert told[("sections", "رياضه")] == 1


def test_an_author_who_is_spelled_otherwise_in_a_sentence_is_told(tmp_path: Path, machine: Machine) -> None:
    root = site(tmp_path, {"a.txt": "خبر\n\nقالت هدى سالم إن المكتبة فتحت أبوابها.\n"})
    header = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    entry = 'msgid "قالت هدى سالم إن المكتبة فتحت أبوابها."\nmsgstr "The library has opened, said Hoda Salim."\n'
    (root / "content" / "a.en.po").write_text(header + entry, encoding="utf-8")
    found = look(root, machine)
    assert "هدى سالم: Hoda Salim (a.txt); it should be Huda Salem" in status_lines(found, "content", None)
