"""Packages that are installed, and where: read from their folders, without any model library."""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from digest.argos import metadata
from digest.errors import DigestError, Problem
from digest.messages import reason

MODEL = "model/model.bin"
SENTENCEPIECE = "sentencepiece.model"
TOKENIZERS = (SENTENCEPIECE, "bpe.model")
TARGET_TOKENIZER = "target.spm"
"""The tokenizer of the target language, in a package that has one of its own for it; Argos does without."""
BULLETINS = "bulletins"
"""The name of the embedded package."""


@dataclass(frozen=True, kw_only=True)
class Package:
    """A translation package as it lay in its folder when it was listed.

    Attributes:
        name: `translate-ar_en`, or the name that the package gives itself.
        version: as the package writes it.
        from_code: the language it translates from.
        to_code: the language it translates to.
        path: its folder.
        embedded: whether it came with the program rather than from a user.
        target_prefix: the token that every translation starts with, or empty.
        length_penalty: how the search weighs a translation's length; see `metadata`.
    """

    name: str
    version: str
    from_code: str
    to_code: str
    path: Path
    embedded: bool = False
    target_prefix: str = ""
    length_penalty: float = 0.2

    def __str__(self) -> str:
        return f"{self.name} {self.version}"

    @cached_property
    def digest(self) -> str:
        """The sha256 of everything that decides a translation: metadata, tokenizer, model. Read once, at first use."""
        try:
            return _digest(self.path)
        except OSError as error:
            raise DigestError(f"package `{self}` cannot be read ({reason(error)})", str(self.path)) from error

    @property
    def short(self) -> str:
        """The first eight digits of the digest."""
        return self.digest[:8]

    @property
    def id(self) -> str:
        """What a sidecar records as the maker of a counterpart: `translate-ar_en 1.0 9f3c2a1b`."""
        return f"{self.name} {self.version} {self.short}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Installed:
    """The packages of some folders.

    Attributes:
        packages: the newest version first; of equal ones by name, then by path.
        problems: folders that look like a package and are none.
    """

    packages: tuple[Package, ...] = ()
    problems: tuple[Problem, ...] = ()


def folders(environ: Mapping[str, str], home: Path) -> list[Path]:
    """Return the folders where Argos Translate keeps its packages: the same that the library itself would use.

    `ARGOS_PACKAGES_DIR` wins, in the environment or in Argos's `settings.json`; else the user's data folder.
    """
    if chosen := setting(environ, home, "ARGOS_PACKAGES_DIR"):
        return [Path(chosen).expanduser()]
    data = environ.get("XDG_DATA_HOME")
    return [(Path(data) if data else home / ".local" / "share") / "argos-translate" / "packages"]


def installed(where: Iterable[Path]) -> Installed:
    """List the translation packages in some folders. A folder that is not there holds none."""
    packages: list[Package] = []
    problems: list[Problem] = []
    for folder in where:
        for path in _subfolders(folder):
            try:
                package = open_package(path)
            except DigestError as error:
                problems.extend(error.problems)
            else:
                packages += [package] if package else []
    packages.sort(key=lambda package: (package.name, str(package.path)))
    packages.sort(key=lambda package: version_order(package.version), reverse=True)
    return Installed(packages=tuple(packages), problems=tuple(problems))


def open_package(path: Path, *, embedded: bool = False) -> Package | None:
    """Read one package folder; None when it is a package of another type. Raises `DigestError` when it is none."""
    about = metadata.read(path / metadata.FILE)
    if about.type != "translate":
        return None
    missing = missing_parts({name for name in (MODEL, *TOKENIZERS) if (path / name).is_file()})
    if missing:
        raise DigestError(f"the package has no {missing}", str(path), "it is damaged: install it again")
    return Package(
        name=BULLETINS if embedded else about.name,
        version=about.version,
        from_code=about.from_code,
        to_code=about.to_code,
        path=path,
        embedded=embedded,
        target_prefix=about.target_prefix,
        length_penalty=about.length_penalty,
    )


def missing_parts(files: Iterable[str]) -> str:
    """Say what a package with these files lacks, or return an empty string."""
    present = set(files)
    if MODEL not in present:
        return f"`{MODEL}`"
    if present.isdisjoint(TOKENIZERS):
        return "tokenizer (`" + "` or `".join(TOKENIZERS) + "`)"
    return ""


def find(packages: Iterable[Package], from_code: str, to_code: str, name: str | None = None) -> Package | None:
    """Return the package to translate a pair with: the newest of that name, or of any name.

    Without a name the bulletins package comes last even when a user has installed it: it knows one genre only.
    """
    fitting = [
        package
        for package in packages
        if (package.from_code, package.to_code) == (from_code, to_code) and (name is None or package.name == name)
    ]
    if name is None:
        fitting = [package for package in fitting if not package.embedded]
        fitting.sort(key=lambda package: package.name == BULLETINS)
    fitting.sort(key=lambda package: package.embedded)
    return fitting[0] if fitting else None


def setting(environ: Mapping[str, str], home: Path, key: str) -> str:
    """Return a setting of Argos Translate: the environment's, else that of its `settings.json`, else nothing."""
    if chosen := environ.get(key):
        return chosen
    config = environ.get("XDG_CONFIG_HOME")
    file = (Path(config) if config else home / ".config") / "argos-translate" / "settings.json"
    try:
        settings = json.loads(file.read_bytes())
    except (OSError, ValueError):
        return ""
    value = settings.get(key) if isinstance(settings, dict) else None
    return value if isinstance(value, str) else ""


def _subfolders(folder: Path) -> list[Path]:
    try:
        return sorted(path for path in folder.iterdir() if path.is_dir() and not path.name.startswith("."))
    except OSError:
        return []


def version_order(version: str) -> tuple[int, ...]:
    """Return what versions are compared by: `1.10` is newer than `1.9`."""
    return tuple(int(number) for number in re.findall(r"\d{1,9}", version))


def _digest(path: Path) -> str:
    parts = [path / name for name in (metadata.FILE, *TOKENIZERS, TARGET_TOKENIZER)]
    parts += sorted(file for file in (path / "model").rglob("*") if file.is_file())
    total = hashlib.sha256()
    for part in parts:
        if part.is_file():
            total.update(f"{part.relative_to(path).as_posix()}\0{hash_file(part)}\n".encode())
    return total.hexdigest()


def hash_file(path: Path) -> str:
    """Return the sha256 of a file, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
