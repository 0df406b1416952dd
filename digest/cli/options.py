"""What commands are told in common: their options, and what the environment says of time, folders and packages."""

import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from digest.errors import DigestError

if TYPE_CHECKING:
    from digest.argos.machine import Machine
    from digest.argos.package import Package
    from digest.config import Config
    from digest.editorial.desk import Desk

site_option = click.option(
    "--site",
    "root",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    default=Path(),
    help="The folder with site.toml.  [default: this one]",
)
drafts_option = click.option("--drafts", is_flag=True, help="Publish drafts and articles of a later date too.")


def examples(*commands: str) -> str:
    """Return what stands at the end of a command's help: how it is called."""
    return "\n".join(("\b", "Examples:", *(f"  {command}" for command in commands)))


def build_time(now: str | None, config: "Config") -> datetime:
    """Return the time to build for: `--now`, else that of `SOURCE_DATE_EPOCH`, else the clock's.

    Raises `click.BadParameter` for what is not a time.
    """
    if now is None:
        epoch = os.environ.get("SOURCE_DATE_EPOCH")
        if not epoch:
            return current_time()
        try:
            return datetime.fromtimestamp(int(epoch), UTC)
        except (ValueError, OverflowError, OSError):
            problem = f"`{epoch}` is not a time; write it as seconds since 1970"
            raise click.BadParameter(problem, param_hint="SOURCE_DATE_EPOCH") from None
    try:
        time = datetime.fromisoformat(now)
    except ValueError:
        raise click.BadParameter(f"`{now}` is not a time; write it as 2026-11-23T08:00", param_hint="--now") from None
    return time if time.tzinfo else time.replace(tzinfo=config.zone)


def current_time() -> datetime:
    """Return the time of the clock."""
    return datetime.now(UTC)


def machine_for(config: "Config") -> "Machine":
    """Return the packages of this computer, set as a site wants them.

    No model library is imported before a text is translated.
    """
    from digest.argos.machine import Machine

    return Machine(
        folders=package_folders(),
        cache=embedded_folder(),
        beam_size=config.beam_size,
        second=config.second_package,
        round_trip=config.round_trip,
        least_score=config.least_score,
        strip_vowel_marks=config.strip_vowel_marks,
    )


def desk_of(root: Path) -> "tuple[Desk, Config]":
    """Return the editors' desk of a site, with what the last build knew of its articles, and the site's settings."""
    from digest.build.known import known_articles
    from digest.build.options import BuildOptions
    from digest.build.pipeline import MACHINE_CACHE
    from digest.config import load
    from digest.editorial.desk import Desk
    from digest.memory import Cache

    config = load(root, user_cache=cache_folder())
    options = BuildOptions(now=current_time(), machine=machine_for(config), allow_untranslated=True)
    with Cache(config.root / MACHINE_CACHE) as cache:
        records = known_articles(config, options, cache).records
    return Desk(config=lambda: config, records=lambda: records, machine_for=machine_for, clock=current_time), config


def package_folders() -> list[Path]:
    """Return the folders of installed packages; new ones go into the first."""
    from digest.argos import folders

    return folders(os.environ, Path.home())


def embedded_folder() -> Path:
    """Return the folder into which the packages that come with the program are unpacked."""
    return cache_folder() / "packages"


def cache_folder() -> Path:
    """Return this user's folder for what can be made again (XDG Base Directory Specification)."""
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return base / "digest"


def index_url() -> str:
    """Return the address of the list of packages that can be installed by their languages: Argos's own setting."""
    from digest.argos.index import INDEX
    from digest.argos.package import setting

    return setting(os.environ, Path.home(), "ARGOS_PACKAGE_INDEX") or INDEX


def named_packages(name: str, *, with_embedded: bool = False) -> "list[Package]":
    """Return the packages of a name, or in a folder of that name. Raises `DigestError` when there is none."""
    from digest.argos import embedded, installed

    packages = [*installed(package_folders()).packages, *(embedded(embedded_folder()) if with_embedded else ())]
    named = [package for package in packages if name in (package.name, package.path.name)]
    if not named and any(name in (package.name, package.path.name) for package in embedded(embedded_folder())):
        raise DigestError(f"the package `{name}` comes with the program", hint="it is used where no other is installed")
    if not named:
        raise DigestError(f"no package `{name}` is installed", hint="`digest models list` names them")
    return named
