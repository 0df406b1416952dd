"""The command line: wiring, progress and exit codes. Nothing else prints, exits, or reads the clock and environment."""

import json
import os
import re
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any, ClassVar, cast

import click

from digest import __version__
from digest.errors import DigestError, Problem
from digest.memory.sidecar import save_sidecar

if TYPE_CHECKING:
    from digest.argos.machine import Machine
    from digest.argos.package import Package
    from digest.build.report import Report
    from digest.config import Config
    from digest.editorial.evaluate import Evaluation, Said
    from digest.model import Lang
    from digest.preview.server import Event
    from digest.progress import Progress

PREVIEW = Path(".digest") / "preview"
"""Where `digest serve` builds, below the site's folder: its pages name this machine and must not be published."""

_UNSEEN = re.compile(r"[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""What a terminal obeys instead of showing it, and what makes a line read otherwise than it is written."""

_site = click.option(
    "--site",
    "root",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    default=Path(),
    help="The folder with site.toml.  [default: this one]",
)
_output = click.option("--output", type=click.Path(path_type=Path, file_okay=False), help="Publish into this folder.")
_drafts = click.option("--drafts", is_flag=True, help="Publish drafts and articles of a later date too.")
_untranslated = click.option(
    "--allow-untranslated", is_flag=True, help="Show the source text, marked, where there is no counterpart."
)
_now = click.option("--now", metavar="TIME", help="Build as if it were this time (2026-11-23T08:00).")
_jobs = click.option(
    "--jobs",
    metavar="N",
    default=0,
    type=click.IntRange(0, 256),
    help="Use up to N processes.  [default: one a core]",
)
_report = click.option(
    "--report", type=click.Path(path_type=Path, dir_okay=False), help="Write what was done, as JSON."
)


def main() -> None:
    """Run the program. Exits 0 done, 1 the input is wrong, 2 the command is, 130 interrupted."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        sys.exit(commands.main(standalone_mode=False) or 0)
    except click.exceptions.Exit as stop:
        sys.exit(stop.exit_code)
    except click.ClickException as error:
        error.show(said := StringIO())
        _say(*said.getvalue().rstrip("\n").split("\n"))
        sys.exit(error.exit_code)
    except DigestError as error:
        _print_problems(error.problems, "error")
        sys.exit(1)
    except (KeyboardInterrupt, click.Abort):
        _say("interrupted; what is done is kept, run it again to go on")
        sys.exit(130)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)


@click.group(name="digest", context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__)
def commands() -> None:
    """Publish Arabic and English news side by side, sentence by sentence, translated on this machine."""


@commands.command()
@_site
@_output
@click.option("--base-url", metavar="URL", help="Where the site will be published.")
@_drafts
@_untranslated
@_now
@_report
@_jobs
@click.option("-v", "--verbose", is_flag=True, help="Say why each page was made anew.")
@click.option("--profile", is_flag=True, help="Print the time by stage, and the slowest templates and articles.")
def build(
    root: Path,
    output: Path | None,
    base_url: str | None,
    drafts: bool,
    allow_untranslated: bool,
    now: str | None,
    report: Path | None,
    jobs: int,
    verbose: bool,
    profile: bool,
) -> None:
    """Publish the site into its output folder."""
    import gc

    from digest.argos.engine import cores
    from digest.build.options import BuildOptions
    from digest.build.pipeline import build
    from digest.config import load

    gc.disable()  # this process ends with the build, and what a build keeps is no garbage

    config = load(root, output=output, base_url=base_url)
    with _progress() as progress:
        options = BuildOptions(
            now=_time(now, config),
            machine=_machine(config),
            drafts=drafts,
            allow_untranslated=allow_untranslated,
            progress=progress,
            jobs=jobs or cores(),
        )
        done = build(config, options)
    _print_problems(done.warnings, "warning")
    if verbose:
        for path, why in done.made.items():
            _say(f"{path}: {why}")
    if profile:
        _say(*_profile(done))
    if report:
        _write_json(done.as_dict(), report)
    _say(_closing_line(done, config))
    if done.written or done.removed:
        _say(f"preview it with `{_program()} serve{_site_flag(root)}`")


@commands.command()
@_site
@click.option("--host", default="localhost", show_default=True, help="A name or address of this machine.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="0 takes any free port.")
@_drafts
def serve(root: Path, host: str, port: int, drafts: bool) -> None:
    """Preview the site, live.

    A saved change appears in the browser at once.
    The preview is built apart from the output folder. Where a counterpart is missing it shows the source text.
    """
    import gc

    from digest.argos.engine import cores
    from digest.build.options import BuildOptions
    from digest.build.pipeline import build, keep
    from digest.build.report import Report, WarmState
    from digest.config import FILE, load
    from digest.preview.server import Address, Event, Serving, serve
    from digest.preview.watch import Watch

    config = load(root)
    output = config.root / PREVIEW
    address = Address(host=host, port=port, base_path=config.base_path)
    machine = _machine(config)
    after: WarmState | None = None
    pending: frozenset[Path] = frozenset()

    def rebuild(changed: frozenset[Path] | None) -> Report:
        nonlocal after, pending
        pending |= changed or frozenset()  # and what a build that failed has not taken in
        gc.disable()  # what a build keeps is no garbage, and going through all of it takes longer than a small build
        try:
            options = BuildOptions(
                now=datetime.now(UTC),
                machine=machine,
                drafts=drafts,
                allow_untranslated=True,
                jobs=1 if after else cores(),
            )
            settings = load(root, output=output, base_url=address.url, versioned_assets=False)
            report = build(settings, options, warm=after, changed=pending)
        finally:
            gc.enable()
        after, pending = report.warm, frozenset()
        gc.freeze()
        import digest.build.render_worker  # noqa: F401 (what the first build left to others, the first save need not wait for)

        return report

    watched = [config.content, config.templates, config.theme, config.root / FILE]

    def on_event(event: Event) -> None:
        nonlocal address
        if isinstance(event, Serving):
            address = event.address
        _print_event(event)

    with Watch(watched, ignore=output, on_warning=lambda problem: _print_problems([problem], "warning")) as watch:
        try:
            serve(rebuild, watch=watch, output=output, address=address, on_event=on_event)
        except KeyboardInterrupt:
            _say("preview ended")
            raise click.exceptions.Exit(130) from None
        finally:
            if after:
                keep(after, load(root, output=output))


def _print_event(event: "Event") -> None:
    from digest.preview.server import Built, Serving

    if isinstance(event, Serving):
        _say(f"preview at {event.address.url} (Ctrl-C ends it)")
    elif isinstance(event, Built):
        report = cast("Report", event.report)
        _print_problems(report.warnings, "warning")
        done = f"{_counted(report.written, 'file')} written" if report.written else "nothing changed"
        _say(f"built {_counted(report.articles, 'article')} in {event.seconds:.2f} s, {done}")
    else:
        _print_problems(event.problems, "error")
        if event.traceback:
            _say(*event.traceback.split("\n"))


@commands.command()
@_site
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
    from digest.memory import Cache
    from digest.translation.counterparts import translate

    config = load(root)
    content = corpus.load(config, now=datetime.now(UTC), drafts=True)
    chosen = _chosen(files, [article.path for article in content.articles], config)
    articles = [content.articles[place] for place in chosen]
    counterparts = [content.known[place] for place in chosen]
    if again:
        counterparts = [
            {text: found for text, found in known.items() if found.origin != "machine"} for known in counterparts
        ]
    done = 0
    if not skeleton:
        with _progress() as progress, Cache(config.root / MACHINE_CACHE) as cache:
            stories, counts = translate(
                articles,
                counterparts,
                machine=_machine(config),
                package=config.package,
                cache=cache,
                glossary=content.glossary,
                progress=progress,
            )
        counterparts = [story.counterparts for story in stories]
        done = counts.machine_translated + counts.from_cache
    written = [
        file
        for article, known in zip(articles, counterparts, strict=True)
        if (file := save_sidecar(article, known, config, skeleton=skeleton))
    ]
    for file in written:
        _print(_shown(file))
    _say(f"{_counted(len(written), 'sidecar')} written, {_counted(done, 'sentence')} translated")


@commands.command()
@_site
@click.option("--all", "everything", is_flag=True, help="Show every sentence, not the first ten of a kind.")
@click.option("--json", "as_json", is_flag=True, help="All of it, as a JSON object.")
def status(root: Path, everything: bool, as_json: bool) -> None:
    """Show what an editor should look at.

    Doubtful sentences, the most doubtful first; outdated ones; names that lack a language, or are spelled in two ways.
    No model is loaded: what was not translated yet is only counted.
    """
    from digest.build.pipeline import MACHINE_CACHE
    from digest.config import load
    from digest.editorial import corpus
    from digest.editorial.status import editorial_status, lines
    from digest.memory import Cache

    config = load(root)
    content = corpus.load(config, now=datetime.now(UTC), drafts=True)
    with Cache(config.root / MACHINE_CACHE) as cache:
        found = editorial_status(content, config, _machine(config), cache)
    if as_json:
        _print_json(asdict(found))
    else:
        _print(*lines(found, _shown(config.content), None if everything else 10))
    _print_problems(content.warnings, "warning")


@commands.command()
@_site
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="As a JSON array, an object a file.")
def read(root: Path, files: tuple[Path, ...], as_json: bool) -> None:
    """Show what is understood of an article.

    Its title, date and header, its blocks and their sentences, with their offsets in the file.
    """
    from digest.config import load
    from digest.content.article import read_file
    from digest.editorial.inspect import describe, describe_problem, lines

    config = load(root)
    failed = False
    described: list[dict[str, Any]] = []
    for file in files:
        try:
            article = read_file(file, config)
        except DigestError as error:
            failed = True
            described.append({"path": file.as_posix(), "errors": [describe_problem(p) for p in error.problems]})
            _print_problems(error.problems, "error")
        else:
            described.append(describe(article))
            if not as_json:
                _print(*lines(article))
            _print_problems(article.warnings, "warning")
    if as_json:
        _print_json(described)
    if failed:
        raise click.exceptions.Exit(1)


@commands.command()
@_site
@click.argument("title")
@click.option("--lang", type=click.Choice(["ar", "en"]), help="Its language.  [default: the site's]")
@click.option("--section", help="As in site.toml.")
@click.option("--markdown", is_flag=True, help="Make a Markdown file.")
def new(root: Path, title: str, lang: str | None, section: str | None, markdown: bool) -> None:
    """Start an article file.

    It is made in the content folder, with its header filled in.
    """
    from digest.config import load
    from digest.editorial.new import file_name, first_lines

    config = load(root)
    if not title.strip():
        raise click.UsageError("give the article a title")
    day = datetime.now(config.zone).date()
    side: Lang = "en" if (lang or config.source_language) == "en" else "ar"
    file = config.content / file_name(title, day, markdown=markdown)
    try:
        config.content.mkdir(parents=True, exist_ok=True)
        with file.open("x", encoding="utf-8") as new_file:
            new_file.write(first_lines(title, day, side, section, markdown=markdown))
    except FileExistsError:
        raise DigestError("there is a file of this name already", _shown(file), "choose another title") from None
    except OSError as error:
        raise DigestError(f"cannot write it: {(error.strerror or '').lower()}", _shown(file)) from None
    _print(_shown(file))


@commands.group()
def models() -> None:
    """Install, list and remove translation packages."""


@models.command("list")
@click.option("--json", "as_json", is_flag=True, help="As a JSON array.")
def list_models(as_json: bool) -> None:
    """List the packages that are installed, and those that come with the program."""
    from digest.argos import embedded, installed

    found = installed(_package_folders())
    packages = [*found.packages, *embedded(_cache_folder() / "packages")]
    if as_json:
        _print_json([_described(package) for package in packages])
    else:
        for package in packages:
            place = "comes with the program" if package.embedded else str(package.path)
            _print(f"{package.from_code} → {package.to_code}  {package.name} {package.version}  {place}")
        if all(package.embedded for package in packages):
            _say("no package of your own yet: `digest models install ar en` gets one")
    _print_problems(found.problems, "warning")


@models.command()
@click.argument("what", nargs=-1, required=True, metavar="PATH | FROM TO")
@click.option("--to", type=click.Path(path_type=Path, file_okay=False), help="Install into this folder.")
@click.option(
    "--pair",
    nargs=2,
    metavar="FROM TO",
    help="The languages of a model that does not say which it translates: `--pair ar en`.",
)
def install(what: tuple[str, ...], to: Path | None, pair: tuple[str, str] | None) -> None:
    """Install a package, by its two languages (`ar en`) from the Argos index or from a PATH.

    PATH is an .argosmodel, an OPUS-MT zip as published (Marian; it is converted with CTranslate2), or a folder with
    what one of the two holds or with a CTranslate2 model and its SentencePiece files.
    """
    from digest.argos import install_from_index, install_path, is_code

    if pair and not all(map(is_code, pair)):
        raise click.BadParameter("two language codes are needed, as in `--pair ar en`", param_hint="--pair")
    folder = to or _package_folders()[0]
    if len(what) == 2 and all(map(is_code, what)):
        with _download_bar() as progress:
            package = install_from_index(
                *what, folder, downloads=_cache_folder() / "downloads", index_url=_index_url(), progress=progress
            )
        packages = [package]
    else:
        packages = [install_path(Path(file), folder, pair=pair) for file in what]
    for package in packages:
        _print(f"{package.from_code} → {package.to_code}  {package.name} {package.version}  {package.path}")


@models.command()
@click.argument("name")
def remove(name: str) -> None:
    """Remove a package, by its name as `digest models list` shows it, or by its folder's."""
    from digest.argos import remove

    for package in _named_packages(name):
        remove(package)
        _say(f"removed {package} ({package.path})")


@models.command()
@click.argument("name", required=False)
def verify(name: str | None) -> None:
    """Check that packages are as they were when they were installed."""
    from digest.argos import installed, verify

    packages = _named_packages(name) if name else installed(_package_folders()).packages
    problems = [problem for package in packages for problem in verify(package)]
    if problems:
        raise DigestError.of(problems)
    _say(f"{_counted(len(packages), 'package')} verified")


@models.command()
@click.argument("name")
def info(name: str) -> None:
    """Show what a package says of itself, as JSON, and its digest."""
    from digest.argos import embedded

    packages = _named_packages(name, embedded(_cache_folder() / "packages"))
    _print_json([_described(package) for package in packages])


@models.command()
@_site
@click.argument("before", metavar="A")
@click.argument("after", metavar="B")
@click.option("--all", "everything", is_flag=True, help="Show every sentence, not the first ten.")
@click.option("--json", "as_json", is_flag=True, help="All of it, as a JSON object.")
def compare(root: Path, before: str, after: str, everything: bool, as_json: bool) -> None:
    """Show what would change on the site if it were translated with package B instead of A.

    Sentences that a person has translated stay as they are. What both say is kept in the machine cache.
    """
    from digest.argos import embedded
    from digest.build.pipeline import MACHINE_CACHE
    from digest.config import load
    from digest.editorial import corpus
    from digest.editorial.compare import compare, lines
    from digest.memory import Cache

    config = load(root)
    for name in (before, after):
        _named_packages(name, embedded(_cache_folder() / "packages"))
    content = corpus.load(config, now=datetime.now(UTC), drafts=True)
    with _progress() as progress, Cache(config.root / MACHINE_CACHE) as cache:
        found = compare(content, before=before, after=after, machine=_machine(config), cache=cache, progress=progress)
    if as_json:
        _print_json(asdict(found))
    else:
        _print(*lines(found, before, after, _shown(config.content), None if everything else 10))
    _print_problems(cache.warnings, "warning")


@models.command()
@click.argument("files", nargs=-1, required=True, metavar="PACKAGE SRC REF", type=click.Path(path_type=Path))
@click.option(
    "--outputs",
    type=click.Path(path_type=Path),
    metavar="HYP",
    help="A system's finished output, instead of a package.",
)
@click.option("--second", type=click.Path(path_type=Path), metavar="HYP2", help="Another system's output, to compare.")
@click.option("--from", "source", type=click.Choice(["ar", "en"]), default="ar", help="Language of SRC with --outputs.")
@click.option("--beam-size", default=4, show_default=True, type=click.IntRange(1, 16))
@click.option("--write", "target", type=click.Path(path_type=Path), help="Keep the repaired lines in this file.")
@click.option("--json", "as_json", is_flag=True)
def evaluate(
    files: tuple[Path, ...],
    outputs: Path | None,
    second: Path | None,
    source: "Lang",
    beam_size: int,
    target: Path | None,
    as_json: bool,
) -> None:
    """Score a package, or a system's output, against references: a sentence a line in each file.

    Rendered BLEU and chrF (sacrebleu) as decoded, as repaired, without each repair and, of a package, with other tries
    for doubtful sentences; then the flags by kind, and whether the worst sentences are the doubtful ones.
    """
    from digest.editorial.evaluate import check_parallel, evaluate, read_lines

    if len(files) != (2 if outputs else 3):
        raise click.UsageError("name SRC and REF with --outputs, else PACKAGE, SRC and REF")
    lines = {file: read_lines(file) for file in (*files[-2:], *filter(None, (outputs, second)))}
    check_parallel(lines)
    sources, references = (lines[file] for file in files[-2:])
    if outputs:
        decoded, answers = lines[outputs], None
    else:
        source, said = _translated(str(files[0]), sources, beam_size)
        decoded, answers = list(said.decoded), said.answers
    done = evaluate(sources, decoded, references, source, answers=answers, second=lines[second] if second else None)
    if target:
        _write_lines(done.repaired, target)
    if as_json:
        _print_json({**asdict(done), "repaired": list(done.repaired)})
    else:
        _print(*_evaluation(done).split("\n"))


def _evaluation(done: "Evaluation") -> str:
    """Return an evaluation as tables to read."""
    from digest.quality import FLAGS

    width = max(map(len, (*done.scores, *done.caught_by)))
    lines = [f"{'':<{width}}   BLEU   chrF"]
    lines += [f"{name:<{width}}  {score.bleu:5.2f}  {score.chrf:5.2f}" for name, score in done.scores.items()]
    lines += ["", f"{'flag':<{width}}  sentences  of the worst  references"]
    counts = done.flags, done.flags_of_worst, done.flags_of_references
    rows = [[flag, *(found.get(flag, 0) for found in counts)] for flag in FLAGS]
    rows = [row for row in rows if any(row[1:])]
    rows.append(["any", done.flagged, done.flagged_worst, done.flagged_references])
    lines += [f"{name:<{width}}  {count:9}  {worst:12}  {references:10}" for name, count, worst, references in rows]
    lines += ["", f"{'the most doubtful tenth, by':<{width}}  of the worst"]
    lines += [f"{name:<{width}}  {count:12}" for name, count in done.caught_by.items()]
    worst_are = f"the {done.worst} of {done.sentences:,} sentences that are least like their references, by chrF"
    return "\n".join([*lines, "", f"worst: {worst_are}", "a flag on a reference is a false alarm"])


def _translated(name: str, sources: Sequence[str], beam_size: int) -> tuple["Lang", "Said"]:
    """Return the language that a package translates from, and what it says to each line."""
    import tempfile

    from digest.argos import Machine, embedded
    from digest.editorial.evaluate import translated

    cache = _cache_folder() / "packages"
    package = _named_packages(name, embedded(cache))[0]
    machine = Machine(folders=_package_folders(), cache=cache, beam_size=beam_size)
    with _progress() as progress, tempfile.TemporaryDirectory() as folder:
        said = translated(sources, package, machine, Path(folder) / "cache", progress)
    return ("en" if package.from_code == "en" else "ar"), said


def _write_lines(lines: Iterable[str], file: Path) -> None:
    try:
        file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    except OSError as error:
        raise DigestError(f"cannot write it: {(error.strerror or '').lower()}", str(file)) from None


def _named_packages(name: str, more: Sequence["Package"] = ()) -> list["Package"]:
    from digest.argos import installed

    packages = [*installed(_package_folders()).packages, *more]
    named = [package for package in packages if name in (package.name, package.path.name)]
    if not named:
        raise DigestError(f"no package `{name}` is installed", hint="`digest models list` names them")
    return named


def _described(package: "Package") -> dict[str, Any]:
    return {
        "name": package.name,
        "version": package.version,
        "from": package.from_code,
        "to": package.to_code,
        "embedded": package.embedded,
        "path": str(package.path),
        "digest": package.digest,
    }


def _package_folders() -> list[Path]:
    from digest.argos import folders

    return folders(os.environ, Path.home())


def _index_url() -> str:
    from digest.argos.index import INDEX

    return os.environ.get("ARGOS_PACKAGE_INDEX") or INDEX


@contextmanager
def _download_bar() -> Iterator[Callable[[int, int | None], None]]:
    """Show how much of a file has come, on a terminal only."""
    if not sys.stderr.isatty():
        yield lambda done, total: None  # noqa: ARG005
        return
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TimeRemainingColumn, TransferSpeedColumn

    columns = (BarColumn(), DownloadColumn(), TransferSpeedColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("download", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _chosen(files: Sequence[Path], paths: Sequence[str], config: "Config") -> list[int]:
    """Return the places of the articles that files name; of all of them when no file is named."""
    if not files:
        return list(range(len(paths)))
    places = {config.content / path: place for place, path in enumerate(paths)}
    strangers = [file for file in files if file.resolve() not in places]
    if strangers:
        raise DigestError.of(
            Problem("it is not an article of this site", _shown(file), f"articles lie in {_shown(config.content)}/")
            for file in strangers
        )
    return [places[file.resolve()] for file in files]


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def _closing_line(report: "Report", config: "Config") -> str:
    seconds = sum(report.seconds.values())
    made = report.counts.machine_translated
    changes = [f"{report.written} written"] if report.written else []
    changes += [f"{report.removed} removed"] if report.removed else []
    changes += [f"{_counted(made, 'sentence')} translated"] if made else []
    return (
        f"{_counted(report.articles, 'article')}, {_counted(report.pages, 'page')} in {_shown(config.output)}/"
        f" ({', '.join(changes) or 'nothing changed'}) in {seconds:.1f} s"
    )


def _profile(report: "Report") -> list[str]:
    """Return where the time of a build went: its stages, the slowest templates, the slowest articles."""
    lines = [f"{seconds:8.3f} s  {stage}" for stage, seconds in report.seconds.items()]
    for what, times in report.longest().items():
        if times:
            lines += [f"slowest {what}:", *(f"{seconds:8.3f} s  {name}" for name, seconds in times.items())]
    return lines


def _machine(config: "Config") -> "Machine":
    """Return the packages of this computer. No model library is imported before a text is translated."""
    from digest.argos.machine import Machine

    return Machine(
        folders=_package_folders(),
        cache=_cache_folder() / "packages",
        beam_size=config.beam_size,
        second=config.second_package,
        round_trip=config.round_trip,
    )


def _cache_folder() -> Path:
    """Return this user's folder for what can be made again (XDG Base Directory Specification)."""
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return base / "digest"


def _time(now: str | None, config: "Config") -> datetime:
    """Return the time to build for: `--now`, else that of `SOURCE_DATE_EPOCH`, else the clock's."""
    if now is None:
        epoch = os.environ.get("SOURCE_DATE_EPOCH")
        if not epoch:
            return datetime.now(UTC)
        try:
            return datetime.fromtimestamp(int(epoch), UTC)
        except (ValueError, OverflowError, OSError):
            problem = f"`{epoch}` is not a time; write it as seconds since 1970"
            raise click.BadParameter(problem, param_hint="SOURCE_DATE_EPOCH") from None
    try:
        time = datetime.fromisoformat(now)
    except ValueError:
        raise click.BadParameter(f"`{now}` is not a time; write it as 2026-11-23T08:00", param_hint="--now") from None
    return time if time.tzinfo else time.replace(tzinfo=config.zone)


@contextmanager
def _progress() -> "Iterator[Progress]":
    """Show progress bars for what takes long, on a terminal only."""
    from digest.progress import quiet

    if not sys.stderr.isatty():
        yield quiet
        return
    bars = _Bars()
    try:
        yield bars
    finally:
        bars.close()


class _Bars:
    """Draws one bar a stage, once the stage has taken a second."""

    LABELS: ClassVar = {
        "read": "reading",
        "translate": "translating sentences",
        "retry": "trying doubtful ones again",
        "compare": "hearing second opinions",
        "render": "writing",
    }
    RATES: ClassVar = {"translate", "retry", "compare"}

    def __init__(self) -> None:
        self.started: dict[str, float] = {}
        self.shown: Any = None
        self.tasks: dict[str, Any] = {}

    def __call__(self, stage: str, done: int, total: int) -> None:
        now = monotonic()
        if not done:
            self.started[stage] = now
        if now - self.started.setdefault(stage, now) < 1 and stage not in self.tasks:
            return
        if self.shown is None:
            self.shown = self._draw()
        if stage not in self.tasks:
            self.tasks[stage] = self.shown.add_task(self.LABELS.get(stage, stage), total=total or None, rate="")
        rate = done / max(now - self.started[stage], 0.001)
        self.shown.update(
            self.tasks[stage],
            completed=done,
            total=total or None,
            rate=f"{rate:.1f}/s" if stage in self.RATES else "",
        )

    def close(self) -> None:
        if self.shown is not None:
            self.shown.stop()

    def _draw(self) -> Any:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        columns = (
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rate]}"),
            TimeRemainingColumn(),
        )
        bars = Progress(*columns, console=Console(stderr=True), transient=True)
        bars.start()
        return bars


def _write_json(value: Any, file: Path) -> None:
    try:
        file.write_text(json.dumps(value, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    except OSError as error:
        raise DigestError(f"cannot write it: {(error.strerror or '').lower()}", str(file)) from None


def _print_problems(problems: Iterable[Problem], kind: str) -> None:
    color = "red" if kind == "error" else "yellow"
    for problem in problems:
        shown = Problem(
            _indented(problem.problem), _visible(problem.where), _indented(problem.hint), _indented(problem.excerpt)
        )
        click.echo(f"{_styled(kind + ':', color)} {shown}", err=True)


def _styled(text: str, color: str) -> str:
    return text if "NO_COLOR" in os.environ else click.style(text, fg=color, bold=True)


def _say(*lines: str) -> None:
    for line in lines:
        click.echo(_visible(line), err=True)


def _print(*lines: str) -> None:
    for line in lines:
        click.echo(_visible(line))


def _print_json(value: Any) -> None:
    click.echo("\n".join(map(_visible, json.dumps(value, ensure_ascii=False, indent=2).split("\n"))))


def _indented(text: str) -> str:
    """Return a text of one line or several, none of which can pass for a message of its own."""
    return "\n    ".join(map(_visible, text.split("\n")))


def _visible(line: str) -> str:
    """Return a line with what a terminal would not show escaped, as JSON does: it stays the same JSON."""
    return _UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", line)


def _shown(path: Path) -> str:
    """Return a path as the user would type it from here."""
    return path.relative_to(Path.cwd()).as_posix() if path.is_relative_to(Path.cwd()) else str(path)


def _program() -> str:
    """Return what the user types to run this program: its name where the shell finds it, else as it was called."""
    called = Path(sys.argv[0])
    return "digest" if called.name != "digest" or shutil.which("digest") else sys.argv[0]


def _site_flag(root: Path) -> str:
    return "" if root == Path() else f" --site {root}"
