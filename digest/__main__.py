"""`python -m digest`, and what the command `digest` calls: it loads the program, which takes a moment, and runs it."""

import os
import sys


def main() -> None:
    """Run the program as `digest.cli.main` does; interrupted while it is loaded, it ends alike."""
    try:
        sys.unraisablehook = _end_or_tell
        from digest import cli

        cli.main()
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        sys.exit(130)


def _end_or_tell(lost: "sys.UnraisableHookArgs") -> None:
    """End at once when Ctrl-C comes during a callback, as imports have some: Python would only print it and go on."""
    if lost.exc_type is KeyboardInterrupt:
        os.write(2, b"interrupted\n")
        os._exit(130)
    sys.__unraisablehook__(lost)


if __name__ == "__main__":
    main()
