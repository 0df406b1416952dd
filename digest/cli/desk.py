"""The commands for sidecars under version control: `digest merge` and `digest desk init`."""

from pathlib import Path

import click

from digest.cli.options import site_option
from digest.cli.terminal import print_lines, print_problems, say, shown_path
from digest.errors import Problem
from digest.messages import counted

_file = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.command()
@click.argument("base", type=_file)
@click.argument("ours", type=_file)
@click.argument("theirs", type=_file)
@click.argument("path", default="")
def merge(base: Path, ours: Path, theirs: Path, path: str) -> None:
    """Merge two versions of a sidecar, as git asks for it.

    OURS becomes what both say, given the BASE they began with. PATH is its name in messages.
    Where two people wrote different words, both are kept, to be looked at, and the exit code is 1.
    """
    from digest.editorial.git import merge_files

    shown = path or str(ours)
    conflicts = merge_files(base, ours, theirs, shown)
    if conflicts:
        problem = f"{counted(len(conflicts), 'sentence')} translated in two ways"
        hint = "both are in the file: search for `# merged`, keep one, and delete that comment and `fuzzy`"
        print_problems([Problem(problem, shown, hint, "\n".join(conflicts[:3]))], "error")
        raise click.exceptions.Exit(1)


@click.group()
def desk() -> None:
    """Set the editors' desk up."""


@desk.command()
@site_option
def init(root: Path) -> None:
    """Let git merge sidecars entry by entry.

    Writes `.gitattributes` and `.gitignore`, to be committed, and tells this clone of the merge driver.
    Run it once in every clone.
    """
    from digest.editorial.git import set_up

    done = set_up(root.resolve())
    print_lines(*map(shown_path, done.written))
    if done.is_known:
        say("git merges sidecars entry by entry here")
    else:
        say("this is no git repository: run `git init`, and this again")
        raise click.exceptions.Exit(1)
