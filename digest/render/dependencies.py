"""Whether a page shows more of the site than its subject, noticed while it is rendered."""

from typing import Any

from digest.site.site import Site

_HARMLESS = frozenset({"config", "sections", "href", "url", "has_translations"})
"""Attributes of a site that do not depend on its stories, or that all pages depend on (`targets.look`)."""


class SiteDependency:
    """Notes that a template reads data of the whole site (`site.stories`, say).

    Attributes:
        noted: whether one did since the last `reset`.
    """

    def __init__(self, *, always: bool) -> None:
        """With `always`, every page counts as depending on the whole site."""
        self._always = always
        self.noted = always

    def note(self) -> None:
        """Note that what is being rendered depends on the whole site."""
        self.noted = True

    def reset(self) -> bool:
        """Return `noted`, and begin anew."""
        noted, self.noted = self.noted, self._always
        return noted


class WatchedSite:
    """A site as templates see it: the dependency is noted when one reads what depends on all stories."""

    def __init__(self, site: Site, dependency: SiteDependency) -> None:
        self._site = site
        self._dependency = dependency

    def __getattr__(self, name: str) -> Any:
        if name not in _HARMLESS:
            self._dependency.note()
        return getattr(self._site, name)
