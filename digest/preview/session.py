"""The builds of a preview: each begins with what the last good one found out, and the paths that changed since."""

import gc
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from digest.build.options import BuildOptions
from digest.build.pipeline import build, keep
from digest.build.report import Report, WarmState
from digest.build.state import ArticleRecord
from digest.config import FILE, Config, load
from digest.errors import Problem
from digest.preview.server import Address
from digest.preview.watch import Watch

if TYPE_CHECKING:
    from digest.argos.machine import Machine

_LINE = re.compile(r"(?::\d+){1,2}$")
"""The line, or the line and the column, at the end of the place of a problem."""


class PreviewSession:
    """Builds a site again and again, as it is being edited. `site.toml` is read anew each time.

    Attributes:
        address: where the site is served; the pages of the next build name it.
    """

    def __init__(
        self,
        root: Path,
        output: Path,
        *,
        address: Address,
        watch: Watch,
        machine_for: "Callable[[Config], Machine]",
        clock: Callable[[], datetime],
        user_cache: Path | None = None,
        drafts: bool = False,
        jobs: int = 1,
    ) -> None:
        """Begin with nothing built.

        `root` is the site's folder, `output` where to build, whatever `site.toml` says. `watch` is told which paths
        the site is made from. `machine_for` returns the machine that a site asks for, `clock` the time to build for.
        `user_cache` is as in `Config`. `drafts` also shows drafts and articles of a later date. The first build may use
        up to `jobs` processes.
        """
        self.address = address
        self._root = root
        self._output = output
        self._watch = watch
        self._machine_for = machine_for
        self._clock = clock
        self._user_cache = user_cache
        self._drafts = drafts
        self._jobs = jobs
        self._machine: Machine | None = None
        self._warm: WarmState | None = None
        self._changed: frozenset[Path] = frozenset()
        """What changed since the last good build: also what a build that failed was given."""
        self._warnings: tuple[Problem, ...] = ()

    def rebuild(self, changed: frozenset[Path] | None) -> Report:
        """Build the site, given the paths that changed since the last call, or None at first.

        The report has only the warnings that the last good build had not. Raises `DigestError` with every problem
        found; the output folder is then as it was.
        """
        self._changed |= changed or frozenset()
        config = self.config()
        self._watch.follow(watched_paths(config))  # before anything is read: what changes from now on is noticed
        with _garbage_left_alone():
            report = self._build(config)
        import digest.build.render_worker  # noqa: F401 (what the first build left to others, the first save need not wait for)

        new = new_warnings(report.warnings, self._warnings)
        self._warm, self._changed, self._warnings = report.warm, frozenset(), report.warnings
        return replace(report, warnings=new)

    def records(self) -> Mapping[str, ArticleRecord]:
        """Return what the last good build knew of each article, by its path."""
        return self._warm.state.articles if self._warm else {}

    def close(self) -> list[Problem]:
        """Keep what was found out for the next preview; return a warning when that can't be done."""
        return keep(self._warm, self._warm.targets.site.config) if self._warm else []

    def config(self) -> Config:
        """Return the settings of the site as it is previewed, read anew."""
        return load(
            self._root,
            output=self._output,
            base_url=self.address.url,
            user_cache=self._user_cache,
            versioned_assets=False,
        )

    def _build(self, config: Config) -> Report:
        options = BuildOptions(
            now=self._clock(),
            machine=self._machine_set_for(config),
            drafts=self._drafts,
            allow_untranslated=True,
            jobs=1 if self._warm else self._jobs,
        )
        return build(config, options, warm=self._warm, changed=self._changed)

    def _machine_set_for(self, config: Config) -> "Machine":
        """Return the machine of the last build, with packages loaded; another when `site.toml` sets it otherwise."""
        machine = self._machine_for(config)
        if self._machine is None or not machine.is_set_like(self._machine):
            self._machine = machine
        return self._machine


def watched_paths(config: Config) -> tuple[Path, ...]:
    """Return the folders and files that a site is made from; they need not exist."""
    return config.content, config.templates, config.theme, config.static, config.locale, config.root / FILE


def new_warnings(warnings: Sequence[Problem], before: Sequence[Problem]) -> tuple[Problem, ...]:
    """Return the warnings that were not there before; one that only moved to another line is not new."""
    gone = Counter(map(_without_line, set(before).difference(warnings)))
    new = []
    for warning in dict.fromkeys(warnings):
        if warning not in before:
            if gone[_without_line(warning)]:
                gone[_without_line(warning)] -= 1
            else:
                new.append(warning)
    return tuple(new)


def _without_line(problem: Problem) -> Problem:
    return replace(problem, where=_LINE.sub("", problem.where))


@contextmanager
def _garbage_left_alone() -> Iterator[None]:
    """Leave the garbage of a build alone, and afterwards what it keeps.

    Hardly anything that a build makes is garbage, and going through all of it takes longer than a small build.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
    gc.freeze()
