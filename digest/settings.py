"""What a setting of `site.toml` is, and what some have for a value.

The settings themselves stand in `digest/config.py`, a field of `Config` each.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from digest.model import Lang

FILE = "site.toml"

Names = Mapping[Lang, str]
"""A name by language. Where one language is missing, the name in the other is shown."""

Kind = (
    Literal["address", "link", "id", "key", "text", "texts", "boolean", "number", "score", "choice", "zone", "colour"]
    | Literal["sources", "contact", "folder", "names", "terms", "links", "targets", "people", "fonts"]
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """A setting of `site.toml`.

    Attributes:
        key: its name there.
        kind: which values it takes: `address` is where a site is, and ends in `/`, `link` any web address, `id` what
            ids begin with, `key` one of IndexNow, `score` a mean log-probability, at most 0; `names` is a text in each
            language, `terms` a table of names by slug, `links` one of addresses with names, `targets` one of places to
            publish to by name; `sources` are what a content security policy allows;
            `people` are `terms` with a line about them and a picture, `fonts` one or two files for each language.
        comment: what it is for, in sentences; inline Markdown, code only.
        default: its value where the file has none; None where that stands for something else, as the comment says.
        example: a value that a site may write; the default where that shows one.
        choices: of a `choice`.
        low, high: of a `number`, the smallest and the largest.
        of_articles: whether articles are read or translated by it; only pages depend on the others.
    """

    key: str = ""
    kind: Kind
    comment: str
    default: Any = None
    example: Any = None
    choices: tuple[str, ...] = ()
    low: int = 0
    high: int = 0
    of_articles: bool = False


def setting(kind: Kind, comment: str, *, default: Any = None, example: Any = None, **more: Any) -> Any:
    """Return a dataclass field that is a setting, as `Setting` describes it; a folder has no default in the class."""
    described = Setting(
        kind=kind, comment=comment, default=default, example=default if example is None else example, **more
    )
    metadata = {"setting": described}
    if kind == "targets":
        return field(default_factory=dict, metadata=metadata, repr=False)  # the pages don't depend on it
    if kind == "folder":
        return field(metadata=metadata)
    if isinstance(default, Mapping):
        return field(default_factory=dict, metadata=metadata)
    return field(default=default, metadata=metadata)


@dataclass(frozen=True, slots=True, kw_only=True)
class MenuLink:
    """An entry of the menu that `site.toml` sets.

    Attributes:
        to: a path of the site in every view (`/contact/`), or an address of somewhere else.
        names: in each language; empty for the name of the page that it leads to.
    """

    to: str
    names: Names


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What `site.toml` says of an author beside the name.

    Attributes:
        about: who that is, in a sentence; empty where nothing is said.
        picture: a path below `static`, or None.
    """

    about: Names
    picture: str | None
