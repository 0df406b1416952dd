"""What a build did, and what it leaves to the next one in the same process."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

import msgspec

from digest.build.state import BuildState
from digest.build.targets import SiteTargets
from digest.content.listing import Sources
from digest.errors import Problem
from digest.model import Counts
from digest.translation.counterparts import Request


@dataclass(frozen=True, slots=True, kw_only=True)
class WarmState:
    """What a build knows, for the next one in the same process.

    Attributes:
        state: what is kept on disk, too.
        sources: what the content folder held.
        targets: of the site.
        published: the paths of its files.
        store_prefix: of the story store's files.
        owed: path of an article → what the machine has yet to be asked for it; see `BuildOptions.asks`.
    """

    state: BuildState
    sources: Sources
    targets: SiteTargets
    published: Mapping[str, None]
    store_prefix: str
    owed: Mapping[str, Request] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a build did.

    Attributes:
        articles: published.
        pages: HTML pages.
        written, unchanged, removed: files of the output folder.
        changed: the paths there of those that were written or removed.
        left: the paths of the outdated files that were left to the next build; see `BuildOptions.pages`.
        faults: path of a file that could not be rendered, and is as it was → why; see `BuildOptions.lenient`.
        counts: where the counterparts came from.
        warnings: what the authors should know.
        seconds: by stage, in the order they ran.
        made: key of each target that was made anew → why.
        slowest: path of an article → the seconds that its pages took; empty where none were made.
        templates: name of a template → the seconds that it took, in all processes together.
        warm: what the next build in this process need not find out again.
    """

    articles: int
    pages: int
    written: int
    unchanged: int
    removed: int
    changed: frozenset[str] = frozenset()
    left: frozenset[str] = frozenset()
    faults: Mapping[str, tuple[Problem, ...]] = field(default_factory=dict)
    counts: Counts
    warnings: tuple[Problem, ...]
    seconds: Mapping[str, float]
    made: Mapping[str, str] = field(default_factory=dict)
    slowest: Mapping[str, float] = field(default_factory=dict)
    templates: Mapping[str, float] = field(default_factory=dict)
    warm: WarmState

    def longest(self) -> dict[str, dict[str, float]]:
        """Return the ten templates and the ten articles that took longest, each with its seconds, the slowest first."""
        return {
            what: dict(sorted(times.items(), key=lambda item: -item[1])[:10])
            for what, times in (("templates", self.templates), ("articles", self.slowest))
        }

    def as_dict(self) -> dict[str, Any]:
        """Return it for JSON: flat, warnings as objects, seconds rounded (of the slowest to microseconds)."""
        return {
            **{key: getattr(self, key) for key in ("articles", "pages", "written", "unchanged", "removed")},
            **msgspec.structs.asdict(self.counts),
            "warnings": [asdict(warning) for warning in self.warnings],
            "seconds": {stage: round(seconds, 3) for stage, seconds in self.seconds.items()},
            "slowest": {
                what: {name: round(seconds, 6) for name, seconds in times.items()}
                for what, times in self.longest().items()
            },
            "made": dict(self.made),
        }
