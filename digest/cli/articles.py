"""The commands for articles: `translate`, `status`, `names`, `read`, `new` and `move`."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from digest.cli.options import cache_folder, current_time, examples, machine_for, site_option
from digest.cli.progress import progress_bars
from digest.cli.terminal import print_json, print_lines, print_problems, program_name, say, shown_path
from digest.errors import DigestError, Problem
from digest.files import real_path
from digest.messages import counted
from digest.model import LANGS

if TYPE_CHECKING:
    from digest.build.state import ArticleRecord
    from digest.config import Config
    from digest.editorial import worklist
    from digest.editorial.corpus import Corpus
    from digest.model import Lang


@click.command()
@site_option
@click.argument("files", nargs=-1, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--skeleton", is_flag=True, help="Write empty entries for translation by hand; ask no machine.")
@click.option("--again", is_flag=True, help="Translate anew what a machine has translated and nobody reviewed.")
def translate(root: Path, files: tuple[Path, ...], skeleton: bool, again: bool) -> None:
    """Write sidecars, for review.

    A sidecar holds each sentence with its counterpart; any PO editor opens it.
    Without FILES, for every article. Reviewed counterparts are kept as they are.
    """
    from digest.build.pipeline import MACHINE_CACHE
    from digest.config import load
    from digest.editorial import corpus
    from digest.editorial.reuse import remember
    from digest.editorial.translate import write_skeletons, write_translations
    from digest.memory import Cache

    config = load(root)
    content = corpus.load(config, now=current_time(), drafts=True)
    remembered = remember(content, config)
    if files:
        content = content.only(article_paths(files, content, config))
    else:
        say_left_alone(content, config)
    if skeleton:
        written = write_skeletons(content, config)
    else:
        with progress_bars() as progress, Cache(config.root / MACHINE_CACHE) as cache:
            written = write_translations(
                content,
                config,
                machine_for(config),
                cache,
                again=again,
                remembered=remembered,
                progress=progress,
            )
    print_lines(*map(shown_path, written.sidecars))
    said = [
        f"{counted(len(written.sidecars), 'sidecar')} written",
        f"{counted(written.sentences, 'sentence')} translated",
    ]
    if written.reused:
        said.append(f"{written.reused:,} as before, as {'reviewed' if config.reuse == 'reviewed' else 'drafts'}")
    say(", ".join(said))


def article_paths(files: Sequence[Path], content: "Corpus", config: "Config") -> list[str]:
    """Return the paths, below the content folder, of the articles that files name: themselves, or by their sidecars.

    Those that have a version of their own, or name it, are left out, and told of.
    Raises `DigestError` with each file that is neither.
    """
    paths = {config.content / article.path: article.path for article in content.articles}
    paths |= {config.content / content.sidecar_of(article): article.path for article in content.articles}
    written = {config.content / file: one.path for one in content.written for file in (one.article.path, one.path)}
    left = [file for file in files if real_path(file) in written]
    for file in left:
        say(f"{shown_path(file)} is left alone: {_has_version(written[real_path(file)], config)}")
    files = [file for file in files if file not in left]
    strangers = [file for file in files if real_path(file) not in paths]
    if strangers:
        raise DigestError.of(
            Problem(
                "it is not an article of this site", shown_path(file), f"articles lie in {shown_path(config.content)}/"
            )
            for file in strangers
        )
    return [paths[real_path(file)] for file in files]


def _has_version(path: str, config: "Config") -> str:
    return f"its version was written apart, in {shown_path(config.content / path)}"


def say_left_alone(content: "Corpus", config: "Config") -> None:
    """Tell of the articles that have a version of their own."""
    for one in content.written:
        say(f"{shown_path(config.content / one.article.path)} is left alone: {_has_version(one.path, config)}")


@click.command(
    epilog=examples(
        "digest status content/2026-11-20-olive-harvest.txt",
        "digest status --section economy --since 2026-11-01",
        "digest status --check=stale,draft --format=github",
        "digest status --next",
    )
)
@site_option
@click.argument("files", nargs=-1, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--section", metavar="NAME", help="Only the articles of a section.")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="Only articles of that day or later.")
@click.option("--mine", is_flag=True, help="Only articles whose translation you were the last to work on.")
@click.option("--all", "everything", is_flag=True, help="Show every sentence, not the first ten.")
@click.option(
    "--next",
    "only_next",
    is_flag=True,
    help="Only when the next article appears or expires; with --all, when each does.",
)
@click.option("--json", "as_json", is_flag=True, help="All of it, as a JSON object.")
@click.option(
    "--format", "form", type=click.Choice(["text", "github"]), default="text", help="Notes on a pull request."
)
@click.option(
    "--check",
    is_flag=False,
    flag_value="",
    metavar="KINDS",
    help="Exit with 1 if there is a sentence of these kinds.  [without KINDS: stale,draft,doubtful,untranslated]",
)
def status(
    root: Path,
    files: tuple[Path, ...],
    section: str | None,
    since: datetime | None,
    mine: bool,
    everything: bool,
    only_next: bool,
    as_json: bool,
    form: Literal["text", "github"],
    check: str | None,
) -> None:
    """Show what an editor should look at.

    Sentences by article, the newest first: outdated, drafts, doubtful, not translated, reviewed but with other numbers
    or links than their source, put aside; each with the file and line to correct it in.
    Then names that lack a language and, with --all, names that are spelled in two ways.

    FILES are articles or sidecars; without any, it is the whole site.
    No model is loaded: what was not translated yet is only listed.
    """
    from digest.build.options import BuildOptions
    from digest.build.pipeline import MACHINE_CACHE
    from digest.config import load
    from digest.content.folding import folded
    from digest.editorial import corpus, worklist
    from digest.editorial.status import LISTED, editorial_status, newest_articles, status_lines
    from digest.memory import Cache

    gate = None if check is None else _kinds(check)
    kinds = gate or LISTED
    config, now = load(root, user_cache=cache_folder()), current_time()
    if only_next:
        _print_due(config, now, everything=everything, as_json=as_json)
        return
    most = None if everything else 10
    machine = machine_for(config)
    whole = any((files, section, since, mine, as_json, form == "github", gate and "reviewed" in gate))
    with Cache(config.root / MACHINE_CACHE) as cache:
        unread: list[ArticleRecord] = []
        if whole or most is None:
            content = corpus.load(config, now=now, drafts=True)
        else:
            options = BuildOptions(now=now, machine=machine, allow_untranslated=True)
            content, unread = newest_articles(config, options, cache, kinds, most)
        warnings = content.warnings
        if files:
            content = content.only(article_paths(files, content, config))
        if section is not None:
            content = content.only(article.path for article in corpus.in_section(content.articles, section, config))
        if since is not None:
            days = {article.path: article.date.astimezone(config.zone).date() for article in content.articles}
            content = content.only(path for path, day in days.items() if day >= since.date())
        if mine:
            me = _me(config)
            content = content.only(
                path for path, revision in content.revisions.items() if folded(revision.by) == folded(me)
            )
        look = editorial_status(content, config, machine, cache, kinds, unread)
    folder = shown_path(config.content)
    if as_json:
        print_json(asdict(look))
    elif form == "github":
        print_lines(*worklist.annotations(look.findings, folder, gate or ()))
    elif gate or files or section or since or mine:
        print_lines(*status_lines(look, folder, most, names=False))
    else:
        print_lines(*status_lines(look, folder, most))
    print_problems(warnings, "warning")
    count = len(look.findings) + look.unlisted
    if gate and count:
        say(worklist.gate_message(count, gate))
        raise click.exceptions.Exit(1)


@click.command(epilog=examples("digest names", "digest names -n 20 --add"))
@site_option
@click.option("-n", "most", default=50, show_default=True, type=click.IntRange(1), help="How many.")
@click.option("--add", is_flag=True, help="Add them to content/glossary.csv, below what it has.")
@click.option("--json", "as_json", is_flag=True, help="All of them, as a JSON array.")
def names(root: Path, most: int, add: bool, as_json: bool) -> None:
    """Propose names for the glossary, from what reviewed translations already say.

    Those come first that would correct the most words of the machine. No model is loaded.
    """
    from digest.build.pipeline import MACHINE_CACHE
    from digest.config import load
    from digest.editorial import corpus
    from digest.editorial.names import add_to_glossary, proposal_lines, proposals
    from digest.editorial.spelling import pairs_of
    from digest.memory import Cache

    config = load(root)
    content = corpus.load(config, now=current_time(), drafts=True)
    with Cache(config.root / MACHINE_CACHE) as cache:
        stories, _ = corpus.recalled(content, config, machine_for(config), cache)
    found = proposals([pair for story in stories for pair in pairs_of(story)], content.glossary)
    if as_json:
        print_json([asdict(one) for one in found])
    else:
        print_lines(*proposal_lines(found, most))
    if add and found:
        file = add_to_glossary(found[:most], config)
        say(f"{counted(min(most, len(found)), 'name')} added to {shown_path(file)}: look through them")
    elif not found:
        say("no reviewed sentence has a name that the glossary lacks")


def _me(config: "Config") -> str:
    """Return the name of who works here. Raises `DigestError` when nobody has told git."""
    from digest.editorial.git import user_name

    name = user_name(config.root)
    if not name:
        raise DigestError("git does not know your name", hint="tell it: `git config user.name NAME`")
    return name


def _print_due(config: "Config", now: datetime, *, everything: bool, as_json: bool) -> None:
    """Print when the next article appears or expires, or when each will: in the site's time zone."""
    from digest.editorial import corpus
    from digest.editorial.due import due

    times = due(corpus.load(config, now=now, drafts=True).all_articles(), now)
    shown = [
        {
            "time": each.time.astimezone(config.zone).isoformat(timespec="minutes"),
            "what": "appears" if each.appears else "expires",
            "article": shown_path(config.content / each.path),
        }
        for each in (times if everything else times[:1])
    ]
    if as_json:
        print_json(shown)
    else:
        print_lines(*(f"{each['time']} {each['article']} {each['what']}" for each in shown))
        if not shown:
            say("no article appears or expires by itself")


