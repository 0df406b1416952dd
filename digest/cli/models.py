"""The command group `digest models`: packages are installed, listed, checked and removed."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from digest.cli.model_quality import calibrate, compare, evaluate
from digest.cli.options import cache_folder, embedded_folder, index_url, named_packages, package_folders
from digest.cli.progress import download_bar
from digest.cli.terminal import print_json, print_lines, print_problems, say
from digest.errors import DigestError
from digest.messages import counted

if TYPE_CHECKING:
    from digest.argos.package import Package


@click.group()
def models() -> None:
    """Install, list and remove translation packages."""


@models.command("list")
@click.option("--json", "as_json", is_flag=True, help="As a JSON array.")
def list_models(as_json: bool) -> None:
    """List the packages that are installed, and those that come with the program."""
    from digest.argos import embedded, installed

    found = installed(package_folders())
    packages = [*found.packages, *embedded(embedded_folder())]
    if as_json:
        print_json([_described(package) for package in packages])
    else:
        for package in packages:
            place = "comes with the program" if package.embedded else str(package.path)
            print_lines(f"{package.from_code} → {package.to_code}  {package.name} {package.version}  {place}")
        if all(package.embedded for package in packages):
            say("no package of your own yet: `digest models install ar en` gets one")
    print_problems(found.problems, "warning")


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

    PATH is an .argosmodel, an OPUS-MT zip as published (Marian; it is converted with CTranslate2), or a folder: with
    what one of the two holds, with an OPUS-MT model as Hugging Face has it (`model.safetensors`), or with a CTranslate2
    model and its SentencePiece files.
    """
    from digest.argos import install_from_index, install_path, is_code

    if pair and not all(map(is_code, pair)):
        raise click.BadParameter("two language codes are needed, as in `--pair ar en`", param_hint="--pair")
    folder = to or package_folders()[0]
    if len(what) == 2 and all(map(is_code, what)):
        with download_bar() as progress:
            package = install_from_index(
                *what, folder, downloads=cache_folder() / "downloads", index_url=index_url(), progress=progress
            )
        packages = [package]
    else:
        packages = [install_path(Path(file), folder, pair=pair) for file in what]
    for package in packages:
        print_lines(f"{package.from_code} → {package.to_code}  {package.name} {package.version}  {package.path}")


@models.command()
@click.argument("name")
def remove(name: str) -> None:
    """Remove a package, by its name as `digest models list` shows it, or by its folder's."""
    from digest.argos import remove

    for package in named_packages(name):
        remove(package)
        say(f"removed {package} ({package.path})")


@models.command()
@click.argument("name", required=False)
def verify(name: str | None) -> None:
    """Check that packages are as they were when they were installed."""
    from digest.argos import installed, verify

    packages = named_packages(name) if name else installed(package_folders()).packages
    problems = [problem for package in packages for problem in verify(package)]
    if problems:
        raise DigestError.of(problems)
    say(f"{counted(len(packages), 'package')} verified")


@models.command()
@click.argument("name")
def info(name: str) -> None:
    """Show what a package says of itself, as JSON, and its digest."""
    packages = named_packages(name, with_embedded=True)
    print_json([_described(package) for package in packages])


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


models.add_command(compare)
models.add_command(calibrate)
models.add_command(evaluate)
