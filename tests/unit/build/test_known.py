from pathlib import Path

from digest.argos import Machine
from digest.build.known import KnownArticles, known_articles
from digest.build.options import BuildOptions
from digest.config import load
from digest.memory import Cache
from tests.sites import ARTICLE, BULLETIN, NOW, make_site, publish, settle


def known(root: Path, machine: Machine) -> KnownArticles:
    with Cache(root / ".digest/machine.sqlite") as cache:
        return known_articles(load(root), BuildOptions(now=NOW, machine=machine, allow_untranslated=True), cache)


def test_nothing_is_known_before_the_first_build_and_everything_after_it(tmp_path: Path, machine: Machine) -> None:
    root = make_site(tmp_path, {"2026-11-20-rain.txt": BULLETIN, "2026-11-19-library.txt": ARTICLE})
    assert known(root, machine).unread() == ["2026-11-19-library.txt", "2026-11-20-rain.txt"]
    settle(root)
    publish(root, machine)
    assert known(root, machine).unread() == []


def test_what_changed_and_what_was_not_published_is_not_known(tmp_path: Path, machine: Machine) -> None:
    draft = BULLETIN.replace("القسم: weather", "مسودة: نعم")
    root = make_site(tmp_path, {"rain.txt": BULLETIN, "2026-11-19-library.txt": ARTICLE, "draft.txt": draft})
    settle(root)
    publish(root, machine)
    make_site(root, {"rain.txt": BULLETIN + "\nوجملة أخرى.\n"})
    assert known(root, machine).unread() == ["draft.txt", "rain.txt"]
