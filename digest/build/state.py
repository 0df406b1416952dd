"""The build state: what a build knows of each article and of each published file, kept for the next build.

It may be deleted at any time: the next build then finds everything out again. A file that has changed since is read
again, and so is one that had changed so shortly before it was read that it may have changed once more unseen.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from hmac import compare_digest
from pathlib import Path

import msgspec

from digest.build.secret import user_secret
from digest.build.story_store import StoryLocation
from digest.config import Config
from digest.errors import DigestError, Problem
from digest.files import Signature, is_settled, read_bytes, replace_file
from digest.fingerprint import fingerprint
from digest.messages import reason
from digest.model import Article, Counts
from digest.site.summary import Summary

_MAX_BYTES = 1 << 30
"""Bytes of a file of state: a million articles need less."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleRecord:
    """What a build knows of an article.

    Attributes:
        seen: path, relative to the content folder, of each file that it was read from (its own, its sidecar or
            version, its pictures) → the signature that the file had: None when there was no such file, `NEVER_MATCHES`
            when it may have changed unseen.
        strays: a fingerprint of the stray sidecars that one was looked for among; None when its own was there.
        asked: a fingerprint of the machine that gave what its sidecar lacks, and of how it was asked; `UNANSWERED` when
            there was no machine, empty when nothing was lacking. Where some of it is owed, it begins with `OWED` and
            ends in a fingerprint of what is not.
        warnings: what its author should know.
        counts: where its counterparts came from.
        summary: its story in short; None when it is not published.
        location: where its story is kept; None when it is not published.
        unpublished: the article without its text, when it is not published; else None.
    """

    seen: Mapping[str, Signature | None]
    strays: str | None = None
    asked: str = ""
    warnings: tuple[Problem, ...]
    counts: Counts = Counts()  # noqa: RUF009 (frozen)
    summary: Summary | None = None
    location: StoryLocation | None = None
    unpublished: Article | None = None

    def __post_init__(self) -> None:
        if not (self.summary or self.unpublished):
            raise ValueError("a record needs an article")

    @property
    def article(self) -> Article:
        """The article without its text."""
        return self.summary.article if self.summary else self.unpublished  # type: ignore[return-value]


def strays_fingerprint(strays: Mapping[str, Signature], now: int | None = None) -> str:
    """Return a fingerprint of stray sidecars; with `now`, one that none has when any may have changed unseen since."""
    if now is not None and not all(is_settled(seen, now) for seen in strays.values()):
        return "unsettled"
    return fingerprint(*(f"{path} {seen}" for path, seen in sorted(strays.items())))


@dataclass(frozen=True, slots=True)
class OutputRecord:
    """What a build knows of the published files of a target.

    Attributes:
        fingerprint: of all that they were made from.
        signatures: of the files as they were published.
        depends_on_site: whether they show more of the site than their target's subject.
    """

    fingerprint: str
    signatures: tuple[Signature, ...]
    depends_on_site: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildState:
    """What a build knows.

    Attributes:
        key: what the articles' records depend on (`targets.articles_key`); a state with another one is of no use.
        settings: what the published files depend on beside (`targets.settings_key`).
        look: a fingerprint of the templates and the menu that the site was published with.
        articles: path of an article → what is known of it.
        outputs: key of a target → what is known of its published files.
    """

    key: str = ""
    settings: str = ""
    look: str = ""
    articles: Mapping[str, ArticleRecord] = field(default_factory=dict)
    outputs: Mapping[str, OutputRecord] = field(default_factory=dict)


def state_file(config: Config) -> Path:
    """Return the file of a site's build state; there is one for each output folder, for their files differ."""
    return config.root / ".digest" / f"state-{fingerprint(str(config.output))}.json"


def load(file: Path, key: str, user_cache: Path | None) -> BuildState:
    """Return the state in a file if it has this key and this user saved it; else an empty one with the key.

    So a state that came with somebody's site, that was tampered with, or that is damaged, says nothing. `user_cache` is
    where the secret lies that tells whose it is.
    """
    try:
        seal, _, body = read_bytes(file, str(file), within=file.parent, limit=_MAX_BYTES).partition(b"\n")
        if not compare_digest(seal, _keyed_digest(body, user_secret(user_cache))):
            return BuildState(key=key)
        state = msgspec.json.decode(body, type=BuildState)
    except (DigestError, ValueError, msgspec.MsgspecError, RecursionError):
        return BuildState(key=key)
    return state if state.key == key else BuildState(key=key)


def save(state: BuildState, file: Path, user_cache: Path | None) -> list[Problem]:
    """Write a state into a file, whole or not at all, so that `load` believes it; return a warning when it can't be."""
    body = msgspec.json.encode(state)
    try:
        secret = user_secret(user_cache)
        file.parent.mkdir(parents=True, exist_ok=True)
        replace_file(file, _keyed_digest(body, secret) + b"\n" + body)
    except DigestError as error:
        return list(error.problems)
    except OSError as error:
        what = f"cannot keep the state of the build: {reason(error)}"
        return [Problem(what, str(file), "the next build takes as long as this one")]
    return []


def _keyed_digest(body: bytes, secret: bytes) -> bytes:
    """Return a digest of bytes that only somebody who knows the secret can make (keyed BLAKE2, RFC 7693)."""
    return blake2b(body, key=secret).hexdigest().encode()
