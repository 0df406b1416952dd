"""The command that takes over what another program holds: `digest import`."""

from collections import Counter
from dataclasses import asdict, replace
from pathlib import Path, PurePosixPath

import click

from digest.cli.options import examples, site_option
from digest.cli.progress import progress_bars
from digest.cli.terminal import print_lines, print_problems, say, shown_path, write_json
from digest.errors import Problem
from digest.messages import counted

_SHOWN = 20
"""What was left out that is shown one by one; of more, the kinds are."""


@click.command(
    "import",
    epilog=examples(
        "digest import https://old.example.org/feed.xml",
        "digest import export.wordpress.xml --no-pictures",
        "digest import ../hugo/content --to archive",
        "digest import report.docx",
    ),
)
@site_option
@click.argument("source")
@click.option("--to", "folder", default="", metavar="FOLDER", help="Put the articles there, below the content folder.")
@click.option("--no-pictures", is_flag=True, help="Fetch no pictures; the text leads to them where they are.")
@click.option(
    "--report", type=click.Path(path_type=Path, dir_okay=False), help="Write what was done and left out, as JSON."
)
def import_(root: Path, source: str, folder: str, no_pictures: bool, report: Path | None) -> None:
    """Take over the articles of SOURCE as files of the site.

    SOURCE is a feed (a file or an address: RSS, Atom, JSON Feed), an export of WordPress (WXR), a folder of HTML or of
    Markdown as Hugo and Jekyll have it, a Word file or a folder of such, or news in the markup of TREC. Of an export in
    both languages, by Polylang or WPML, the translations become sidecars.

    Each article keeps its date, author, tags, pictures and, as an alias, its address. No file is overwritten; what is
    left out is said.
    """
    from digest.config import load
    from digest.importing.importer import import_source

    steps = PurePosixPath(folder).parts
    if folder.startswith("/") or any(step.startswith(".") for step in steps):
        raise click.BadParameter("name a folder below the content folder, as `archive`", param_hint="--to")
    config = load(root)
    with progress_bars() as progress:
        done = import_source(source, config, folder="/".join(steps), fetch_pictures=not no_pictures, progress=progress)
    print_lines(*(shown_path(config.content / path) for path in done.files))
    print_problems(_summary((*done.left_out, *done.notes)), "warning")
    if report:
        write_json(asdict(done), report)
    say(
        f"{counted(len(done.files), 'article')}, {counted(len(done.sidecars), 'sidecar')}, "
        f"{counted(done.pictures, 'picture')}; {len(done.left_out):,} left out"
        + (f", {len(done.notes):,} taken over with changes" if done.notes else "")
    )
    if done.doubtful:
        say(f"{counted(done.doubtful, 'counterpart')} may stand in a wrong place: `digest status` lists them as drafts")


def _summary(left_out: tuple[Problem, ...]) -> list[Problem]:
    """Return what there is to say: all of it, or where it is much the first of each kind, with how many there are."""
    if len(left_out) <= _SHOWN:
        return list(left_out)
    counts = Counter(_kind(problem) for problem in left_out)
    first = {_kind(problem): problem for problem in reversed(left_out)}
    shown = [
        replace(first[kind], problem=first[kind].problem + (f" ({count:,} such)" if count > 1 else ""))
        for kind, count in counts.most_common(_SHOWN)
    ]
    if len(counts) > _SHOWN:
        shown.append(Problem(f"{len(counts) - _SHOWN:,} more kinds", hint="`--report FILE.json` has all"))
    return shown


def _kind(problem: Problem) -> str:
    """Return what problems that differ only in what they name have in common."""
    parts = problem.problem.split("`")
    return "`".join(part for place, part in enumerate(parts) if place % 2 == 0) + problem.hint.partition("`")[0]
