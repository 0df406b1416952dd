"""The Jinja environment of the templates, and messages that name the template and the line where one goes wrong."""

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from pickle import PickleError
from time import perf_counter
from types import CodeType, FunctionType, MethodType, TracebackType
from typing import Any

from jinja2 import (
    ChoiceLoader,
    Environment,
    FileSystemBytecodeCache,
    FileSystemLoader,
    PrefixLoader,
    StrictUndefined,
    Template,
    TemplateError,
)
from jinja2 import __version__ as jinja_version
from jinja2.bccache import Bucket
from jinja2.exceptions import TemplateNotFound, TemplateSyntaxError, UndefinedError
from jinja2.runtime import Context
from markupsafe import Markup, escape

from digest.config import Config
from digest.errors import DigestError
from digest.locale import Words
from digest.markup import safe
from digest.messages import nearest
from digest.render import theme_files

_FAULTS = (
    DigestError, TemplateError, ArithmeticError, AttributeError, LookupError, MemoryError, RuntimeError, SyntaxError,
    TypeError, ValueError,
)  # fmt: skip
"""The exceptions by which a template fails when its author made a mistake."""
_LACKING = re.compile(r"'digest\.[\w. ]+' has no attribute '(\w+)'")
_UNDEFINED = re.compile(r"'(\w+)' is undefined")
_WHAT_THERE_IS = "`base.html` lists what a template can use"
_ENDLESS = (
    "it goes round in circles, or is nested too deep",
    "a template that overrides a default extends it as in `{% extends 'default/base.html' %}`",
)


def environment(config: Config, *, compiled: Path | None = None) -> Environment:
    """Return an environment that finds a site's own templates before the defaults, and these as `default/<name>`, too.

    Compiled templates are kept in the folder `compiled`, if one is given: to compile all of them takes 0.05 s.
    """
    standard = _Folder(theme_files.defaults("templates"))
    made = Environment(  # noqa: S701 (it does escape)
        loader=ChoiceLoader([_Folder(config.templates), standard, PrefixLoader({"default": standard})]),
        bytecode_cache=_Compiled(compiled) if compiled else None,
        undefined=StrictUndefined,
        auto_reload=False,
        cache_size=-1,
        **_SYNTAX,
    )
    made.template_class = _Template
    made.context_class = _Context
    return made


_SYNTAX: Mapping[str, Any] = {"autoescape": True, "trim_blocks": True, "lstrip_blocks": True}
"""The options of Jinja that change the code a template is compiled to."""


class _Compiled(FileSystemBytecodeCache):
    """A folder of compiled templates, each named by a digest of its source; if it can't be written, none is kept."""

    def __init__(self, folder: Path) -> None:
        made_with = hashlib.sha256(repr((jinja_version, _SYNTAX)).encode()).hexdigest()[:8]
        super().__init__(str(folder), f"{made_with}-%s")

    def load_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError, EOFError, PickleError):
            super().load_bytecode(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):
            Path(self.directory).mkdir(parents=True, exist_ok=True)
            super().dump_bytecode(bucket)


class _Template(Template):
    """A template that escapes values by `_escaped`, for speed: an article's three pages have 360 of them."""

    @classmethod
    def from_code(
        cls,
        environment: Environment,
        code: CodeType,
        shared: MutableMapping[str, Any],
        _uptodate: Callable[[], bool] | None = None,
    ) -> Template:
        module: dict[str, Any] = {"environment": environment, "__file__": code.co_filename}
        exec(code, module)  # noqa: S102 (as `Template.from_code` does)
        module["escape"] = _escaped
        return cls.from_module_dict(environment, module, dict(shared))  # copied for each page, and a `ChainMap` slowly


class _Context(Context):
    """The variables of a page. Functions of the types in `_PLAIN` are called directly, for speed.

    Jinja asks of each call whether the function is marked to get the context or the environment (`pass_context`).
    None of those that templates get here is.
    """

    def call(self, called: Any, *args: Any, _loop_vars: Any = None, _block_vars: Any = None, **named: Any) -> Any:
        if type(called) in _PLAIN:
            return called(*args, **named)
        return super().call(called, *args, _loop_vars=_loop_vars, _block_vars=_block_vars, **named)


_PLAIN = (Words, FunctionType, MethodType)
_escaped_text = lru_cache(1024)(escape)
"""`escape`, which remembers the texts that many pages share: words, names, addresses."""


def _escaped(value: object) -> str:
    """Return a value as HTML: the same as `markupsafe.escape` in a quarter of its time."""
    if type(value) is Markup:
        return value
    return _escaped_text(value) if type(value) is str else escape(value)


