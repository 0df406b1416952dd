"""The command that looks a built site over: `digest check`."""

from dataclasses import asdict
from pathlib import Path

import click

from digest.cli.options import cache_folder, examples, site_option
from digest.cli.terminal import print_json, print_problems, say
from digest.messages import counted


@click.command(epilog=examples("digest check", "digest check --site news --json", "digest check --external"))
@site_option
@click.option(
    "--output", type=click.Path(path_type=Path, file_okay=False, exists=True), help="The folder it was built into."
)
@click.option("--external", is_flag=True, help="Ask other sites whether what pages lead to is still there.")
@click.option("--json", "as_json", is_flag=True, help="As a JSON array.")
def check(root: Path, output: Path | None, external: bool, as_json: bool) -> None:
    """Look over the site as it was built.

    Links and the places in pages that they lead to, files that pages need, versions in the other language, sentences
    without a counterpart, pictures without alternative text, heavy pages, and pages of the same title; each with the
    article and line it comes from. It makes no request but with --external: then each host is asked slowly, and good
    answers hold for a day. Exits with 1 when something is broken.
    """
    from digest.checking.site_check import check
    from digest.config import load

    findings = check(load(root, output=output, user_cache=cache_folder()), external=external)
    if as_json:
        print_json([asdict(finding) for finding in findings])
    else:
        for finding in findings:
            print_problems([finding.as_problem()], finding.level)
    errors = sum(finding.level == "error" for finding in findings)
    if not as_json:
        say(f"{counted(errors, 'error')}, {counted(len(findings) - errors, 'warning')}")
    if errors:
        raise click.exceptions.Exit(1)
