"""What publishing would change on the live site."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """The paths of files that the live site lacks, has with other bytes, and has too much; each sorted."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)

    @property
    def uploads(self) -> tuple[str, ...]:
        """The paths of the files that travel."""
        return self.added + self.changed


def changes_between(live: Mapping[str, object], files: Mapping[str, object]) -> Changes:
    """Return what changes when files take the place of live ones, each given by path and what tells its bytes."""
    return Changes(
        added=tuple(sorted(files.keys() - live.keys())),
        changed=tuple(sorted(path for path, each in files.items() if path in live and live[path] != each)),
        removed=tuple(sorted(live.keys() - files.keys())),
    )