def _kinds(check: str) -> "tuple[worklist.Kind, ...]":
    """Return the kinds of sentences that `--check` names. Raises `click.BadParameter` for what is none."""
    from digest.editorial.worklist import GATE, KINDS

    names = [name.strip() for name in check.split(",") if name.strip()]
    for name in names:
        if name not in KINDS:
            raise click.BadParameter(
                f"`{name}` is not one of {', '.join(KINDS)}; files stand before it, as in `digest status FILE --check`",
                param_hint="--check",
            )
    return tuple(kind for kind in KINDS if kind in names) or GATE


@click.command(epilog=examples("digest read content/2026-11-20-olive-harvest.txt", "digest read --json content/*.txt"))
@site_option
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="As a JSON array, an object a file.")
def read(root: Path, files: tuple[Path, ...], as_json: bool) -> None:
    """Show what is understood of an article.

    Its title, date and header, its blocks and their sentences, with their offsets in the file.
    """
    from digest.config import load
    from digest.content.article import read_file
    from digest.editorial.inspect import article_lines, describe, describe_problem

    config = load(root)
    failed = False
    described: list[dict[str, Any]] = []
    for file in files:
        try:
            article = read_file(file, config)
        except DigestError as error:
            failed = True
            described.append({"path": file.as_posix(), "errors": [*map(describe_problem, error.problems)]})
            print_problems(error.problems, "error")
        else:
            described.append(describe(article))
            if not as_json:
                print_lines(*article_lines(article))
            print_problems(article.warnings, "warning")
    if as_json:
        print_json(described)
    if failed:
        raise click.exceptions.Exit(1)


