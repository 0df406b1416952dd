"""The command that takes a site to where it is read: `digest publish`."""

import os
from pathlib import Path

import click

from digest.cli.options import build_time, cache_folder, current_time, examples, machine_for, site_option
from digest.cli.progress import progress_bars
from digest.cli.terminal import print_lines, print_problems, say
from digest.errors import DigestError, Problem
from digest.messages import counted


@click.command(
    epilog=examples(
        "digest publish",
        "digest publish server --dry-run",
        "digest publish server --rollback",
    )
)
@click.argument("target", required=False)
@site_option
@click.option("--dry-run", is_flag=True, help="Build, and list what would change on the live site.")
@click.option("--rollback", "back", is_flag=True, help="Make the release before the live one live again (rsync only).")
@click.option("--unchecked", is_flag=True, help="Publish even what `digest check` finds broken.")
@click.option("--allow-untranslated", is_flag=True, help="Show the source text, marked, where there is no counterpart.")
def publish(
    target: str | None, root: Path, dry_run: bool, back: bool, unchecked: bool, allow_untranslated: bool
) -> None:
    """Build the site, check it, and take it to TARGET, one of those that site.toml describes under [publish].

    A target is a folder, a branch of a git repository, or a server that rsync reaches. Where only one is described it
    need not be named. What fails leaves the live site as it was.
    """
    from digest.build.options import BuildOptions
    from digest.build.pipeline import build
    from digest.checking.site_check import check
    from digest.config import load
    from digest.cores import cores
    from digest.publishing.announce import announce
    from digest.publishing.publish import publish, rollback, target_named

    if dry_run and back:
        raise click.UsageError("--dry-run and --rollback can't be used together")
    config = load(root, user_cache=cache_folder())
    name = target_named(target, config)
    if back:
        say(f"{name} shows the release {rollback(name, config, environ=os.environ)} again")
        return
    with progress_bars() as progress:
        options = BuildOptions(
            now=build_time(None, config),
            machine=machine_for(config),
            allow_untranslated=allow_untranslated,
            progress=progress,
            jobs=cores(),
        )
        report = build(config, options)
    print_problems(report.warnings, "warning")
    if not unchecked:
        broken = [finding.as_problem() for finding in check(config) if finding.level == "error"]
        if broken:
            raise DigestError.of([*broken, Problem("nothing was published", hint="mend this, or use `--unchecked`")])
    changes = publish(name, config, environ=os.environ, now=current_time(), dry_run=dry_run)
    if dry_run:
        for sign, paths in (("+", changes.added), ("~", changes.changed), ("-", changes.removed)):
            print_lines(*(f"{sign} {path}" for path in paths))
    counts = ((changes.added, "added"), (changes.changed, "changed"), (changes.removed, "removed"))
    listed = ", ".join(f"{counted(len(paths), 'file')} {what}" for paths, what in counts if paths) or "nothing changed"
    say(f"{name}: {listed}{' if it were published' if dry_run and changes else ''}")
    if not dry_run:
        told, problems = announce(changes, config)
        for line in told:
            say(line)
        print_problems(problems, "warning")
