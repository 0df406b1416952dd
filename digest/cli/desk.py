"""The commands for work outside the desk: `digest desk init`, `export` and `import`, and the driver `digest merge`."""

from pathlib import Path

import click

from digest.cli.options import desk_of, examples, site_option
from digest.cli.terminal import print_lines, print_problems, say, shown_path
from digest.errors import DigestError, Problem
from digest.exchange.table import SEPARATORS
from digest.messages import counted
from digest.model import Lang

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
    """Set the editors' desk up, and exchange its work with other programs."""


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


@desk.command(
    epilog=examples(
        "digest desk export worklist.po",
        "digest desk export -n 100 --to Nour --state stale,draft desk/nour.xlf",
        "digest desk export --separator semicolon worklist.csv",
    )
)
@site_option
@click.option("-n", "most", default=30, show_default=True, type=click.IntRange(1), help="How many sentences.")
@click.option("--to", "by", metavar="NAME", default="", help="Who will work on them; their work counts as theirs.")
@click.option("--state", "states", metavar="STATES", help="Of these states, as doubtful,untranslated,stale,draft.")
@click.option("--into", "target", type=click.Choice(["ar", "en"]), help="Those translated into a language.")
@click.option(
    "--separator", type=click.Choice([*SEPARATORS]), default="comma", show_default=True, help="Between values of CSV."
)
@click.option("--force", is_flag=True, help="Replace OUT, even if it is there.")
@click.argument("out", type=click.Path(path_type=Path, dir_okay=False))
def export(
    root: Path, most: int, by: str, states: str | None, target: Lang | None, separator: str, force: bool, out: Path
) -> None:
    """Write sentences of many articles into one file, for another program.

    The same that wait at the desk, doubtful and newest first: as PO (Poedit, OmegaT, Weblate), XLIFF (MateCat and other
    CAT tools) or CSV (spreadsheets), by the name of OUT. `digest desk import` takes the work back.
    """
    from digest.editorial.desk import STATES, TO_CHECK
    from digest.editorial.worklist_export import into, worklist_of
    from digest.exchange import formats
    from digest.files import write_file

    formats.check_name(str(out), formats.WORKLISTS)
    wanted = TO_CHECK
    if states is not None:
        named = [name.strip() for name in states.split(",") if name.strip()]
        wanted = tuple(state for state in STATES if state in named)
        if not wanted or len(wanted) < len({*named}):
            raise click.BadParameter(f"`{states}`; there are {', '.join(STATES)}", param_hint="--state")
    if out.exists() and not force:
        raise DigestError("it is there already", str(out), "import it first; `--force` replaces it")
    if not out.absolute().parent.is_dir():
        raise DigestError("there is no such folder", str(out.parent), "make it first")
    editors, _ = desk_of(root)
    queue = editors.queue(wanted, most=most)
    print_problems(queue.problems, "warning")
    chosen, tasks, others = into(queue.tasks, target)
    if others:
        say(f"{counted(others, 'sentence')} into the other language left out; `--into` says which")
    if not tasks:
        say("nothing waits to be looked at")
        return
    body = formats.write_worklist(worklist_of(editors, tasks, chosen, by), out.name, SEPARATORS[separator])
    write_file(out, body, str(out))
    print_lines(shown_path(out.absolute()))
    articles = len({task.article for task in tasks})
    say(f"{counted(len(tasks), 'sentence')} of {counted(articles, 'article')}, {queue.unlisted:,} more are waiting")


@desk.command(
    "import", epilog=examples("digest desk import worklist.po", "digest desk import --reviewed --by Nour x.xlf")
)
@site_option
@click.option("--by", metavar="NAME", default="", help="Whose work it is, where FILE doesn't say.")
@click.option("--reviewed", is_flag=True, help="What was changed is reviewed, whatever FILE says of it.")
@click.option("--commit", is_flag=True, help="Commit to git what was taken.")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
def import_(root: Path, by: str, reviewed: bool, commit: bool, file: Path) -> None:
    """Take the work back that was done on a worklist.

    Only what is better is taken: a review before a draft, a draft before a machine's words. Nothing is emptied, and
    what somebody has changed on the site meanwhile stays, with the other words beside it. The exit code is 1 where
    somebody should look.
    """
    from digest.editorial.worklist_import import summary, take_in
    from digest.exchange import formats, xml
    from digest.files import read_bytes

    shown = str(file)
    formats.check_name(shown, formats.WORKLISTS)
    worklists = formats.read_worklists(read_bytes(file, shown, limit=xml.MAX_BYTES), shown)
    editors, _ = desk_of(root)
    taken = take_in(editors, worklists, shown, by=by, reviewed=reviewed)
    print_lines(*(shown_path(path.absolute()) for path in taken.files))
    print_problems(taken.problems, "warning")
    say(summary(taken))
    if commit and (message := editors.commit()):
        say(f"committed: {message}")
    if taken.problems:
        raise click.exceptions.Exit(1)
