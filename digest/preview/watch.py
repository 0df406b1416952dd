"""File events → bursts of changed paths: what was saved, created, moved or deleted below the watched paths."""

import errno
import math
import os
import re
import stat
import warnings
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Condition, Lock
from time import monotonic
from typing import TYPE_CHECKING, Self

from digest.build.output_folder import HIDDEN
from digest.errors import Problem
from digest.files import real_path
from digest.messages import reason

if TYPE_CHECKING:
    from watchdog.events import FileSystemEventHandler
    from watchdog.observers.api import BaseObserver, ObservedWatch

QUIET = 0.01
"""Seconds without an event after which a burst is over: a save is often several events."""

LONGEST = 0.5
"""Seconds after which a burst is handed out though it goes on."""

AGAIN = 1.0
"""Seconds between two changes of a file that grows within which it counts as still being written."""

STILL = 0.5
"""Seconds without a change after which a file that was being written is whole."""

LONGEST_WRITING = 10.0
"""Seconds after which a file that is still being written is handed out nevertheless."""

POLL_INTERVAL = 1.0
"""Seconds between two looks at files that the system does not report on."""

_POLLING = f"looking at the files every {POLL_INTERVAL:g} s instead"

_TEMPORARY = re.compile(r"\..*|.*~|~\$.*|#.*#|4913|.*\.(sw[a-z]|tmp|part)|.*___jb_(tmp|old)___")
"""Names of the files that editors write beside the one they save, and of hidden files and folders."""

_REMOTE = {"9p", "afs", "ceph", "cifs", "drvfs", "fuse.rclone", "fuse.sshfs", "nfs", "nfs4", "smb3", "smbfs", "vboxsf"}
"""Linux file systems that report no change made on another machine."""

_EXHAUSTED = {errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.ENOSPC}
"""The errors of inotify when its limits are met."""


_Key = tuple[Path, bool]
"""A folder that is watched, and whether with all that is in it."""


@dataclass(slots=True)
class _Seen:
    """A file as it was handed out.

    Attributes:
        changed: when it changed last.
        inode, size: as they were then.
    """

    changed: float
    inode: int
    size: int


