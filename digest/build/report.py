"""What a build did, and what it leaves to the next one in the same process."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

import msgspec

from digest.build.state import BuildState
from digest.build.targets import PAGES, SiteTargets
from digest.content.listing import Sources
from digest.errors import Problem
from digest.files import Signature
from digest.model import Counts
from digest.translation.counterparts import Request


@dataclass(frozen=True, slots=True, kw_only=True)
class WarmState:
    """What a build knows, for the next one in the same process.

    Attributes:
        state: what is kept on disk, too.
        sources: what the content folder held.
        strays: the sidecars among that which lie beside no article of their name, with the signatures of their files.
        targets: of the site.
        published: the paths of its files.
        store_prefix: of the story store's files.
        owed: path of an article → what the machine has yet to be asked for it; see `BuildOptions.asks`.
    """

    state: BuildState
    sources: Sources
    strays: Mapping[str, Signature]
    targets: SiteTargets
    published: Mapping[str, None]
    store_prefix: str
    owed: Mapping[str, Request] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a build did.

    Attributes:
        articles: published.
        written, unchanged, removed: files of the output folder.
        changed: the paths there of those that were written or removed.
        left: the paths of the outdated files that were left to the next build; see `BuildOptions.pages`.
        faults: path of a file that could not be rendered, and is as it was → why; see `BuildOptions.lenient`.
        translated: how many sentences the machine was asked for in this build; it may have abstained from some.
        warnings: what the authors should know.
        seconds: by stage, in the order they ran.
        made: key of each target that was made anew → why.
        slowest: path of an article → the seconds that its pages took; empty where none were made.
        templates: name of a template → the seconds that it took, in all processes together.
        warm: what the next build in this process need not find out again.
    """

    articles: int
    written: int
    unchanged: int
    removed: int
    changed: frozenset[str] = frozenset()
    left: frozenset[str] = frozenset()
    faults: Mapping[str, tuple[Problem, ...]] = field(default_factory=dict)
    translated: int
    warnings: tuple[Problem, ...]
    seconds: Mapping[str, float]
    made: Mapping[str, str] = field(default_factory=dict)
    slowest: Mapping[str, float] = field(default_factory=dict)
    templates: Mapping[str, float] = field(default_factory=dict)
    warm: WarmState

    @property
    def pages(self) -> int:
        """How many HTML pages the site has."""
        pages = (target for target in self.warm.targets.targets if target.kind in PAGES)
        return sum(path.endswith(".html") for target in pages for path in target.paths)

    @property
    def counts(self) -> Counts:
        """Where the counterparts came from: what a machine said before this build is from the cache."""
        total = Counts.total(record.counts for record in self.warm.state.articles.values())
        machine = total.from_cache + total.machine_translated
        return msgspec.structs.replace(total, from_cache=machine - self.translated, machine_translated=self.translated)

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
