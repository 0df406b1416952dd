"""A process of its own for work on an untrusted model, which may crash the process that loads it."""

import json
import subprocess
import sys
from collections.abc import Callable

from digest.errors import DigestError
from digest.messages import reason

SECONDS = 300

_CODE = (
    "import importlib, json, sys; sys.path[:] = json.loads(sys.argv[1]);"
    "importlib.import_module(sys.argv[2]).main(*sys.argv[3:])"
)


def run(module: str, *arguments: str, done: str, where: str, hint: str, seconds: float | None = None) -> None:
    """Call the function `main` of a module of this program with some arguments, in a process of its own.

    Raises `DigestError` when it fails, crashes or takes too long; the message says that the model cannot be `done`,
    and why: the last line that the process wrote.
    """
    command = [sys.executable, "-I", "-c", _CODE, json.dumps(sys.path), module, *arguments]
    limit = SECONDS if seconds is None else seconds
    try:
        result = subprocess.run(  # noqa: S603 - our own interpreter, our own module
            command, capture_output=True, timeout=limit, check=False, encoding="utf-8", errors="replace"
        )
    except subprocess.TimeoutExpired as error:
        raise DigestError(f"the model cannot be {done} (no answer in {limit:g} seconds)", where, hint) from error
    if result.returncode < 0:
        why = "its process was ended: too little memory, or a damaged file"
        raise DigestError(f"the model cannot be {done} ({why})", where, hint)
    if result.returncode:
        said = result.stdout.strip() or result.stderr.strip() or "no reason given"
        raise DigestError(f"the model cannot be {done} ({said.splitlines()[-1][:300]})", where, hint)


def report(work: Callable[[], object]) -> None:
    """Do the work of a `main`; what is wrong goes to stdout, in one line, and the process exits with 1.

    A `KeyError` means that the model lacks a part, as CTranslate2's converters raise it.
    """
    try:
        work()
    except DigestError as error:
        problem = error.problems[0].problem
    except KeyError as error:
        problem = f"a part is missing: {error.args[0] if error.args else 'unknown'}"
    except OSError as error:
        problem = reason(error)
    except MemoryError:
        problem = "there is not enough memory"
    else:
        return
    sys.stdout.buffer.write(problem.encode())
    sys.exit(1)