class _Folder(FileSystemLoader):
    """A folder of templates; for one that is not UTF-8, the error names the file and the line."""

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        try:
            return super().get_source(environment, template)
        except UnicodeDecodeError as error:
            line = error.object.count(b"\n", 0, error.start) + 1
            path = Path(self.searchpath[0], template)
            raise TemplateSyntaxError("it is not UTF-8", line, template, str(path)) from error


class Templates:
    """Templates, to be rendered by name; a mistake in one raises `DigestError` with its file and line."""

    def __init__(self, config: Config, *, compiled: Path | None = None, **shared: Any) -> None:
        self.root = config.root
        self.environment = environment(config, compiled=compiled)
        self.environment.globals.update(shared)
        self._seconds: dict[str, float] = {}

    def __call__(self, name: str, **context: Any) -> Markup:
        """Return the HTML of a template, to be put into another."""
        return safe(self._rendered(name, context)[0])

    def encoded(self, name: str, **context: Any) -> bytes:
        """Return the HTML of a template as bytes, to be published."""
        return self._rendered(name, context)[1]

    def seconds(self) -> Mapping[str, float]:
        """Return the seconds that each template took, by its name, since the last call."""
        taken, self._seconds = self._seconds, {}
        return taken

    def _rendered(self, name: str, context: Mapping[str, Any]) -> tuple[str, bytes]:
        start = perf_counter()
        try:
            html = self.environment.get_template(name).render(context)
            self._seconds[name] = self._seconds.get(name, 0.0) + perf_counter() - start
            return html, html.encode()
        except TemplateSyntaxError as error:
            where = self._where(error.filename or error.name or name, error.lineno)
            message = str(error.message or error)
            hint = nearest(*_misspelt(message, self.environment)) or _mending(message)
            raise DigestError(message[:1].lower() + message[1:].rstrip("."), where, hint) from error
        except TemplateNotFound as error:
            *_, place = (name, 0), *_places(error.__traceback__)
            hint = nearest(str(error.name), self.environment.list_templates()) or "the name may be misspelt"
            raise DigestError(f"there is no template `{error.name}`", self._where(*place), hint) from error
        except _FAULTS as error:
            places = list(_places(error.__traceback__)) or [(self._file(name), 0)]
            endless = isinstance(error, RecursionError)
            problem, hint = _ENDLESS if endless else _problem_and_hint(error, {*context, *self.environment.globals})
            place = Counter(places).most_common(1)[0][0] if endless else places[-1]
            raise DigestError(problem, self._where(*place), hint) from error

    def _file(self, name: str) -> str:
        loader = self.environment.loader
        return (loader.get_source(self.environment, name)[1] if loader else None) or name

    def _where(self, path: str, line: int) -> str:
        file = Path(path)
        shown = str(file.relative_to(self.root) if file.is_relative_to(self.root) else file)
        return f"{shown}:{line}" if line else shown


def _mending(message: str) -> str:
    """Return what to do about what Jinja does not know, where nothing is like it."""
    kind = message.removeprefix("No ").partition(" named ")[0]
    return f"take the {kind} out: Jinja's own can be used" if kind in ("filter", "test") else "mend the template"


def _misspelt(message: str, environment: Environment) -> tuple[str, Iterable[str]]:
    """Return the filter or test that Jinja does not know, and those it does."""
    kind, _, name = message.removeprefix("No ").partition(" named ")
    return name.strip("'."), environment.filters if kind == "filter" else environment.tests if kind == "test" else ()


def _problem_and_hint(error: Exception, names: Iterable[str]) -> tuple[str, str]:
    """Return a message that says what is wrong, and a hint that says what to do about it.

    `names` are those that the template could use.
    """
    match error:
        case UndefinedError() if undefined := _UNDEFINED.fullmatch(str(error)):
            return str(error), nearest(undefined[1], names) or _WHAT_THERE_IS
        case UndefinedError() if lacking := _LACKING.fullmatch(str(error)):
            return f"what stands before `.{lacking[1]}` has no `{lacking[1]}`", _WHAT_THERE_IS
        case UndefinedError():
            return str(error), _WHAT_THERE_IS
        case DigestError(problems=(first, *_)):
            return first.problem, first.hint or "mend the template"
        case UnicodeEncodeError():
            half = f"\\u{ord(error.object[error.start]):04x}"
            return f"it writes `{half}`, half of a character", "look in what it extends and includes, too"
        case _:
            return str(error) or type(error).__name__, "mend the template"


def _places(traceback: TracebackType | None) -> Iterator[tuple[str, int]]:
    """Yield file and line of each frame of a template, the outermost first: Jinja names its frames after the files."""
    while traceback:
        name = traceback.tb_frame.f_code.co_filename
        if "__jinja_template__" in traceback.tb_frame.f_globals or name.endswith(".html"):
            yield name, traceback.tb_lineno
        traceback = traceback.tb_next
