"""The files of an output folder, written by the steps of a build in the order in which it takes them."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from digest.build import obstacles
from digest.build.output_folder import STATE, Stage, declare, locked_output, move, remove_outdated
from digest.errors import DigestError
from digest.model import Output


@dataclass(frozen=True)
class Written:
    changed: tuple[str, ...]
    unchanged: int
    removed: tuple[str, ...]


def write(outputs: Iterable[Output], folder: Path) -> Written:
    """Make an output folder hold these files, as a build does."""
    with locked_output(folder) as made_before:
        stage = Stage(folder, made_before)
        paths: dict[str, None] = {}
        for output in outputs:
            stage.add(output)
            paths[output.path] = None
        if stage.problems:
            raise DigestError.of(stage.problems)
        staged = stage.take()
        obstacles.check(folder, staged)
        declare(folder, made_before, paths)
        move(folder, staged)
        removed = remove_outdated(folder, made_before, paths)
    return Written(tuple(staged), len(paths) - len(staged), removed)


def files(folder: Path) -> dict[str, bytes]:
    """Return the files of an output folder without its state, by path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and STATE not in path.parts
    }
