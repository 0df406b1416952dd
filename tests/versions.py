"""Two versions of a site, all pages of one differ from those of the other, for builds in one process or in two."""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from digest.argos import Machine
from digest.build.worker_pool import WORTH_A_PROCESS
from tests.killing import finish, start
from tests.sites import ARTICLE, TOML, make_site, publish, tree

DAYS = ("الأحد", "الاثنين")
COUNTS = {1: 5, 2: 2 * WORTH_A_PROCESS}
"""Articles that are worth so many processes."""


@dataclass(frozen=True, slots=True)
class Versions:
    """Both versions, published by clean builds in one process.

    Attributes:
        folder: where they lie.
        jobs: the processes that a build may take, and does.
        old, new: the published files, by path.
    """

    folder: Path
    jobs: int
    old: Mapping[str, bytes]
    new: Mapping[str, bytes]

    def site(self, root: Path) -> Path:
        """Make a site of which the old version is published, and the new one is to be built."""
        write(root, 1, COUNTS[self.jobs])
        shutil.copytree(self.folder / "0" / "public", root / "public")
        return root

    def mix(self, folder: Path) -> bool:
        """Tell whether all published files are whole, each of the old version or of the new one."""
        left = tree(folder)
        return left.keys() == self.old.keys() and all(left[path] in (self.old[path], self.new[path]) for path in left)

    def ends_well(self, root: Path, machine: Machine) -> bool:
        """Tell whether the next build equals a clean one, and leaves nothing lying about."""
        publish(root, machine, jobs=self.jobs)
        return tree(root / "public") == self.new and not list((root / "public" / ".digest").glob("new*"))


@cache
def make(folder: Path, jobs: int) -> Versions:
    """Build both versions, once."""
    published = []
    for version in (0, 1):
        root = write(folder / str(jobs) / str(version), version, COUNTS[jobs])
        assert finish(start(root, "--jobs", "1"))[0] == 0
        published.append(tree(root / "public"))
    assert published[0].keys() == published[1].keys()
    return Versions(folder / str(jobs), jobs, *published)


def write(root: Path, version: int, count: int) -> Path:
    """Write a version of the site."""
    files = {
        f"2026-11-{number % 20 + 1:02}-story-{number}.txt": ARTICLE.replace("الخميس", f"{DAYS[version]} {number}")
        for number in range(count)
    }
    make_site(root, files, f"{TOML}per_page = 50\n")
    (root / "templates").mkdir(exist_ok=True)
    footer = f"{{% include 'default/footer.html' %}}<!-- {version} -->"
    (root / "templates" / "footer.html").write_text(footer, encoding="utf-8")
    return root
