from pathlib import Path

import pytest

from digest.argos import Machine
from digest.config import load
from digest.editorial import corpus
from digest.editorial.compare import Comparison, compare, comparison_lines
from digest.memory import Cache
from tests.sidecars import signed
from tests.sites import NOW, make_site, tree
from tests.tiny_package import build

RAIN = "أمطار غزيرة في دمشق\n\nبلغت درجة الحرارة في دمشق 21 درجة مئوية.\n"
GOLD = "أسعار الذهب اليوم\n\nارتفع سعر الذهب اليوم الأحد.\n"
HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
EDITED = 'msgid "أسعار الذهب اليوم"\nmsgstr "Gold prices today"\n'
KEPT = f'\n{signed("Gold is up.")}#, fuzzy\nmsgid "ارتفع سعر الذهب اليوم الأحد."\nmsgstr "Gold is up."\n'


@pytest.fixture
def both(tmp_path: Path, machine: Machine) -> Machine:
    build(tmp_path / "packages" / "nonsense", name="nonsense", ending=3.0)
    return Machine(folders=[tmp_path / "packages"], cache=machine.cache, beam_size=1, threads=1)


def run(root: Path, machine: Machine, current: str, candidate: str) -> Comparison:
    config = load(root)
    content = corpus.load(config, now=NOW, drafts=True)
    with Cache(root / "machine.sqlite") as cache:
        return compare(content, config, current=current, candidate=candidate, machine=machine, cache=cache)


def test_what_no_person_translated_would_change_with_its_flags_and_pages(tmp_path: Path, both: Machine) -> None:
    files = {"rain.txt": RAIN, "gold.txt": GOLD, "gold.en.po": HEADER + EDITED + KEPT}
    root = make_site(
        tmp_path / "site",
        {**files, "own.txt": f"Package: other\nTitle: x\n\n{RAIN}", "en.txt": "In English\n\nIt rained."},
    )
    before = tree(root / "content")
    found = run(root, both, "bulletins", "nonsense")
    assert (found.sentences, found.others, found.in_sidecars) == (3, 1, 1)
    assert [change.path for change in found.changes] == ["gold.txt", "rain.txt", "rain.txt"]
    assert found.pages == ("articles/gold/", "en/articles/gold/", "articles/rain/", "en/articles/rain/")
    assert found.flags_gained
    assert not found.flags_lost
    assert tree(root / "content") == before
    told = list(comparison_lines(found, "content", 1))
    assert told[0].startswith(
        "3 of 3 sentences that no person has translated would change (articles: 2; their pages: 4)"
    )
    assert told[-1] == "and 2 more: `--all` shows them"


def test_a_package_compared_with_itself_changes_nothing(tmp_path: Path, both: Machine) -> None:
    found = run(make_site(tmp_path / "site", {"rain.txt": RAIN}), both, "bulletins", "bulletins")
    assert (found.sentences, found.changes, found.pages) == (2, (), ())


def test_what_was_compared_needs_no_model_afterwards(tmp_path: Path, both: Machine) -> None:
    root = make_site(tmp_path / "site", {"rain.txt": RAIN})
    first = run(root, both, "bulletins", "nonsense")
    again = Machine(folders=both.folders, cache=both.cache, beam_size=1)
    again.load = None  # type: ignore[method-assign, assignment]
    assert run(root, again, "bulletins", "nonsense") == first
    assert run(root, again, "nonsense", "bulletins").flags_lost == first.flags_gained
