"""The machine cache: what engines said, kept in `.digest/` so that no sentence goes through a model twice."""

import os
import stat
import zlib
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from digest.errors import Problem
from digest.model import Hypothesis
from digest.quality import FLAGS

if TYPE_CHECKING:
    import sqlite3

_TABLE = """
    CREATE TABLE IF NOT EXISTS hypotheses (
        key TEXT PRIMARY KEY, text TEXT NOT NULL, score REAL NOT NULL, flags TEXT NOT NULL,
        alignment TEXT NOT NULL
    ) WITHOUT ROWID
"""
_BESIDE = ("-wal", "-shm", "-journal")
"""What ends the names of the files that SQLite keeps beside a database."""
_FORMAT = zlib.crc32(_TABLE.encode()) >> 1
"""The file's `user_version`; a file of another format is started anew."""
_AT_ONCE = 500
"""The most keys in one query; SQLite of any age takes 999."""
_PATIENCE = 10.0
"""Seconds to wait for another process that writes."""


class Cache:
    """Translations by engines, each under a digest of everything that it was computed from.

    The file may be deleted at any time, and several processes may share it. It is opened when it is first needed, and
    made when something is first put into it. What was put survives the process, however that ends. A damaged file is
    moved aside and started anew, and so is what is no file of ours: a link, a pipe, a database with anything else in
    it than our table. What cannot be written is kept in memory until the end, with a warning.

    Use it in a `with` statement, and in one thread.

    Attributes:
        warnings: what its user should know.
    """

    def __init__(self, path: Path) -> None:
        self.warnings: list[Problem] = []
        self._path = path
        self._database: sqlite3.Connection | None = None
        self._unsaved: dict[str, Hypothesis] = {}
        self._writable = True

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; it is opened again when it is needed again."""
        if self._database:
            self._database.close()
            self._database = None

    def get_many(self, keys: Iterable[str]) -> dict[str, Hypothesis]:
        """Return the translations that are kept for some keys, by key."""
        wanted = list(keys)
        found: dict[str, Hypothesis] = {}
        for start in range(0, len(wanted), _AT_ONCE):
            part = wanted[start : start + _AT_ONCE]
            marks = ", ".join("?" * len(part))
            query = f"SELECT * FROM hypotheses WHERE key IN ({marks})"  # noqa: S608
            for key, text, score, flags, alignment in self._run(query, part, create=False) or ():
                if (str, str, str, str, float) == tuple(map(type, (key, text, flags, alignment, score))):
                    known = tuple(flag for flag in flags.split() if flag in FLAGS)  # not those of another version
                    found[key] = Hypothesis(text=text, score=score, flags=known, alignment=alignment)
        return found | {key: self._unsaved[key] for key in wanted if key in self._unsaved}

    def put(self, key: str, hypothesis: Hypothesis) -> None:
        """Keep a translation. It is written at once: in WAL mode a commit is cheap, for it waits for no disk."""
        row = (key, hypothesis.text, hypothesis.score, " ".join(hypothesis.flags), hypothesis.alignment)
        query = "INSERT OR REPLACE INTO hypotheses VALUES (?, ?, ?, ?, ?)"
        if not self._writable or self._run(query, row, create=True) is None:
            self._writable = False
            self._unsaved[key] = hypothesis

    def _run(self, query: str, values: Sequence[Any], *, create: bool) -> list[tuple[Any, ...]] | None:
        """Run a query and return its rows, none when there is no file and none is to be made; None when it failed."""
        import sqlite3

        try:
            try:
                return self._rows(query, values, create=create)
            except sqlite3.OperationalError:
                raise
            except sqlite3.DatabaseError:
                self._move_aside()
                return self._rows(query, values, create=create)
        except (sqlite3.DatabaseError, OSError) as error:
            if not self.warnings:
                hint = "check its permissions and the free space; sentences may be translated again next time"
                self.warnings.append(Problem(f"cannot use the machine cache: {error}", str(self._path), hint))
            return None

    def _rows(self, query: str, values: Sequence[Any], *, create: bool) -> list[tuple[Any, ...]]:
        """Do what `_run` does; raise `sqlite3.OperationalError` for an obstacle, `sqlite3.DatabaseError` for damage."""
        if not self._database:
            if not create and not os.path.lexists(self._path):
                return []
            self._database = self._open()
        return self._database.execute(query, values).fetchall()

    def _open(self) -> "sqlite3.Connection":
        """Open the file, made if need be; in a folder that cannot be written, as a file that does not change."""
        import sqlite3

        self._path.parent.mkdir(parents=True, exist_ok=True)
        for suffix in ("", *_BESIDE):
            _check_kind(self._path.with_name(self._path.name + suffix))
        access = "mode=rwc" if os.access(self._path.parent, os.W_OK) else "immutable=1"
        address = f"{self._path.absolute().as_uri()}?{access}"
        database = sqlite3.connect(address, timeout=_PATIENCE, isolation_level=None, uri=True)
        try:
            _prepare(database)
        except BaseException:
            database.close()
            raise
        return database

    def _move_aside(self) -> None:
        """Make room for a new file."""
        self.close()
        with suppress(FileNotFoundError):
            self._path.replace(self._path.with_name(f"{self._path.name}.broken"))
        for suffix in _BESIDE:
            self._path.with_name(self._path.name + suffix).unlink(missing_ok=True)


def _check_kind(path: Path) -> None:
    """Raise `sqlite3.DatabaseError` for what SQLite would follow or wait for: a link, a pipe, a device."""
    import sqlite3

    with suppress(FileNotFoundError):
        if not stat.S_ISREG(path.lstat().st_mode):
            raise sqlite3.DatabaseError("it is not a file")


def _prepare(database: "sqlite3.Connection") -> None:
    """Make the table of a new file. Raises `sqlite3.DatabaseError` when the file is not a cache of this format."""
    import sqlite3

    database.execute("PRAGMA trusted_schema = OFF")
    database.execute("PRAGMA cell_size_check = ON")
    (version,) = database.execute("PRAGMA user_version").fetchone()
    if version not in (0, _FORMAT):
        raise sqlite3.DatabaseError(f"the format is {version}, not {_FORMAT}")
    tables = [str(sql).split() for (sql,) in database.execute("SELECT sql FROM sqlite_master")]
    if tables not in ([], [_TABLE.replace("IF NOT EXISTS", "").split()]):
        raise sqlite3.DatabaseError("it holds something else than our table")
    if version == 0:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute(_TABLE)
        database.execute(f"PRAGMA user_version = {_FORMAT}")
    database.execute("PRAGMA synchronous = NORMAL")
