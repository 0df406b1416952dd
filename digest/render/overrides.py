"""Warnings about templates, blocks and theme files of a site's own that nothing uses: their names look misspelt."""

import difflib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from digest.config import Config
from digest.errors import Problem
from digest.files import read_bytes
from digest.messages import nearest
from digest.render.theme_files import below, defaults

_ALIKE = 0.8
"""How alike, by `difflib`'s ratio, the name of a file is to that of the default that it was meant to replace."""


def misspelt_overrides(config: Config) -> Iterator[Problem]:
    """Yield a warning for each template, block and theme file of the site's own that nothing uses."""
    own = _files(config.templates)
    if own:
        yield from _templates(own, config)
    yield from _theme(config)


def _templates(own: Mapping[str, Path], config: Config) -> Iterator[Problem]:
    from digest.render.parsed_templates import ParsedTemplates  # Jinja: most sites have no templates of their own

    parsed = ParsedTemplates(config)
    standard = _files(defaults("templates"))
    used = {name for each in (*own, *standard) for name in parsed.references(each)}
    for name, path in own.items():
        if name.endswith(".html") and name not in standard and not used & {name, None}:
            hint = _meant(name, standard) or "a template has the name of the default that it replaces, or is included"
            yield Problem("no page uses this template", _shown(path, config), hint)
        for block, line in parsed.blocks_without_parent(name):
            yield Problem(
                f"there is no block `{block}` in the template that it extends",
                f"{_shown(path, config)}:{line}",
                nearest(block, parsed.inherited(name)) or "what stands in it is shown nowhere",
            )


def _theme(config: Config) -> Iterator[Problem]:
    own, standard = _files(config.theme), _files(defaults("theme"))
    for name in sorted(own.keys() - standard.keys()):
        if (hint := _meant(name, standard)) and not _is_mentioned(name, config):
            yield Problem("no page uses this file", _shown(own[name], config), hint)


def _meant(name: str, standard: Iterable[str]) -> str:
    """Return a hint that names the default whose name is nearly that of a file; empty when none is."""
    nearest_names = difflib.get_close_matches(name, list(standard), 1, _ALIKE)
    return f"did you mean `{nearest_names[0]}`?" if nearest_names else ""


def _is_mentioned(name: str, config: Config) -> bool:
    """Tell whether a template or a text of the theme names a file."""
    paths = (
        *below(config.templates),
        *(path for path in below(config.theme) if path.suffix in (".css", ".js", ".svg")),
    )
    return any(name.encode() in read_bytes(path, str(path)) for path in paths)


def _files(folder: Path) -> dict[str, Path]:
    return {path.relative_to(folder).as_posix(): path for path in below(folder)}


def _shown(path: Path, config: Config) -> str:
    return str(path.relative_to(config.root) if path.is_relative_to(config.root) else path)
