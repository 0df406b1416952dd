"""A new site: a folder that builds at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from digest import DISTRIBUTION, __version__
from digest.config import Config, parse
from digest.content.article import read
from digest.content.dates import of_file
from digest.content.listing import sidecar_path
from digest.errors import DigestError
from digest.files import replace_file
from digest.memory.sidecar import update
from digest.messages import reason
from digest.model import Article, Counterpart, Lang, other
from digest.settings import FILE
from digest.setup.site_file import site_toml
from digest.web_address import tag_uri

_STARTER = Path(__file__).parent / "starter"
_COPIES = {".gitignore": "gitignore", ".github/workflows/site.yml": "github.yml", ".gitlab-ci.yml": "gitlab.yml"}
"""Path in a new site → the file of the program that it is a copy of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSite:
    """What was made.

    Attributes:
        files: the paths of the new files, relative to the site's folder.
        kept: those that stood there already, and stay as they were.
    """

    files: tuple[str, ...]
    kept: tuple[str, ...]


def make_site(root: Path, settings: Mapping[str, Any], day: date) -> NewSite:
    """Make a site in a folder, which need not exist: its settings, a first article of that day, and files for hosts.

    `settings` are values of `site.toml` by key. A folder with articles gets no article. No file is overwritten.

    Raises `DigestError` when there is a site already, a setting is wrong, or a file can't be written; `site.toml` is
    made last, so that what failed can be tried again.
    """
    if (root / FILE).exists():
        raise DigestError(f"there is a `{FILE}` already", str(root), "choose another folder; nothing was changed")
    text = site_toml(settings)
    config = parse(text, root)
    if "base_url" in settings and (tag := tag_uri(config.base_url, day)):
        text = site_toml({"feed_id": tag, **settings})
    files = {path: _filled((_STARTER / name).read_text("utf-8")) for path, name in _COPIES.items()}
    if not config.content.is_dir() or not any(config.content.iterdir()):
        files |= _first_article(config, day)
    written = {path: _write(root / path, body) for path, body in {**files, FILE: text}.items()}
    return NewSite(
        files=tuple(path for path, new in written.items() if new),
        kept=tuple(path for path, new in written.items() if not new),
    )


def _first_article(config: Config, day: date) -> dict[str, str]:
    """Return the files of an article in the site's language and its reviewed counterpart, if it has any, by path."""
    path = f"{day:%Y-%m-%d}-welcome.txt"
    lang = config.source_language
    folder = config.content.relative_to(config.root).as_posix()
    if not config.is_translated(lang):
        return {f"{folder}/{path}": _welcome(lang, day, ".alone")}
    texts = {each: _welcome(each, day) for each in (lang, other(lang))}
    article, counterpart = (_understood(text, path, config) for text in texts.values())
    sidecar = update(None, article, other(lang), _paired(article, counterpart))
    return {
        f"{folder}/{path}": texts[lang],
        f"{folder}/{sidecar_path(path, other(lang))}": sidecar.decode(),
    }


def _welcome(lang: Lang, day: date, kind: str = "") -> str:
    return (_STARTER / f"welcome{kind}.{lang}.txt").read_text("utf-8").replace("{date}", f"{day:%Y-%m-%d}")


def _understood(text: str, path: str, config: Config) -> Article:
    return read(text.encode(), path=path, modified=of_file(0), config=config)


def _paired(article: Article, counterpart: Article) -> dict[str, Counterpart]:
    """Return the sentences of an article with those that stand in the same places of another."""
    pairs = zip(article.units(), counterpart.units(), strict=True)
    return {mine.text: Counterpart(text=theirs.text, origin="edited") for mine, theirs in pairs}


def _filled(text: str) -> str:
    return text.replace("{distribution}", DISTRIBUTION).replace("{version}", __version__)


def _write(file: Path, text: str) -> bool:
    """Make a file and the folders that it lies in; return False, and leave it alone, when there is one of its name."""
    if file.exists() or file.is_symlink():
        return False
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        replace_file(file, text.encode())
    except OSError as error:
        raise DigestError(f"cannot write it: {reason(error)}", str(file), "check the folder's permissions") from None
    return True
