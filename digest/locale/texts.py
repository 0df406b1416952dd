"""The texts of the pages as our files have them: `ar.toml` and `en.toml` beside this module."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from digest.model import Lang

Forms = Mapping[str, str]
"""One text a plural category of CLDR; `zero` wins for 0 where it is given."""
Texts = Mapping[str, str | Forms]
"""The texts of a language by key. A key inside a table is written with a dot: `badge.machine`."""

CATEGORIES = frozenset({"zero", "one", "two", "few", "many", "other"})


@cache
def default_texts(lang: Lang) -> Texts:
    """Return our texts of a language."""
    return flat(tomllib.loads((Path(__file__).parent / f"{lang}.toml").read_text("utf-8")))


ALONE = "alone."
"""What the keys of texts begin with that take the place of others on a site in one language."""
DIGITS = "digits"
"""The key of the digits that a site writes numbers with; no file of texts has it."""
_EASTERN = "٠١٢٣٤٥٦٧٨٩"
_WHOLE_NUMBER = re.compile(r"(?<![\w.])[0-9]+(?![\w.]*[0-9])")
"""Not one of a version, as in WCAG 2.2."""


def eastern(texts: Texts) -> Texts:
    """Return the texts that say a number, with it in Eastern Arabic digits, and these digits under the key `DIGITS`."""
    table = str.maketrans("0123456789", _EASTERN)
    plain = {key: text for key, text in texts.items() if isinstance(text, str) and _WHOLE_NUMBER.search(text)}
    return {
        DIGITS: _EASTERN,
        **{key: _WHOLE_NUMBER.sub(lambda number: number[0].translate(table), text) for key, text in plain.items()},
    }


def alone(texts: Texts) -> Texts:
    """Return the texts of a site in one language that take the place of others, by the keys of those."""
    return {key.removeprefix(ALONE): text for key, text in texts.items() if key.startswith(ALONE)}


def flat(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a file of texts says by dotted keys; a table of nothing but plural categories is one text."""
    texts: dict[str, Any] = {}
    for key, value in data.items():
        if isinstance(value, dict) and not value.keys() <= CATEGORIES:
            texts |= {f"{key}.{name}": words for name, words in value.items()}
        else:
            texts[key] = value
    return texts
