"""The commands to begin with: `digest init`, `digest doctor`, `digest settings` and `digest completion`."""

import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from digest.cli.options import cache_folder, current_time, examples, machine_for, site_option
from digest.cli.terminal import print_json, print_lines, program_name, say, shown_path
from digest.errors import DigestError
from digest.model import LANGS, VIEWS

if TYPE_CHECKING:
    from digest.model import Lang, View

_TITLES = {"ar": "أخبارنا", "en": "Our News"}
_MARKS = {"good": "good   ", "lacking": "lacking", "wrong": "wrong  "}


@click.command(
    epilog=examples(
        "digest init news",
        "digest init news --languages ar",
        'digest init news --title-ar أخبارنا --title-en "Our News" --base-url https://news.example.org/',
    )
)
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@click.option("--title-ar", metavar="TEXT", help="The site's name in Arabic.")
@click.option("--title-en", metavar="TEXT", help="The site's name in English.")
@click.option("--base-url", metavar="URL", help="Where the site will be published.")
@click.option("--languages", type=click.Choice(VIEWS), default="both", help="Of the pages.  [default: both]")
@click.option("--lang", type=click.Choice(LANGS), help="The language that most articles are written in.  [default: ar]")
@click.option("--time-zone", metavar="ZONE", help="Of dates, as in Africa/Cairo.  [default: UTC]")
def init(
    folder: Path,
    title_ar: str | None,
    title_en: str | None,
    base_url: str | None,
    languages: "View",
    lang: "Lang | None",
    time_zone: str | None,
) -> None:
    """Start a site in the folder DIR.

    It builds at once: with its settings, each with a comment, a first article, and files by which GitHub and GitLab
    publish it. On a terminal, what no option says is asked for.
    """
    from digest.config import flag_problems
    from digest.setup.new_site import make_site

    first = "ar" if languages == "both" else languages
    if sys.stdin.isatty():
        if languages != "en":
            title_ar = title_ar or _ask("The site's name in Arabic", _TITLES["ar"])
        if languages != "ar":
            title_en = title_en or _ask("The site's name in English", _TITLES["en"])
        lang = lang or click.prompt("Most articles are in", first, type=click.Choice(LANGS), err=True)
        base_url = base_url or _ask("Where it will be published (Enter: not known yet)", "")
    flags = {"--base-url": ("base_url", base_url or None), "--time-zone": ("time_zone", time_zone)}
    given = {flag: (key, value) for flag, (key, value) in flags.items() if value is not None}
    if problems := flag_problems(given):
        raise DigestError.of(problems)
    titles = {"ar": title_ar or _TITLES["ar"], "en": title_en or _TITLES["en"]}
    settings: dict[str, Any] = {
        "source_language": lang or first,
        **({} if languages == "both" else {"languages": languages}),
        "title": titles if languages == "both" else {languages: titles[languages]},
        **dict(given.values()),
    }
    made = make_site(folder, settings, current_time().date())
    print_lines(*(shown_path(folder / path) for path in made.files))
    for path in made.kept:
        say(f"{shown_path(folder / path)} was there already and stays as it is")
    site = "" if folder.resolve() == Path.cwd() else f" --site {shown_path(folder)}"
    say(f"look at it with `{program_name()} serve{site}`")


def _ask(question: str, default: str) -> str:
    return str(click.prompt(question, default, show_default=bool(default), err=True)).strip()


@click.command(epilog=examples("digest doctor", "digest doctor --site news --json"))
@site_option
@click.option("--json", "as_json", is_flag=True, help="As a JSON array.")
def doctor(root: Path, as_json: bool) -> None:
    """Look for what is wrong with this computer and the site.

    Python, translation packages and their files, the clock, permissions, the disk, limits of the preview, and what an
    interrupted build left; each with what to do. Exits with 1 when something is wrong. In a
    folder without a site it looks at the computer all the same.
    """
    from digest.config import load, parse
    from digest.setup.doctor import Finding, examine

    findings = []
    try:
        config = load(root, user_cache=cache_folder())
    except DigestError as error:
        config = parse("", root, user_cache=cache_folder())
        findings = [Finding("wrong", f"{problem.where}: {problem.problem}", problem.hint) for problem in error.problems]
    findings += examine(config, machine_for(config), now=current_time())
    if as_json:
        print_json([asdict(finding) for finding in findings])
    else:
        for finding in findings:
            print_lines(f"{_MARKS[finding.state]}  {finding.says}")
            if finding.hint:
                print_lines(f"         hint: {finding.hint}")
    if any(finding.state == "wrong" for finding in findings):
        raise click.exceptions.Exit(1)


@click.command(epilog=examples("digest settings", "digest settings --schema > site.schema.json"))
@click.option("--schema", is_flag=True, help="Print a JSON schema, by which editors complete and check site.toml.")
def settings(schema: bool) -> None:
    """Print every setting with its default and what it is for, as a site.toml."""
    from digest.setup.site_file import json_schema, site_toml

    if schema:
        print_json(json_schema())
    else:
        print_lines(*site_toml({}).splitlines())


@click.command(
    epilog=examples(
        "digest completion bash > ~/.local/share/bash-completion/completions/digest",
        "digest completion zsh > ~/.zfunc/_digest",
        "digest completion fish > ~/.config/fish/completions/digest.fish",
    )
)
@click.argument("shell", type=click.Choice(("bash", "zsh", "fish")))
def completion(shell: str) -> None:
    """Print what makes a shell complete the commands and options of digest."""
    from click.shell_completion import get_completion_class

    kind = get_completion_class(shell)
    if kind is None:
        raise DigestError(f"`{shell}` is not a shell that is known here")
    commands = click.get_current_context().find_root().command
    print_lines(*kind(commands, {}, "digest", "_DIGEST_COMPLETE").source().splitlines())
