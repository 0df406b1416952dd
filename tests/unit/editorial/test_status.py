from pathlib import Path

from digest.argos import Machine
from digest.config import load
from digest.editorial import corpus
from digest.editorial.status import EditorialStatus, Unnamed, editorial_status, status_lines
from digest.memory import Cache
from digest.progress import quiet
from digest.translation.counterparts import translate
from tests.sites import NOW, make_site

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
    assert {finding.kind for finding in found.findings} == {"untranslated"}
    assert not (root / "machine.sqlite").exists()


def test_what_the_embedded_package_abstains_from_is_counted_as_not_translated(tmp_path: Path, machine: Machine) -> None:
    root = site(tmp_path, {"2026-11-20-rain.txt": RAIN})
    ask(root, machine)
    found = look(root, machine)
    assert found.origins == {"machine": 2, "untranslated": 1}
    assert [finding.kind for finding in found.findings] == ["untranslated"]


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
