"""A new article file: its name and its first lines."""

from datetime import date

from digest.content.article import file_slug
from digest.model import Lang

_HEADER = {
    "ar": {"title": "العنوان", "date": "التاريخ", "section": "القسم", "tags": "الوسوم"},
    "en": {"title": "Title", "date": "Date", "section": "Section", "tags": "Tags"},
}
_FIRST_LINE = {"ar": "هنا يبدأ النص.", "en": "The text begins here."}


def file_name(title: str, day: date, *, markdown: bool) -> str:
    """Return the name of an article's file: its date, its title as a part of an address, its suffix."""
    name = file_slug(title.lower())[:80].strip("-.") or "article"
    return f"{day:%Y-%m-%d}-{name}.{'md' if markdown else 'txt'}"


def first_lines(title: str, day: date, lang: Lang, section: str | None, *, markdown: bool) -> str:
    """Return the text of a new file: a header (front matter in Markdown) and a first paragraph to replace."""
    title, section = (" ".join((value or "").split()) for value in (title, section))
    values = {"title": title, "date": f"{day:%Y-%m-%d}", "section": section, "tags": ""}
    if markdown:
        front = [f"{key}: {_yaml(value)}" for key, value in values.items() if value]
        return "\n".join(["---", *front, "---", "", _FIRST_LINE[lang], ""])
    header = [f"{_HEADER[lang][key]}: {value}" for key, value in values.items() if value]
    return "\n".join([*header, "", _FIRST_LINE[lang], ""])


def _yaml(value: str) -> str:
    """Return a value as YAML: quoted, so that no title can be anything but text."""
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
