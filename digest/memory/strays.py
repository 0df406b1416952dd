"""Sidecars that lie beside no article of their name, and the articles whose they are.

An article may be renamed, dated anew or moved without its sidecar. Until `digest translate` moves that too, it is read
where it lies: the words of people follow their article.
"""

import unicodedata
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from pathlib import Path, PurePosixPath

from msgspec import Struct

from digest.content.folding import unstyled
from digest.content.listing import sidecar_path
from digest.errors import DigestError
from digest.files import Signature, read_bytes, signature_of
from digest.memory import entries
from digest.memory.pairing import texts_of
from digest.memory.po import MAX_BYTES, Sidecar, parse
from digest.model import Article, other

SHARED_BY_NAME = 0.25
"""How much of a sidecar's texts its article says at least, where their names tell that they belong together."""

SHARED = 0.5
"""How much of them it says at least, and how much of the article's texts the sidecar has, where only texts tell."""


class Stray(Struct, frozen=True, kw_only=True):
    """A sidecar that lies beside no article of its name.

    Attributes:
        path: relative to the content folder, with `/`.
        sidecar: what it says.
        seen: the signature that its file had when it was read; None when it was gone.
    """

    path: str
    sidecar: Sidecar
    seen: Signature | None


def stray_paths(sidecars: Iterable[str], articles: Iterable[str]) -> list[str]:
    """Return the paths, among those of all sidecars, of the ones that lie beside none of the articles; sorted."""
    names = {unicodedata.normalize("NFC", path.rpartition(".")[0]) for path in articles}
    stems = {path: unicodedata.normalize("NFC", path.rpartition(".")[0].rpartition(".")[0]) for path in sidecars}
    return sorted(path for path, stem in stems.items() if stem not in names)


def read_strays(content: Path, paths: Iterable[str]) -> list[Stray]:
    """Read sidecars of a content folder. What can't be read is left out: nobody needs to mend what nothing uses."""
    strays: list[Stray] = []
    for path in paths:
        with suppress(DigestError):
            seen = signature_of(content / path)
            data = read_bytes(content / path, path, within=content, limit=MAX_BYTES)
            strays.append(Stray(path=path, sidecar=parse(data, path), seen=seen))
    return strays


def stray_of(article: Article, strays: Iterable[Stray]) -> Stray | None:
    """Return the stray sidecar that is an article's; None when there is none.

    It has the article's name but for how letters are composed or capitalised; or the article's address, or its file
    name in a `#:` comment, and some of its texts; or most of its texts.
    """
    ending = f".{other(article.lang)}.po"
    candidates = [stray for stray in strays if stray.path.endswith(ending)]
    if not candidates:
        return None
    texts = {unstyled(text) for text in texts_of(article)}
    ranked = [(*_kinship(article, texts, stray), stray) for stray in candidates]
    best = max(ranked, key=lambda one: one[:2])
    return best[2] if best[0] else None


def _kinship(article: Article, texts: Collection[str], stray: Stray) -> tuple[int, float]:
    """Return how surely a stray sidecar is an article's: 0 for not at all; and how much of it the article says."""
    own = {unstyled(entry.msgid) for entry in stray.sidecar.entries if entry.msgid and not entry.obsolete}
    common = len(own.intersection(texts))
    shared = common / len(own) if own else 0.0
    if _composed(stray.path) == _composed(sidecar_path(article.path, other(article.lang))):
        return 3, shared
    if shared >= SHARED_BY_NAME and (_has_slug(stray.path, article.slug) or _names(stray.sidecar, article)):
        return 2, shared
    return int(shared >= SHARED and common >= SHARED * len(texts)), shared


def _composed(path: str) -> str:
    return unicodedata.normalize("NFC", path).casefold()


def _has_slug(path: str, slug: str) -> bool:
    """Tell whether a sidecar is named as an article of an address may be: with a date before it, in any folder."""
    name = _composed(PurePosixPath(path).name.rpartition(".")[0].rpartition(".")[0])
    name = "-".join(name.split())
    before, found, behind = name.rpartition(slug.casefold())
    return bool(found) and not behind and not before.strip("-_.0123456789")


def _names(sidecar: Sidecar, article: Article) -> bool:
    reference = _composed(entries.reference_to(article))
    return any(_composed(comment) == reference for entry in sidecar.entries for comment in entry.comments)


def remove_stray(stray: Stray, content: Path) -> None:
    """Remove a stray sidecar whose words are in another file by now, unless somebody has saved it meanwhile."""
    file = content / stray.path
    if signature_of(file) == stray.seen and not file.is_symlink():
        with suppress(OSError):
            file.unlink()


def read_for(used: Mapping[str, Iterable[str]], strays: Collection[str]) -> dict[str, str]:
    """Return the stray sidecars that are read for an article, each with its path, given the files that each uses."""
    return {file: article for article, files in used.items() for file in files if file in strays}