@click.command(
    epilog=examples(
        'digest new "موسم الزيتون" --section economy',
        'digest new "Olive season" --lang en --markdown',
        'digest new "اتصل بنا" --page',
    )
)
@site_option
@click.argument("title")
@click.option("--lang", type=click.Choice(LANGS), help="Its language.  [default: the site's]")
@click.option("--section", help="As in site.toml.")
@click.option("--markdown", is_flag=True, help="Make a Markdown file.")
@click.option("--page", is_flag=True, help="Make a page of its own, as Contact, that stands in the menu.")
def new(root: Path, title: str, lang: "Lang | None", section: str | None, markdown: bool, page: bool) -> None:
    """Start an article file, or a page.

    It is made in the content folder, with its header filled in, as a draft: the line that says so keeps it out of the
    site until you remove it.
    """
    if page and section:
        raise click.UsageError("a page stands in no section: leave out `--page` or `--section`")
    from digest.config import load
    from digest.editorial.new import create, file_name, first_lines, section_problem

    config = load(root)
    if not title.strip():
        raise click.UsageError("give the article a title")
    day = None if page else current_time().astimezone(config.zone).date()
    file = config.content / file_name(title, day, markdown=markdown)
    text = first_lines(title, day, lang or config.source_language, section, markdown=markdown)
    create(file, text, shown_path(file))
    print_lines(shown_path(file))
    if section and (unknown := section_problem(section, config, shown_path(file))):
        print_problems([unknown], "warning")
    say(f"it is a draft: `{program_name()} serve --drafts` shows it, and without that line it is published")


@click.command(
    epilog=examples(
        "digest move content/storm.txt content/2026-11-20-storm-in-the-north.txt",
        "digest move content/storm.md content/weather",
    )
)
@site_option
@click.argument("old", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.argument("new", type=click.Path(path_type=Path))
def move(root: Path, old: Path, new: Path) -> None:
    """Rename the article file OLD to NEW, or move it into the folder NEW.

    Its sidecars and versions go with it, and into another folder its pictures and attachments. Where its address
    becomes another one, its header names the former, so that links to it still arrive.
    """
    from digest.config import load
    from digest.editorial.move import move

    config = load(root)
    moved = move(old, new, config)
    for here, there in moved.files.items():
        sign = "and" if here in moved.copied else "→"
        print_lines(f"{shown_path(config.content / here)} {sign} {shown_path(config.content / there)}")
    if moved.former:
        say(f"its former address `/{moved.former}` leads to the new one")
    for path in moved.mentions:
        say(f"{shown_path(config.content / path)} names the old file: look whether a link has to be mended")
