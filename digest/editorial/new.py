"""A new article file: its name, its first lines, and the file itself."""

from datetime import date
from pathlib import Path

from digest.config import Config
from digest.content.addresses import file_slug
from digest.errors import DigestError, Problem
from digest.files import make_file
from digest.messages import nearest
from digest.model import PAGES, Lang

_HEADER = {
    "ar": {"title": "العنوان", "date": "التاريخ", "section": "القسم", "draft": "مسودة"},
    "en": {"title": "Title", "date": "Date", "section": "Section", "draft": "Draft"},
}
_YES = {"ar": "نعم", "en": "yes"}
_FIRST_LINE = {"ar": "هنا يبدأ النص.", "en": "The text begins here."}


def file_name(title: str, day: date | None, *, markdown: bool) -> str:
    """Return the name of an article's file: its date, its title as a part of an address, its suffix.

    One without a date is that of a page, below the content folder.
    """
    name = file_slug(title.lower())[:80].strip("-.") or ("article" if day else "page")
    return f"{f'{day:%Y-%m-%d}-' if day else PAGES}{name}.{'md' if markdown else 'txt'}"


def first_lines(title: str, day: date | None, lang: Lang, section: str | None, *, markdown: bool) -> str:
    """Return the text of a new file: a header (front matter in Markdown) and a first paragraph to replace.

    It is a draft, which no build publishes before its author takes that line out.
    """
    title, section = (" ".join((value or "").split()) for value in (title, section))
    values = {"title": title, "date": f"{day:%Y-%m-%d}" if day else "", "section": section, "draft": _YES[lang]}
    if markdown:
        front = [f"{key}: {_yaml(value)}" for key, value in values.items() if value]
        return "\n".join(["---", *front, "---", "", _FIRST_LINE[lang], ""])
    header = [f"{_HEADER[lang][key]}: {value}" for key, value in values.items() if value]
    return "\n".join([*header, "", _FIRST_LINE[lang], ""])


def section_problem(section: str, config: Config, path: str) -> Problem | None:
    """Return a warning when a section is none of those that `site.toml` names, where it names any."""
    known = [*config.sections, *(name for names in config.sections.values() for name in names.values())]
    if not known or section.casefold() in map(str.casefold, known):
        return None
    hint = nearest(section, known) or f"`site.toml` has {', '.join(f'`{key}`' for key in config.sections)}"
    return Problem(f"`{section}` is not a section of the site yet", path, hint)


def create(file: Path, text: str, path: str, content: Path) -> None:
    """Make a file of the content folder, and the folders that it lies in; `path` is what an error calls it.

    Raises `DigestError` when there is a file of its name already, which stays as it is, or it can't be written: then
    there is none.
    """
    try:
        body = text.encode()
    except UnicodeEncodeError:
        raise DigestError("the title or the section is not UTF-8 text", path, "type it in UTF-8") from None
    make_file(file, body, path, within=content, hint="choose another title")


def _yaml(value: str) -> str:
    """Return a value as YAML: quoted, so that no title can be anything but text."""
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
