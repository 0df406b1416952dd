"""The texts that a site words otherwise: `ar.toml` and `en.toml` of a folder of its own, in the form of ours."""

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from string import Formatter

from digest.errors import DigestError, Problem
from digest.files import read_bytes, signature_of
from digest.locale.texts import CATEGORIES, Texts, alone, default_texts, eastern, flat
from digest.messages import nearest
from digest.model import LANGS, Lang

OwnWords = Mapping[Lang, Texts]
"""The texts of a site by language and key."""

_MAX_BYTES = 2**20


def read_own_words(folder: Path) -> tuple[OwnWords, tuple[Problem, ...]]:
    """Return the texts that a folder, which need not exist, has instead of ours, and a warning for each unused key.

    Of a text with plural forms, those stay ours that the file does not have. Raises `DigestError` with every mistake.
    """
    own: dict[Lang, Texts] = {}
    problems: list[Problem] = []
    warnings: list[Problem] = []
    for lang in LANGS:
        file, shown = folder / f"{lang}.toml", f"{folder.name}/{lang}.toml"
        if signature_of(file) is None:
            continue
        text = _text(file, shown)
        try:
            given = flat(tomllib.loads(text))
        except (tomllib.TOMLDecodeError, RecursionError) as error:
            hint = "texts stand in double quotes, each on a line of its own"
            raise DigestError(f"it is not TOML: {str(error).lower()}", shown, hint) from None
        ours = default_texts(lang)
        lines = text.splitlines()
        warnings += [
            Problem(f"no page says `{key}`", _place(key, lines, shown), nearest(key, ours))
            for key in given
            if key not in ours
        ]
        used = {key: value for key, value in given.items() if key in ours}
        for key, value in used.items():
            where = _place(key, lines, shown)
            problems += [Problem(problem, where, hint) for problem, hint in _mistakes(key, value, ours[key])]
        own[lang] = {key: _merged(value, ours[key]) for key, value in used.items()}
    if problems:
        raise DigestError.of(problems)
    return own, tuple(sorted(warnings, key=lambda warning: warning.where))


def in_one_language(lang: Lang, own: OwnWords) -> OwnWords:
    """Return the words of a site in one language: those of ours that speak of one alone, and its own before them."""
    given = own.get(lang, {})
    return {**own, lang: {**alone(default_texts(lang)), **given, **alone(given)}}


def with_eastern_digits(own: OwnWords) -> OwnWords:
    """Return the words of a site that writes numbers with Eastern Arabic digits, on Arabic pages."""
    return {**own, "ar": {**eastern(default_texts("ar")), **own.get("ar", {})}}


def _text(file: Path, shown: str) -> str:
    try:
        return read_bytes(file, shown, within=file.parent, limit=_MAX_BYTES).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise DigestError("it is not UTF-8 text", shown, "save it as UTF-8") from None


def _merged(value: str | Mapping[str, str], ours: str | Mapping[str, str]) -> str | Mapping[str, str]:
    return value if isinstance(value, str) or isinstance(ours, str) else {**ours, **value}


def _mistakes(key: str, value: object, ours: str | Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with a text in the place of ours, each with what to do."""
    if isinstance(value, dict) and isinstance(ours, str):
        yield f"`{key}` is one text, not one for each number", f'as in `{key} = "{ours}"`'
        return
    forms = value if isinstance(value, dict) else {"other": value}
    names = {name for text in ([ours] if isinstance(ours, str) else ours.values()) for name in _names(text) or ()}
    for category, text in forms.items():
        if category not in CATEGORIES:
            yield f"`{category}` is no form of a number", f"it takes {', '.join(sorted(CATEGORIES))}"
        elif not isinstance(text, str) or not text.strip():
            yield f"`{key}` takes text, not `{text}`", "write it in double quotes"
        elif (own := _names(text)) is None:
            yield f"`{key}` has a brace without its other", "write `{{` for one that is to be shown"
        elif odd := sorted(own - names):
            known = ", ".join(f"`{{{name}}}`" for name in sorted(names))
            yield f"`{key}` has nothing for `{{{odd[0]}}}`", f"it may have {known}" if known else "it takes no values"


def _names(text: str) -> set[str] | None:
    """Return the names in braces of a text; None where a brace lacks the other, or more than a name stands in them."""
    try:
        parts = list(Formatter().parse(text))
    except ValueError:
        return None
    if any(spec or conversion for _, _, spec, conversion in parts):
        return None
    return {name for _, name, _, _ in parts if name is not None}


def _place(key: str, lines: list[str], shown: str) -> str:
    """Return the file with the line that sets a key, or opens its table; the file alone where none is seen to."""
    last = key.rpartition(".")[2]
    starts = (f"{last} =", f"{last}=", f'"{last}"', f"[{key}]", f"{key} =", f"{key}=")
    number = next((number for number, line in enumerate(lines, 1) if line.strip().startswith(starts)), 0)
    return f"{shown}:{number}" if number else shown
