"""The command line: wiring, progress and exit codes. Nothing else prints, exits, or reads the clock and environment."""

import os
import sys
from io import StringIO

import click

from digest import __version__
from digest.cli.articles import move, names, new, read, status, translate
from digest.cli.checking import check
from digest.cli.desk import desk, merge
from digest.cli.exchange import glossary, memory
from digest.cli.importing import import_
from digest.cli.models import models
from digest.cli.publishing import publish
from digest.cli.review import review
from digest.cli.setup import completion, doctor, init, settings
from digest.cli.site import build, serve
from digest.cli.terminal import print_problems, say
from digest.errors import DigestError


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
        error.show(message := StringIO())
        say(*message.getvalue().rstrip("\n").split("\n"))
        sys.exit(error.exit_code)
    except DigestError as error:
        print_problems(error.problems, "error")
        sys.exit(1)
    except (KeyboardInterrupt, click.Abort):
        say("interrupted; what is done is kept, run it again to go on")
        sys.exit(130)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)


@click.group(name="digest", context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__)
def commands() -> None:
    """Publish Arabic and English news side by side, sentence by sentence, translated on this machine."""


for _command in (
    init,
    build,
    serve,
    check,
    publish,
    new,
    move,
    import_,
    read,
    translate,
    status,
    review,
    names,
    desk,
    merge,
    memory,
    glossary,
    models,
    settings,
    doctor,
    completion,
):
    commands.add_command(_command)