class Watch:
    """Everything that changes below some paths, from now until `close()`.

    A path is a folder, with all that is in it, or a file. It need not exist: its coming, going and coming back are
    changes too. Reading is none, nor is what editors write beside a file or anything whose name begins with a dot.

    Attributes:
        on_waiting: hears, from the thread that iterates over `changes()`, of a file that is still being written and not
            handed out before that is done.
    """

    def __init__(
        self,
        paths: Iterable[Path],
        *,
        ignore: Path,
        on_warning: Callable[[Problem], None],
    ) -> None:
        """Begin to watch.

        `ignore` is a folder whose changes never count: the output. `on_warning` hears when the files have to be
        polled, from the thread that called this or iterates over `changes()`.
        """
        self._roots = frozenset(real_path(path) for path in paths)
        self._ignore = real_path(ignore)
        self._on_warning = on_warning
        self.on_waiting: Callable[[Path], None] = lambda _: None
        self._news = Condition()
        self._changed: set[Path] = set()
        self._due = math.inf
        self._latest = math.inf
        self._seen: dict[Path, _Seen] = {}
        """The files that changed lately, as they were when they were handed out."""
        self._growing: dict[Path, tuple[float, float]] = {}
        """File that is still being written → when it is handed out if nothing happens, and when in any case."""
        self._untold: list[Path] = []
        self._closed = False
        self._handler = _handler(self._note)
        self._scheduling = Lock()
        self._scheduled: dict[_Key, ObservedWatch] = {}
        self._polls = False
        self._observer = self._observe()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Stop watching, from any thread; `changes()` ends."""
        with self._news:
            self._closed = True
            self._news.notify_all()
        with self._scheduling:
            _stop(self._observer)

    def follow(self, paths: Iterable[Path]) -> None:
        """Watch these paths from now on, instead of those before; for the consumer of `changes()`."""
        roots = frozenset(real_path(path) for path in paths)
        with self._scheduling:
            if self._closed or roots == self._roots:
                return
            self._roots = roots
            if (remote := self._remote_root()) and not self._polls:
                self._poll_instead(_on_a_network_drive(remote))
            else:
                self._reschedule(self._scheduled.keys() - set(self._wanted()))

    def changes(self) -> Iterator[frozenset[Path]]:
        """Yield the absolute paths of each burst of changes, waiting for it; for one consumer.

        What changes while the caller is busy with a burst is in the next one, so nothing is missed. A file that was
        moved counts at both its places. A burst may be empty: that of `wake`. A file that is still being written, to
        judge by how it grows from burst to burst, comes when it has been left alone for a while.
        """
        while (changed := self._burst()) is not None:
            if gone_or_new := [path for path in changed if any(root.is_relative_to(path) for root in self._roots)]:
                with self._scheduling:
                    if not self._closed:  # another folder may be there now, or none
                        self._reschedule(
                            [key for key in self._scheduled if any(map(key[0].is_relative_to, gone_or_new))]
                        )
            yield changed

    def growing(self) -> tuple[Path, ...]:
        """Return the files that are still being written and not handed out yet."""
        with self._news:
            return tuple(self._growing)

    def is_due(self) -> bool:
        """Tell whether there is something, or will be in a moment, that `changes()` has not yielded yet."""
        with self._news:
            return self._closed or self._due < math.inf

    def wake(self) -> None:
        """Let `changes()` yield what there is, from any thread: something else than a file has changed."""
        with self._news:
            self._due = min(self._due, monotonic())
            self._news.notify_all()

    def _burst(self) -> frozenset[Path] | None:
        """Wait for a burst to be over; None when closed."""
        while True:
            with self._news:
                while not self._closed and not self._untold and (wait := self._next_due() - monotonic()) > 0:
                    self._news.wait(min(wait, 1))  # an endless wait does not see Ctrl-C on Windows
                if self._closed:
                    return None
                untold, self._untold = self._untold, []
                if not untold:
                    return self._taken(monotonic())
            for path in untold:
                self.on_waiting(path)

    def _next_due(self) -> float:
        return min([self._due, *map(min, self._growing.values())])

    def _taken(self, now: float) -> frozenset[Path]:
        """Return what is due, and forget it."""
        taken = {path for path, dues in self._growing.items() if min(dues) <= now}
        for path in taken:
            del self._growing[path]
        if self._due <= now:
            taken |= self._changed
            self._changed.clear()
            self._due = self._latest = math.inf
        self._seen = {path: seen for path, seen in self._seen.items() if now - seen.changed < AGAIN}
        for path in taken:
            if status := _status(path):
                self._seen[path] = _Seen(changed=now, inode=status.st_ino, size=status.st_size)
        return frozenset(taken)

    def _note(self, path: Path) -> None:
        if not self._counts(path):
            return
        with self._news:
            now = monotonic()
            if self._is_being_written(path, now):
                if path not in self._growing:
                    self._untold.append(path)
                self._growing[path] = now + STILL, self._growing.get(path, (0, now + LONGEST_WRITING))[1]
                self._changed.discard(path)
                self._news.notify_all()
                return
            self._latest = min(self._latest, now + LONGEST)
            self._due = min(now + QUIET, self._latest)
            self._changed.add(path)
            self._news.notify_all()

    def _is_being_written(self, path: Path, now: float) -> bool:
        """Tell whether a file grows, and did so a moment ago; one that was replaced as a whole does not."""
        if path in self._growing:
            return True
        seen = self._seen.get(path)
        if not seen or now - seen.changed >= AGAIN:
            return False
        seen.changed = now
        status = _status(path)
        return status is not None and status.st_ino == seen.inode and status.st_size > seen.size

    def _counts(self, path: Path) -> bool:
        """Tell whether a path lies below a watched one, or is or holds one; temporary and ignored files don't count."""
        if path.is_relative_to(self._ignore):
            return False
        if any(root.is_relative_to(path) for root in self._roots):
            return True
        return any(
            path.is_relative_to(root) and not any(map(_is_temporary, path.relative_to(root).parts))
            for root in self._roots
        )

    def _observe(self) -> "BaseObserver":
        """Start an observer: the system's own, or one that polls where that would see no change or is exhausted."""
        from watchdog.observers import Observer

        if remote := self._remote_root():
            return self._poll(_on_a_network_drive(remote))
        # Folders that appear at once are watched twice, which does no harm and is not for the user's eyes.
        warnings.filterwarnings("ignore", category=RuntimeWarning, module=r"watchdog\.observers\.inotify")
        observer: BaseObserver | None = None
        try:
            observer = Observer()
            observer.start()
            self._schedule(observer)
        except OSError as error:
            if observer:
                _stop(observer)
            return self._poll(_exhausted(error))
        return observer

    def _remote_root(self) -> Path | None:
        """Return a root on a network drive, or None when there is none."""
        return next(filter(_is_remote, sorted(self._roots)), None)

    def _poll(self, problem: Problem) -> "BaseObserver":
        """Start an observer that polls, and tell why."""
        from watchdog.observers.polling import PollingObserver

        self._on_warning(problem)
        self._polls = True
        self._scheduled.clear()
        observer = PollingObserver(timeout=POLL_INTERVAL)
        observer.start()
        self._schedule(observer)
        return observer

    def _reschedule(self, stale: Iterable[_Key]) -> None:
        """Let go of some of the watched folders, and watch all that is wanted and not watched then."""
        for key in stale:
            self._observer.unschedule(self._scheduled.pop(key))
        try:
            self._schedule(self._observer)
        except OSError as error:
            self._poll_instead(_exhausted(error))

    def _poll_instead(self, problem: Problem) -> None:
        _stop(self._observer)
        self._observer = self._poll(problem)

    def _wanted(self) -> list[_Key]:
        """Return the folders to watch: each root that is one, and the nearest above each root, where it comes and goes.

        The single folders come last: watchdog passes over a folder inside a tree that it cannot watch, so they tell
        when a limit was met on the way.
        """
        above = {next(folder for folder in root.parents if folder.is_dir()) for root in self._roots}
        return [
            *((root, True) for root in sorted(self._roots) if root.is_dir()),
            *((it, False) for it in sorted(above)),
        ]

    def _schedule(self, observer: "BaseObserver") -> None:
        """Watch what is wanted and not watched yet. Raises `OSError` when the system can watch no more."""
        from watchdog import events

        for folder, recursive in self._wanted():
            if (folder, recursive) in self._scheduled:
                continue
            try:
                self._scheduled[folder, recursive] = observer.schedule(
                    self._handler,
                    str(folder),
                    recursive=recursive,
                    event_filter=[  # reading is not even reported
                        events.FileCreatedEvent,
                        events.FileModifiedEvent,
                        events.FileMovedEvent,
                        events.FileDeletedEvent,
                        events.DirCreatedEvent,
                        events.DirMovedEvent,
                        events.DirDeletedEvent,
                    ],
                )
            except OSError as error:
                if error.errno in _EXHAUSTED:
                    raise
                # else it is gone again, which the folder above it will tell, or unreadable, which the build will


