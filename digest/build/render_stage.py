"""The render stage: targets → files staged, then moved into place, by as many workers as are worth their start."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import takewhile

from digest.build.output_folder import Staged
from digest.build.story_store import StoryLocation
from digest.build.targets import SHOWN, SiteTargets, TargetKind
from digest.build.worker_pool import BATCH, WorkerPool, batches, worthwhile_size
from digest.errors import Problem
from digest.files import Signature
from digest.progress import Progress
from digest.site.site import Listing

_PHASES: tuple[Set[TargetKind], ...] = (
    SHOWN | {"card"},
    {"article"},
    {"listing", "single", "redirects"},
    {"search", "feed", "archive", "sitemap", "news", "edition", "hosts"},
)
"""What is published before what: a page never lacks what it needs, nor does a list lead to a page that is not there."""

_UNSENT = 5
"""Targets in a task that no process has to be sent: few, so that it is not long until an interruption is noticed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """The outcome of rendering targets.

    Attributes:
        staged: the files whose bytes changed, in the order in which they are to appear.
        depends_on_site: the numbers of the targets that show more of the site than their subject.
        seconds: path of an article → how long its pages took.
        templates: name of a template → how long it took, in all processes together.
        left: the numbers of the targets that were not begun, for the render stage was interrupted.
        faults: the number of a target that can't be rendered → why; only where the rest is wanted nevertheless.
    """

    staged: Staged = field(default_factory=dict)
    depends_on_site: Set[int] = frozenset()
    seconds: Mapping[str, float] = field(default_factory=dict)
    templates: Mapping[str, float] = field(default_factory=dict)
    left: Set[int] = frozenset()
    faults: Mapping[int, tuple[Problem, ...]] = field(default_factory=dict)


class RenderStage:
    """The rendering of some targets of a site, and the moving of their files."""

    def __init__(self, targets: SiteTargets, numbers: Sequence[int], pool: WorkerPool | None) -> None:
        """Render the targets with these numbers; no pool is needed where there are none."""
        self._targets = targets
        self._numbers = numbers
        self._pool = pool

    def render(self, progress: Progress, interrupted: Callable[[], bool] = lambda: False) -> Rendered:
        """Render the targets, and stage the files whose bytes changed; begin nothing more once it is `interrupted`.

        Raises `DigestError` for what can't be rendered or published, `DamagedStoreError`.
        """
        if not self._pool:
            return Rendered()
        staged: dict[str, str] = {}
        depends_on_site: set[int] = set()
        seconds: dict[str, float] = {}
        templates: Counter[str] = Counter()
        faults: dict[int, tuple[Problem, ...]] = {}
        done: set[int] = set()
        tasks = _tasks(self._numbers, self._targets, self._pool.size)
        for _, task in self._pool.map_unordered("render", takewhile(lambda _: not interrupted(), tasks)):
            staged |= task.staged
            depends_on_site |= task.depends_on_site
            seconds |= task.seconds
            faults |= task.faults
            templates.update(task.templates)
            done.update(task.numbers)
            progress("render", len(done), len(self._numbers))
        return Rendered(
            staged={path: staged[path] for path in self._paths() if path in staged},
            depends_on_site=depends_on_site,
            seconds=seconds,
            templates=templates,
            left=set(self._numbers) - done,
            faults=faults,
        )

    def move(self, staged: Staged) -> Mapping[str, Signature]:
        """Move staged files into place; return the signatures that they have there, by path."""
        moved: dict[str, Signature] = {}
        for phase in _PHASES if self._pool else ():
            paths = [path for path in self._paths(phase) if path in staged]
            tasks = [{path: staged[path] for path in batch} for batch in batches(paths, 10 * BATCH)]
            for _, signatures in self._pool.map_unordered("move", tasks) if self._pool else ():
                moved |= signatures
        return moved

    def _paths(self, phase: Set[TargetKind] | None = None) -> Iterator[str]:
        """Yield the paths of the files of the targets, or of those of some kinds, in their order."""
        targets = (self._targets.targets[number] for number in self._numbers)
        return (path for target in targets if phase is None or target.kind in phase for path in target.paths)


@contextmanager
def render_stage(
    targets: SiteTargets,
    numbers: Sequence[int],
    *,
    locations: Mapping[str, StoryLocation],
    made_before: Mapping[str, None],
    store_prefix: str,
    jobs: int,
    lenient: bool = False,
) -> Iterator[RenderStage]:
    """Give the render stage for the targets with these numbers; its workers end with the `with` block.

    `locations`, `made_before`, `store_prefix` and `lenient` are as for `RenderWorkerFactory`.
    """
    if not numbers:
        yield RenderStage(targets, numbers, None)
        return
    from digest.build.render_worker import RenderWorkerFactory  # Jinja takes a tenth of a second to import

    make_worker = RenderWorkerFactory(targets, locations, made_before, store_prefix, lenient=lenient)
    with WorkerPool(make_worker, worthwhile_size(len(numbers), jobs)) as pool:
        yield RenderStage(targets, numbers, pool)


def _tasks(numbers: Iterable[int], targets: SiteTargets, size: int) -> list[Sequence[int]]:
    """Return tasks of numbers of targets for `size` workers: what takes long first, lists of the same time together.

    A worker renders what lists show of a story once for all lists that it renders at about the same time.
    """
    single: list[Sequence[int]] = []
    lists: list[tuple[float, int]] = []
    others: list[int] = []
    for number in numbers:
        target = targets.targets[number]
        if isinstance(target.subject, Listing):
            stories = target.subject.stories
            lists.append((-stories[0].article.date.timestamp() if stories else 0.0, number))
        elif target.kind in ("sitemap", "news", "feed", "archive", "search", "single"):
            single.append([number])
        else:
            others.append(number)
    in_time = [number for _, number in sorted(lists)]
    at_once, lists_at_once = (BATCH, -(-len(in_time) // (2 * size)) or 1) if size > 1 else (_UNSENT, _UNSENT)
    return [*reversed(single), *batches(in_time, lists_at_once), *batches(others, at_once)]
