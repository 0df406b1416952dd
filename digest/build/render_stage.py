"""Plan → files put aside and moved into place, by as many presses as there is work for."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from dataclasses import dataclass, field

from digest.build.output_folder import Staged
from digest.build.story_store import StoryLocation
from digest.build.targets import Kind, Plan
from digest.build.worker_pool import CHUNK, WorkerPool, batches, fitting
from digest.files import Signature
from digest.progress import Progress
from digest.site.site import Listing

_PHASES: tuple[Set[Kind], ...] = (
    {"theme", "picture"},
    {"article"},
    {"listing", "single"},
    {"feed", "sitemap"},
)
"""What is published before what: a page never lacks what it needs, nor does a list lead to a page that is not there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """What came of making files.

    Attributes:
        staged: those whose bytes changed, in the order in which they are to appear.
        depends_on_site: the numbers of groups that were made from the whole site.
        seconds: path of an article to how long its pages took.
        templates: name of a template to how long it took, in all processes together.
    """

    staged: Staged = field(default_factory=dict)
    depends_on_site: Set[int] = frozenset()
    seconds: Mapping[str, float] = field(default_factory=dict)
    templates: Mapping[str, float] = field(default_factory=dict)


class RenderStage:
    """The making of some groups of a plan's files."""

    def __init__(self, planned: Plan, numbers: Sequence[int], presses: WorkerPool | None) -> None:
        self._planned = planned
        self._numbers = numbers
        self._presses = presses

    def make(self, progress: Progress) -> Rendered:
        """Make the files and put aside those whose bytes changed.

        Raises `DigestError` for what can't be made or published, `DamagedStoreError` for the shelf.
        """
        if not self._presses:
            return Rendered()
        staged: dict[str, str] = {}
        depends_on_site: set[int] = set()
        seconds: dict[str, float] = {}
        templates: Counter[str] = Counter()
        done = 0
        for _, printed in self._presses.map_unordered("make", _tasks(self._numbers, self._planned, self._presses.size)):
            staged |= printed.staged
            depends_on_site |= printed.depends_on_site
            seconds |= printed.seconds
            templates.update(printed.templates)
            done += printed.groups
            progress("render", done, len(self._numbers))
        return Rendered(
            staged={path: staged[path] for path in self._paths() if path in staged},
            depends_on_site=depends_on_site,
            seconds=seconds,
            templates=templates,
        )

    def move(self, staged: Staged) -> Mapping[str, Signature]:
        """Move files that were put aside into place; return the signatures that they have there."""
        moved: dict[str, Signature] = {}
        for phase in _PHASES if self._presses else ():
            paths = [path for path in self._paths(phase) if path in staged]
            tasks = [{path: staged[path] for path in some} for some in batches(paths, 10 * CHUNK)]
            for _, signatures in self._presses.map_unordered("move", tasks) if self._presses else ():
                moved |= signatures
        return moved

    def _paths(self, phase: Set[Kind] | None = None) -> Iterator[str]:
        groups = (self._planned.groups[number] for number in self._numbers)
        return (path for group in groups if phase is None or group.kind in phase for path in group.paths)


@contextmanager
def printing(
    planned: Plan,
    numbers: Sequence[int],
    places: Mapping[str, StoryLocation],
    published: Mapping[str, None],
    *,
    shelf: str,
    jobs: int,
) -> Iterator[RenderStage]:
    """Give what renders targets, by their numbers."""
    if not numbers:
        yield RenderStage(planned, numbers, None)
        return
    from digest.build.render_worker import RenderWorkerFactory  # Jinja takes a tenth of a second to import

    presses = RenderWorkerFactory(planned.site, planned.groups, places, published, shelf=shelf)
    with WorkerPool(presses, fitting(len(numbers), jobs)) as team:
        yield RenderStage(planned, numbers, team)


def _tasks(numbers: Iterable[int], planned: Plan, size: int) -> list[Sequence[int]]:
    """Return groups as `size` presses best make them: what takes long first, and pages with the same stories together.

    What lists show of a story is made once for all lists that a press makes at about the same time.
    """
    single: list[Sequence[int]] = []
    lists: list[tuple[float, int]] = []
    others: list[int] = []
    for number in numbers:
        group = planned.groups[number]
        if isinstance(group.of, Listing):
            lists.append((-group.of.stories[0].article.date.timestamp() if group.of.stories else 0.0, number))
        elif group.kind in ("sitemap", "feed", "single"):
            single.append([number])
        else:
            others.append(number)
    in_time = [number for _, number in sorted(lists)]
    return [*reversed(single), *batches(in_time, -(-len(in_time) // (2 * size)) or 1), *batches(others, CHUNK)]
