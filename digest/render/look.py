"""How the pages look: where templates and theme files come from, and what is said when one of them is wrong."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PrefixLoader, StrictUndefined, TemplateError
from jinja2.exceptions import TemplateNotFound, TemplateSyntaxError
from markupsafe import Markup

from digest.config import Config
from digest.errors import DigestError
from digest.model import Output

_FAULTS = (
    DigestError, TemplateError, ArithmeticError, AttributeError, LookupError, MemoryError, RuntimeError, SyntaxError,
    TypeError, ValueError,
)  # fmt: skip
"""What a template may raise when its author made a mistake."""
_ENDLESS = (
    "it goes round in circles, or is nested too deep",
    "a template that overrides a default extends it as in `{% extends 'default/base.html' %}`",
)


def defaults(name: str) -> Path:
    """Return the default `templates` or `theme` folder: beside the package in a checkout, inside it in a wheel."""
    package = Path(__file__).parent.parent
    inside = package / "defaults" / name
    return inside if inside.is_dir() else package.parent / name


def environment(config: Config) -> Environment:
    """Return the templates: the site's own before the defaults, which are also there as `default/<name>`."""
    standard = _Folder(defaults("templates"))
    return Environment(
        loader=ChoiceLoader([_Folder(config.templates), standard, PrefixLoader({"default": standard})]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )


class _Folder(FileSystemLoader):
    """A folder of templates; one that is not text in UTF-8 is named."""

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        try:
            return super().get_source(environment, template)
        except UnicodeDecodeError as error:
            line = error.object.count(b"\n", 0, error.start) + 1
            path = Path(self.searchpath[0], template)
            raise TemplateSyntaxError("it is not UTF-8", line, template, str(path)) from error


class Templates:
    """Renders templates by name; what goes wrong in one is a `DigestError` with its file and line."""

    def __init__(self, config: Config, **shared: Any) -> None:
        self.root = config.root
        self.environment = environment(config)
        self.environment.globals.update(shared)

    def __call__(self, name: str, **context: Any) -> Markup:
        """Return a template filled in."""
        try:
            html = self.environment.get_template(name).render(context)
            html.encode()
            return Markup(html)  # noqa: S704 (autoescaped)
        except TemplateSyntaxError as error:
            where = self._where(error.filename or error.name or name, error.lineno)
            said = str(error.message or error)
            raise DigestError(said[:1].lower() + said[1:], where, "mend the template") from error
        except TemplateNotFound as error:
            raise DigestError(f"there is no template `{error.name}`", name, "the name may be misspelt") from error
        except _FAULTS as error:
            places = list(_places(error.__traceback__)) or [(self._file(name), 0)]
            endless = isinstance(error, RecursionError)
            problem, hint = _ENDLESS if endless else _said(error)
            place = Counter(places).most_common(1)[0][0] if endless else places[-1]
            raise DigestError(problem, self._where(*place), hint) from error

    def _file(self, name: str) -> str:
        loader = self.environment.loader
        return (loader.get_source(self.environment, name)[1] if loader else None) or name

    def _where(self, path: str, line: int) -> str:
        file = Path(path)
        shown = str(file.relative_to(self.root) if file.is_relative_to(self.root) else file)
        return f"{shown}:{line}" if line else shown


def _said(error: Exception) -> tuple[str, str]:
    """Return what is wrong, and what to do about it."""
    match error:
        case DigestError(problems=(found, *_)):
            return found.problem, found.hint or "mend the template"
        case UnicodeEncodeError():
            half = f"\\u{ord(error.object[error.start]):04x}"
            return f"it writes `{half}`, half of a character", "look in what it extends and includes, too"
        case _:
            return str(error) or type(error).__name__, "mend the template"


def _places(traceback: TracebackType | None) -> Iterator[tuple[str, int]]:
    """Yield file and line of the frames that are a template's; Jinja gives its frames the template's file name."""
    while traceback:
        name = traceback.tb_frame.f_code.co_filename
        if "__jinja_template__" in traceback.tb_frame.f_globals or name.endswith(".html"):
            yield name, traceback.tb_lineno
        traceback = traceback.tb_next


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
