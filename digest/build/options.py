"""What a build is asked for, beside the site's settings."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from digest.model import Article
from digest.progress import Progress, quiet

if TYPE_CHECKING:
    from digest.argos import Machine


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildOptions:
    """What a build is asked for.

    Attributes:
        now: the time (aware) that decides what is scheduled or expired.
        machine: the packages that translate what neither a sidecar nor the machine cache knows.
        drafts: whether drafts, scheduled and expired articles are published too.
        allow_untranslated: whether the source text is shown where no package translates; else that is an error.
        asks: whether the machine is asked for what its cache lacks; else that is owed (`WarmState.owed`), and the
            source text is shown meanwhile, marked.
        lenient: whether the rest is published when some files can't be rendered (`Report.faults`); else it is an error.
        pages: paths of the only pages that are wanted now; None: all. Of what is outdated, these and the files that
            pages show are made, and the rest is left to the next build (`Report.left`).
        interrupted: asked before every few targets whether all that is not made yet is to be left to the next build.
        progress: told how far the build is.
        jobs: the most processes to use.
    """

    now: datetime
    machine: "Machine"
    drafts: bool = False
    allow_untranslated: bool = False
    asks: bool = True
    lenient: bool = False
    pages: Collection[str] | None = None
    interrupted: Callable[[], bool] = lambda: False
    progress: Progress = quiet
    jobs: int = 1

    def publishes(self, article: Article) -> bool:
        """Tell whether an article is part of the site."""
        return self.drafts or article.is_published(self.now)