def _status(path: Path) -> os.stat_result | None:
    """Return the status of a file, or None for what is none."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status if stat.S_ISREG(status.st_mode) else None


def _is_temporary(name: str) -> bool:
    return _TEMPORARY.fullmatch(name) is not None and name not in HIDDEN


def _handler(note: Callable[[Path], None]) -> "FileSystemEventHandler":
    from watchdog.events import FileSystemEvent, FileSystemEventHandler

    class Handler(FileSystemEventHandler):
        def on_any_event(self, event: FileSystemEvent) -> None:
            for path in (event.src_path, event.dest_path):  # an atomic save shows its real name in the second only
                if path:
                    note(Path(os.fsdecode(path)))

    return Handler()


def _stop(observer: "BaseObserver") -> None:
    observer.stop()
    observer.join()


def _on_a_network_drive(remote: Path) -> Problem:
    return Problem(f"`{remote}` is on a network drive, which reports no changes; {_POLLING}")


def _exhausted(error: OSError) -> Problem:
    limit = "max_user_instances=1024" if error.errno == errno.EMFILE else "max_user_watches=524288"
    return Problem(
        f"the system can watch no more files ({reason(error)}); {_POLLING}",
        hint=f"on Linux, `sysctl fs.inotify.{limit}` raises the limit",
    )


def _is_remote(path: Path) -> bool:
    """Tell whether a path, or the nearest folder above it, is on a network file system; Linux only, else False."""
    try:
        mounts = Path("/proc/self/mountinfo").read_text("utf-8", "replace").splitlines()
    except OSError:
        return False
    device = next(place for place in (path, *path.parents) if place.exists()).stat().st_dev
    number = f"{os.major(device)}:{os.minor(device)}"
    return any(fields[2] == number and fields[fields.index("-") + 1] in _REMOTE for fields in map(str.split, mounts))
