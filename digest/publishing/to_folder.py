"""Publishing into a folder: of a web server, of a network drive, of a tool that takes it from there."""

from collections.abc import Mapping
from pathlib import Path

from digest.build import obstacles
from digest.build.output_folder import Stage, declare, locked_output, move, remove_outdated
from digest.errors import DigestError
from digest.model import Output
from digest.publishing.changes import Changes, changes_between
from digest.publishing.compressed import is_text, small_copy


def publish(files: Mapping[str, Path], folder: Path, *, compressed: bool = False, dry_run: bool) -> Changes:
    """Make a folder hold these files, as a build does with the output folder; return what changes.

    `compressed`: with a smaller copy beside each text.

    All are copied beside the live ones before the first is moved into place. Files there that `digest` did not make
    stay, and none of them is overwritten. Raises `DigestError`.
    """
    paths = dict.fromkeys(files)
    if compressed:
        paths |= dict.fromkeys(f"{path}.gz" for path in files if is_text(path))
    if dry_run and not folder.is_dir():
        return Changes(added=tuple(paths))
    with locked_output(folder) as published_before:
        stage = Stage(folder, published_before)
        for path in paths:
            whole = path if path in files else path.removesuffix(".gz")
            body = files[whole].read_bytes()
            stage.add(Output(path, body if path == whole else small_copy(body)))
        if stage.problems:
            raise DigestError.of(stage.problems)
        staged = stage.take()
        obstacles.check(folder, staged)
        live = {path: path not in staged for path in published_before if (folder / path).is_file()}
        changes = changes_between(live, dict.fromkeys(paths, True))
        if not dry_run:
            declare(folder, published_before, paths)
            move(folder, staged)
            remove_outdated(folder, published_before, paths)
    return changes
