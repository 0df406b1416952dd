"""What this computer and a site lack for `digest` to work well, each with what to do about it."""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from digest import __version__
from digest.argos import Machine, verify
from digest.argos.package import installed
from digest.build.output_folder import leftovers
from digest.config import Config
from digest.messages import counted, megabytes, reason
from digest.model import LANGS, other

LOWEST_SPACE = 200 * 2**20
"""Bytes that should be free: a package alone takes a hundred megabytes."""

RELEASED = datetime(2026, 11, 1, tzinfo=UTC)
"""A clock that says it is before this day is wrong."""

_WATCHES = Path("/proc/sys/fs/inotify/max_user_watches")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at.

    Attributes:
        state: `good`; `lacking` where something can't be had but the rest works; `wrong` where a build would fail.
        says: what was seen.
        hint: what to do about it; empty when it is good.
    """

    state: Literal["good", "lacking", "wrong"]
    says: str
    hint: str = ""


def examine(config: Config, machine: Machine, *, now: datetime) -> Iterator[Finding]:
    """Yield what is found of the program, this computer and a site; `now` is what the clock says."""
    python = ".".join(map(str, sys.version_info[:3]))
    yield Finding("good", f"digest {__version__} on Python {python}, {sys.platform}")
    yield from _packages(config, machine)
    yield _clock(config, now)
    for folder in dict.fromkeys((config.root, config.output, config.user_cache or config.root)):
        yield _writable(folder)
    yield _space(config.root)
    yield from _watches(config)
    yield from _leftovers(config)


def _packages(config: Config, machine: Machine) -> Iterator[Finding]:
    """Yield whether texts can be translated either way, and whether the packages are as they were installed.

    A site in one language needs none out of it, nor, where most of its articles are in it, one into it.
    """
    for lang in LANGS if config.languages == "both" else {config.source_language} - {config.languages}:
        package = machine.find(None, lang, other(lang))
        pair = f"{lang} → {other(lang)}"
        if package:
            yield Finding("good", f"{pair} is translated by {package}")
        else:
            hint = f"`digest models install {lang} {other(lang)}` gets one; sidecars do without"
            yield Finding("lacking", f"no translation package for {pair} is installed", hint)
    packages = installed(machine.folders)
    for problem in (*packages.problems, *(each for package in packages.packages for each in verify(package))):
        yield Finding("wrong", f"{problem.where}: {problem.problem}", problem.hint)


def _clock(config: Config, now: datetime) -> Finding:
    shown = f"{now.astimezone(config.zone):%Y-%m-%d %H:%M %Z}"
    if now < RELEASED:
        return Finding("wrong", f"the clock says {shown}", "set it right: it decides what is published")
    return Finding("good", f"the clock says {shown}")


def _writable(folder: Path) -> Finding:
    """Tell whether files can be made in a folder, or in the nearest one above it that there is."""
    there = next(place for place in (folder, *folder.parents) if place.exists())
    try:
        with tempfile.TemporaryFile(dir=there):
            return Finding("good", f"`{folder}` can be written")
    except OSError as error:
        return Finding("wrong", f"`{there}` cannot be written: {reason(error)}", "change its permissions")


def _space(folder: Path) -> Finding:
    free = shutil.disk_usage(folder).free
    if free < LOWEST_SPACE:
        return Finding("lacking", f"{megabytes(free)} are free on the disk of `{folder}`", "make room there")
    return Finding("good", f"{free / 2**30:.1f} GB are free on the disk of the site")


def _watches(config: Config) -> Iterator[Finding]:
    """Yield whether the preview can watch every folder of the site, where the system limits how many it may (Linux)."""
    try:
        limit = int(_WATCHES.read_text("ascii"))
    except (OSError, ValueError):
        return
    sources = (config.content, config.templates, config.theme, config.static, config.locale)
    folders = sum(1 for top in sources for _ in os.walk(top))
    if folders * 2 > limit:
        yield Finding(
            "lacking",
            f"the preview watches {counted(folders, 'folder')}, and the system allows {limit:,} in all",
            "`sysctl fs.inotify.max_user_watches=524288` raises the limit",
        )
    else:
        yield Finding("good", f"the preview can watch the site: {counted(folders, 'folder')} of {limit:,}")


def _leftovers(config: Config) -> Iterator[Finding]:
    """Yield what an interrupted build left."""
    if left := leftovers(config.output):
        yield Finding(
            "lacking", f"an interrupted build left {counted(len(left), 'file')} in `{config.output}`", "build again"
        )
