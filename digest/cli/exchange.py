"""The commands that exchange memories and glossaries: `digest memory` and `digest glossary`, `export` and `import`."""

from pathlib import Path

import click

from digest.cli.options import examples, site_option
from digest.cli.terminal import print_lines, print_problems, say, shown_path
from digest.errors import DigestError
from digest.exchange.table import SEPARATORS
from digest.messages import counted

_out = click.argument("out", type=click.Path(path_type=Path, dir_okay=False))
_file = click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))


@click.group()
def memory() -> None:
    """Exchange translations with other programs."""


@memory.command("export", epilog=examples("digest memory export site.tmx", "digest memory export site.xlf"))
@site_option
@_out
def export_memory(root: Path, out: Path) -> None:
    """Write every reviewed translation of the site into OUT: TMX 1.4, or XLIFF 1.2."""
    from digest.config import load
    from digest.editorial.memory_files import reviewed_pairs
    from digest.exchange import formats

    formats.check_name(str(out), formats.MEMORIES)
    pairs = list(reviewed_pairs(load(root)))
    _write(out, formats.write_memory(pairs, out.name))
    say(f"{counted(len(pairs), 'reviewed sentence')}")


@memory.command("import", epilog=examples("digest memory import agency.tmx", "digest memory import --force agency.xlf"))
@site_option
@click.option("--force", is_flag=True, help="Replace an earlier one of that name.")
@_file
def import_memory(root: Path, force: bool, file: Path) -> None:
    """Keep the memory FILE (TMX, or XLIFF 1.2 or 2.0) in `memory/`.

    The desk suggests what it says of sentences like one; `digest translate` takes what it says of the very same
    sentence, as a draft unless the setting `reuse` says otherwise.
    """
    from digest.config import load
    from digest.editorial.memory_files import keep_memory
    from digest.exchange import formats, xml
    from digest.files import read_bytes

    shown = str(file)
    formats.check_name(shown, formats.MEMORIES)
    pairs = formats.read_memory(read_bytes(file, shown, limit=xml.MAX_BYTES), shown)
    kept, count = keep_memory(pairs, shown, load(root), force=force)
    print_lines(shown_path(kept.absolute()))
    say(f"{counted(count, 'sentence')} in Arabic and English")


@click.group()
def glossary() -> None:
    """Exchange names and terms with other programs."""


@glossary.command(
    "export",
    epilog=examples("digest glossary export terms.tbx", "digest glossary export --separator semicolon terms.csv"),
)
@site_option
@click.option(
    "--separator", type=click.Choice([*SEPARATORS]), default="comma", show_default=True, help="Between values of CSV."
)
@_out
def export_glossary(root: Path, separator: str, out: Path) -> None:
    """Write the glossary of the site into OUT: TBX, or CSV for a spreadsheet."""
    from digest.config import load
    from digest.exchange import formats
    from digest.translation.glossary import read_glossary

    formats.check_name(str(out), formats.GLOSSARIES)
    terms = read_glossary(load(root)).terms
    _write(out, formats.write_glossary(terms, out.name, SEPARATORS[separator]))
    say(counted(len(terms), "term"))


@glossary.command("import", epilog=examples("digest glossary import terms.tbx", "digest glossary import terms.csv"))
@site_option
@_file
def import_glossary(root: Path, file: Path) -> None:
    """Add the terms of FILE to the glossary: TBX, or CSV with the columns `source` (Arabic) and `target` (English).

    A CSV may be in any encoding that an article may have, with commas, semicolons or tabs. What the glossary has
    stays; where FILE has something else, it is told, and the exit code is 1.
    """
    from digest.config import load
    from digest.editorial.memory_files import add_terms
    from digest.exchange import formats, xml
    from digest.files import read_bytes

    shown = str(file)
    formats.check_name(shown, formats.GLOSSARIES)
    added = add_terms(formats.read_glossary(read_bytes(file, shown, limit=xml.MAX_BYTES), shown), shown, load(root))
    if added.terms:
        print_lines(shown_path(added.file))
    print_problems(added.problems, "warning")
    say(f"{counted(added.terms, 'term')} added, {added.known:,} known already, {len(added.problems):,} left out")
    if added.problems:
        raise click.exceptions.Exit(1)


def _write(out: Path, body: bytes) -> None:
    from digest.files import write_file

    if not out.absolute().parent.is_dir():
        raise DigestError("there is no such folder", str(out.parent), "make it first")
    write_file(out, body, str(out))
    print_lines(shown_path(out.absolute()))
