"""The commands that say how good packages are: `digest models compare`, `calibrate` and `evaluate`."""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from digest.cli.options import (
    current_time,
    embedded_folder,
    machine_for,
    named_packages,
    package_folders,
    site_option,
)
from digest.cli.progress import progress_bars
from digest.cli.terminal import print_json, print_lines, print_problems, program_name, shown_path, write_lines
from digest.errors import DigestError
from digest.model import LANGS

if TYPE_CHECKING:
    from digest.editorial.evaluate import PackageOutput
    from digest.model import Lang


@click.command()
@site_option
@click.argument("current", metavar="A")
@click.argument("candidate", metavar="B")
@click.option("--all", "everything", is_flag=True, help="Show every sentence, not the first ten.")
@click.option("--json", "as_json", is_flag=True, help="All of it, as a JSON object.")
def compare(root: Path, current: str, candidate: str, everything: bool, as_json: bool) -> None:
    """Show what would change on the site if it were translated with package B instead of A.

    Sentences that a person has translated stay as they are. What both say is kept in the machine cache.
    """
    from digest.build.pipeline import MACHINE_CACHE
    from digest.config import load
    from digest.editorial import corpus
    from digest.editorial.compare import compare, comparison_lines
    from digest.memory import Cache

    config = load(root)
    if current == candidate:
        hint = f"name two packages: `{program_name()} models list` has them"
        raise DigestError(f"`{current}` is compared with itself", hint=hint)
    for name in (current, candidate):
        named_packages(name, with_embedded=True)
    content = corpus.load(config, now=current_time(), drafts=True)
    with progress_bars() as progress, Cache(config.root / MACHINE_CACHE) as cache:
        machine = machine_for(config)
        done = compare(
            content, config, current=current, candidate=candidate, machine=machine, cache=cache, progress=progress
        )
    if as_json:
        print_json(done.as_dict())
    else:
        print_lines(*comparison_lines(done, shown_path(config.content), None if everything else 10))
    print_problems(cache.warnings, "warning")


@click.command()
@site_option
@click.argument("name", metavar="PACKAGE")
@click.option("--json", "as_json", is_flag=True, help="As a JSON object.")
def calibrate(root: Path, name: str, as_json: bool) -> None:
    """Find the least score to ask of a package, from the sentences of the site that people have reviewed.

    The package is asked for each of them; what it says is kept in the machine cache.
    """
    from digest.build.pipeline import MACHINE_CACHE
    from digest.config import load
    from digest.editorial import corpus
    from digest.editorial.calibrate import calibrate, calibration_lines
    from digest.memory import Cache

    config = load(root)
    package = named_packages(name, with_embedded=True)[0]
    content = corpus.load(config, now=current_time(), drafts=True)
    with progress_bars() as progress, Cache(config.root / MACHINE_CACHE) as cache:
        done = calibrate(content, package, machine_for(config), cache, progress)
    if as_json:
        print_json(asdict(done))
    else:
        print_lines(*calibration_lines(done))
    print_problems(cache.warnings, "warning")


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="PACKAGE SRC REF", type=click.Path(path_type=Path))
@click.option(
    "--outputs",
    type=click.Path(path_type=Path),
    metavar="HYP",
    help="A system's finished output, instead of a package.",
)
@click.option("--second", type=click.Path(path_type=Path), metavar="HYP2", help="Another system's output, to compare.")
@click.option(
    "--reference", "more", multiple=True, type=click.Path(path_type=Path), metavar="REF2", help="Another reference."
)
@click.option("--marks", type=click.Path(path_type=Path), help="A person's marks of HYP, to rank against.")
@click.option("--from", "source", type=click.Choice(LANGS), default="ar", help="Language of SRC with --outputs.")
@click.option("--beam-size", default=4, show_default=True, type=click.IntRange(1, 16))
@click.option("--write", "target", type=click.Path(path_type=Path), help="Keep the repaired lines in this file.")
@click.option("--json", "as_json", is_flag=True)
def evaluate(
    files: tuple[Path, ...],
    outputs: Path | None,
    second: Path | None,
    more: tuple[Path, ...],
    marks: Path | None,
    source: "Lang",
    beam_size: int,
    target: Path | None,
    as_json: bool,
) -> None:
    """Score a package, or a system's output, against references: a sentence a line in each file.

    Rendered BLEU and chrF (sacrebleu) as decoded, as repaired, without each repair and, of a package, with other tries
    for doubtful sentences; then the flags by kind, and whether the worst sentences are the doubtful ones. With marks,
    how well each sign of doubt ranks the sentences with serious errors.
    """
    from digest.editorial.evaluate import check_parallel, evaluate, evaluation_lines, read_lines
    from digest.editorial.marks import read_marks

    if len(files) != (2 if outputs else 3):
        raise click.UsageError("name SRC and REF with --outputs, else PACKAGE, SRC and REF")
    lines = {file: read_lines(file) for file in (*files[-2:], *filter(None, (outputs, second, *more)))}
    check_parallel(lines)
    sources, references = (lines[file] for file in files[-2:])
    if outputs:
        decoded, answers = lines[outputs], None
    else:
        source, output = _translated(str(files[0]), sources, beam_size)
        decoded, answers = list(output.decoded), output.answers
    done = evaluate(
        sources,
        decoded,
        references,
        source,
        more_references=[lines[file] for file in more],
        answers=answers,
        second=lines[second] if second else None,
        marks=read_marks(marks, read_lines(marks), decoded) if marks else None,
    )
    if target:
        write_lines(done.repaired, target)
    if as_json:
        print_json({**asdict(done), "repaired": list(done.repaired)})
    else:
        print_lines(*evaluation_lines(done))


def _translated(name: str, sources: Sequence[str], beam_size: int) -> "tuple[Lang, PackageOutput]":
    """Return the language that a package translates from, and what it makes of each line."""
    import tempfile

    from digest.argos import Machine
    from digest.editorial.evaluate import source_language, translate_lines

    package = named_packages(name, with_embedded=True)[0]
    lang = source_language(package)
    machine = Machine(folders=package_folders(), cache=embedded_folder(), beam_size=beam_size)
    with progress_bars() as progress, tempfile.TemporaryDirectory() as folder:
        return lang, translate_lines(sources, package, machine, Path(folder) / "cache", progress)
