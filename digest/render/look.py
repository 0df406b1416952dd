"""How the pages look: where templates and theme files come from, and what is said when one of them is wrong."""

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PrefixLoader, StrictUndefined, TemplateError
from jinja2.exceptions import TemplateNotFound, TemplateSyntaxError
from markupsafe import Markup

from digest.config import Config
from digest.errors import DigestError
from digest.model import Output

_FAULTS = (DigestError, TemplateError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
"""What a template may raise when its author made a mistake."""


def defaults(name: str) -> Path:
    """Return the default `templates` or `theme` folder: beside the package in a checkout, inside it in a wheel."""
    package = Path(__file__).parent.parent
    inside = package / "defaults" / name
    return inside if inside.is_dir() else package.parent / name


def environment(config: Config) -> Environment:
    """Return the templates: the site's own before the defaults, which are also there as `default/<name>`."""
    standard = FileSystemLoader(defaults("templates"))
    return Environment(
        loader=ChoiceLoader([FileSystemLoader(config.templates), standard, PrefixLoader({"default": standard})]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )


class Templates:
    """Renders templates by name; what goes wrong in one is a `DigestError` with its file and line."""

    def __init__(self, config: Config, **shared: Any) -> None:
        self.root = config.root
        self.environment = environment(config)
        self.environment.globals.update(shared)

    def __call__(self, name: str, **context: Any) -> Markup:
        """Return a template filled in."""
        try:
            return Markup(self.environment.get_template(name).render(context))  # noqa: S704 (autoescaped)
        except TemplateSyntaxError as error:
            where = self._where(error.filename or error.name or name, error.lineno)
            raise DigestError(str(error.message or error).lower(), where, "mend the template") from error
        except TemplateNotFound as error:
            raise DigestError(f"there is no template `{error.name}`", name, "the name may be misspelt") from error
        except _FAULTS as error:
            place = _innermost(error.__traceback__)
            if place is None:
                raise
            found = error.problems[0] if isinstance(error, DigestError) else None
            raise DigestError(
                found.problem if found else str(error) or type(error).__name__,
                self._where(*place),
                (found and found.hint) or "mend the template",
            ) from error

    def _where(self, path: str, line: int) -> str:
        file = Path(path)
        return f"{file.relative_to(self.root) if file.is_relative_to(self.root) else file}:{line}"


def _innermost(traceback: TracebackType | None) -> tuple[str, int] | None:
    """Return file and line of the last frame that is a template's; Jinja gives its frames the template's file name."""
    place = None
    while traceback:
        name = traceback.tb_frame.f_code.co_filename
        if "__jinja_template__" in traceback.tb_frame.f_globals or name.endswith(".html"):
            place = name, traceback.tb_lineno
        traceback = traceback.tb_next
    return place


def theme_files(config: Config) -> Mapping[str, bytes]:
    """Return the files of the theme by name, the site's own before the defaults."""
    files: dict[str, bytes] = {}
    for folder in (defaults("theme"), config.theme):
        files |= {path.relative_to(folder).as_posix(): path.read_bytes() for path in _files(folder)}
    return dict(sorted(files.items()))


def asset_path(name: str) -> str:
    """Return where a file of the theme is published."""
    return f"theme/{name}"


def assets(files: Mapping[str, bytes]) -> Iterator[Output]:
    """Yield the files of the theme."""
    for name, body in files.items():
        yield Output(asset_path(name), body)


def version(body: bytes) -> str:
    """Return what stands behind a file's address as `?v=…`, so that a cache never serves an old one."""
    return hashlib.sha256(body).hexdigest()[:8]


def _files(folder: Path) -> Iterator[Path]:
    """Yield the files below a folder that may not exist; hidden ones are left out."""
    for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
        if path.is_file() and not any(part.startswith(".") for part in path.relative_to(folder).parts):
            yield path
