"""Sidecars on disk: read, changed and replaced as a whole, whoever else saves them meanwhile."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path

from digest.config import Config
from digest.content.listing import sidecar_paths
from digest.errors import DigestError
from digest.files import Signature, check_inside, read_bytes, real_path, replace_unchanged, signature_of
from digest.memory import entries
from digest.memory.po import MAX_BYTES, Sidecar, parse
from digest.memory.review import OpenEntry, open_entries, replaced_entry
from digest.memory.sidecar import update
from digest.memory.strays import Stray, read_strays, remove_stray
from digest.messages import reason
from digest.model import Article, Counterpart, Revision, other

_PATIENCE = 30.0
"""Seconds to wait for another process that saves a sidecar."""

_TRIES = 20
"""How often a sidecar is read again because another program has saved it meanwhile."""


def save_sidecar(
    article: Article,
    counterparts: Mapping[str, Counterpart],
    config: Config,
    *,
    skeleton: bool = False,
    stray: Stray | None = None,
) -> Path | None:
    """Write what an article's sidecar does not say yet into it; return its file, or None when there was nothing new.

    With `skeleton`, sentences without a counterpart get an empty entry to fill in. An article without a sidecar takes
    over the `stray` one, which is moved. What a person wrote is kept, also what an editor or another process saves
    meanwhile: the file is then read again. Raises `DigestError` when the sidecar can't be read or written.
    """
    change = partial(update, article=article, target=other(article.lang), fresh=counterparts, skeleton=skeleton)
    return change_sidecar(article, config, stray, change)


def read_entries(article: Article, config: Config, stray: Stray | None = None) -> dict[str, OpenEntry]:
    """Return what the sidecar of an article says of each of its texts. Raises `DigestError` when it can't be read."""
    path = _path(article, config)
    return open_entries(_read(path, signature_of(config.content / path), article, config, stray), article)


def save_entry(
    article: Article,
    counterpart: Counterpart,
    opened: OpenEntry,
    config: Config,
    *,
    comments: Iterable[str] | None = None,
    revision: Revision | None = None,
    stray: Stray | None = None,
) -> OpenEntry:
    """Write what a person has made of an entry that was opened (`read_entries`); return it as it is from now on.

    `counterpart` is `edited` or `draft`; `comments` are those of people, the same as before when there are none given;
    `revision` is when they did so, and who.
    Raises `EntryChangedError` when somebody else has changed the entry since, and `DigestError` when the sidecar can't
    be read or written.
    """
    noted = opened.comments if comments is None else tuple(comments)
    change = partial(
        replaced_entry, article=article, counterpart=counterpart, opened=opened, comments=noted, revision=revision
    )
    change_sidecar(article, config, stray, change)
    return read_entries(article, config, stray)[opened.text]


def change_sidecar(
    article: Article, config: Config, stray: Stray | None, change: Callable[[Sidecar | None], bytes]
) -> Path | None:
    """Replace the sidecar of an article by what a function makes of it; return its file, or None if it is the same.

    The function is asked again where another program has saved the file meanwhile; of no sidecar it makes no bytes
    where there is nothing to say. Raises `DigestError` when the sidecar can't be read or written.
    """
    with _locked(config.root):
        for _ in range(_TRIES):
            path = _path(article, config)
            file = config.content / path
            seen = signature_of(file)
            sidecar = _read(path, seen, article, config, stray)
            after = change(sidecar)
            if seen is None and not after:
                return None
            if seen is not None and sidecar is not None and after == sidecar.data:
                return None
            if _replaced(file, after, seen, path, config.content):
                if stray and seen is None:
                    remove_stray(stray, config.content)
                return file
    raise DigestError("another program saves it all the time", path, "close it there, and run this again")


def _path(article: Article, config: Config) -> str:
    """Return the path of the sidecar of an article, below the content folder, in the Unicode form that it has."""
    paths = sidecar_paths(article.path, other(article.lang))
    return next((path for path in paths if (config.content / path).exists()), paths[0])


def _read(path: str, seen: Signature | None, article: Article, config: Config, stray: Stray | None) -> Sidecar | None:
    """Return what an article's sidecar says by now, or the stray one in its place; None when there is neither."""
    if seen is not None:
        return parse(read_bytes(config.content / path, path, within=config.content, limit=MAX_BYTES), path)
    if stray is None:
        return None
    now = next(iter(read_strays(config.content, [stray.path])), stray)
    return entries.moved(now.sidecar, article)


def _replaced(file: Path, body: bytes, seen: Signature | None, path: str, content: Path) -> bool:
    """Replace a sidecar that nobody else has saved since it was seen; of a link, the file that it leads to."""
    check_inside(file, path, content)
    try:
        return replace_unchanged(real_path(file), body, seen)
    except OSError as error:
        raise DigestError(f"cannot write it: {reason(error)}", path, "check the permissions of its folder") from None


@contextmanager
def _locked(root: Path) -> Iterator[None]:
    """Keep other processes of this program from saving sidecars of a site meanwhile.

    Where there can be no lock, one that saves at the very moment is only noticed as any other program is.
    """
    from filelock import FileLock, Timeout

    lock = FileLock(root / ".digest" / "sidecars.lock", timeout=_PATIENCE)
    with ExitStack() as stack:
        try:
            (root / ".digest").mkdir(exist_ok=True)
            stack.enter_context(lock)
        except Timeout:
            hint = "wait until it has ended"
            raise DigestError("another `digest translate` is writing sidecars", str(root), hint) from None
        except OSError:
            pass
        yield
