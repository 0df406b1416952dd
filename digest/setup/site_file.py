"""The settings as texts: a `site.toml` that shows all of them, a JSON schema of it for editors, and a table."""

import json
import textwrap
from collections.abc import Iterator, Mapping
from typing import Any

from digest.config import SETTINGS
from digest.model import LANGS
from digest.publish_target import METHODS, target_settings
from digest.settings import FILE, Setting

_TABLES = ("names", "terms", "people", "fonts", "links", "targets")
"""The kinds of which a setting is a table of its own; TOML wants them after the others."""

_WIDTH = 118


def site_toml(values: Mapping[str, Any]) -> str:
    """Return the text of a `site.toml` that sets some values, by key, and shows every other setting as a comment.

    A setting that is not set stands there with its default, or with an example where the default is nothing.
    """
    first = "# The settings of the site. `digest build` reads this file; every path in it is relative to this folder.\n"
    return "\n".join([first, *(_entry(each, values.get(each.key)) for each in _ordered())])


def json_schema() -> dict[str, Any]:
    """Return a JSON schema (draft-07) of `site.toml`, by which editors complete and check it."""
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": FILE,
        "description": "The settings of a site made with digest.",
        "type": "object",
        "additionalProperties": False,
        "properties": {each.key: _property(each) for each in _ordered()},
    }


def reference() -> str:
    """Return a Markdown table of all settings."""
    rows = (f"| `{each.key}` | {_values(each)} | {_default(each)} | {each.comment} |\n" for each in _ordered())
    return "| setting | takes | default | |\n| --- | --- | --- | --- |\n" + "".join(rows)


def _ordered() -> list[Setting]:
    return sorted(SETTINGS, key=lambda each: each.kind in _TABLES)


def _entry(setting: Setting, value: Any) -> str:
    """Return a setting as it stands in the file: its comment, then its line or table."""
    comment = textwrap.indent(textwrap.fill(f"{setting.comment}{_choices(setting)}", _WIDTH), "# ")
    lines = "\n".join(_lines(setting.key, setting.example if value is None else value))
    return f"{comment}\n{textwrap.indent(lines, '# ', _is_written) if value is None else lines}\n"


def _is_written(line: str) -> bool:
    return line != "\n"


def _choices(setting: Setting) -> str:
    listed = ", ".join(_value(choice) for choice in setting.choices)
    return (
        f" One of {listed}."
        if listed and not any(f"`{choice}`" in setting.comment for choice in setting.choices)
        else ""
    )


def _lines(key: str, value: Any) -> Iterator[str]:
    """Yield the lines of TOML that set a key."""
    if not isinstance(value, Mapping):
        yield f"{key} = {_value(value)}"
        return
    plain = {name: each for name, each in value.items() if not isinstance(each, Mapping)}
    if plain or not value:
        yield f"[{key}]"
        for name, each in plain.items():
            yield f"{name} = {_value(each)}"
    for place, (name, each) in enumerate((name, each) for name, each in value.items() if name not in plain):
        if place:
            yield ""
        yield from _lines(f"{key}.{name}", each)


def _value(value: Any) -> str:
    """Return a value as TOML."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)  # a string of JSON is one of TOML
    if isinstance(value, tuple | list):
        return f"[{', '.join(map(_value, value))}]"
    return str(value)


def _property(setting: Setting) -> dict[str, Any]:
    described: dict[str, Any] = {"description": setting.comment, **_type(setting)}
    if setting.kind in _TABLES:
        return described
    if setting.default is not None:
        described["default"] = setting.default
    if setting.example != setting.default:
        described["examples"] = [setting.example]
    return described


def _type(setting: Setting) -> dict[str, Any]:
    names = {
        "anyOf": [
            {"type": "string"},
            {
                "type": "object",
                "additionalProperties": False,
                "properties": {lang: {"type": "string"} for lang in LANGS},
            },
        ]
    }
    match setting.kind:
        case "address" | "link":
            return {"type": "string", "pattern": "^https?://"}
        case "key":
            return {"type": "string", "pattern": "^[A-Za-z0-9-]{8,128}$"}
        case "id":
            return {"type": "string", "pattern": "^(tag:|https?://)"}
        case "text" | "zone" | "contact" | "folder":
            return {"type": "string", "minLength": 1}
        case "texts":
            return {"type": "array", "items": {"type": "string", "minLength": 1}}
        case "boolean":
            return {"type": "boolean"}
        case "number":
            return {"type": "integer", "minimum": setting.low, "maximum": setting.high}
        case "score":
            return {"type": "number", "minimum": -100, "maximum": 0}
        case "choice":
            return {"enum": list(setting.choices)}
        case "colour":
            return {"type": "string", "pattern": "^#[0-9A-Fa-f]{6}$"}
        case "sources":
            return {"type": "array", "items": {"type": "string", "minLength": 1}}
        case "names":
            return names
        case "links":
            return {"type": "object", "additionalProperties": _LINK}
        case "terms":
            return {"type": "object", "additionalProperties": names}
        case "people":
            text = {"type": "string", "minLength": 1}
            properties = {**dict.fromkeys(("picture", *LANGS), text), "about": names}
            person = {"type": "object", "additionalProperties": False, "properties": properties}
            return {"type": "object", "additionalProperties": {"anyOf": [{"type": "string"}, person]}}
        case "fonts":
            file = {"type": "string", "minLength": 1}
            files = {"anyOf": [file, {"type": "array", "items": file, "minItems": 1, "maxItems": 2}]}
            return {"type": "object", "additionalProperties": False, "properties": dict.fromkeys(LANGS, files)}
        case "targets":
            return {"type": "object", "additionalProperties": {"oneOf": [_target(method) for method in METHODS]}}


_LINK = {
    "type": "object",
    "additionalProperties": False,
    "required": ["to"],
    "properties": {name: {"type": "string", "minLength": 1} for name in ("to", *LANGS)},
}


def _target(method: str) -> dict[str, Any]:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": ["method", "to"],
        "properties": {"method": {"const": method}, **{each.key: _property(each) for each in target_settings(method)}},
    }


def _values(setting: Setting) -> str:
    """Return in words which values a setting takes."""
    match setting.kind:
        case "address" | "link":
            return "a web address"
        case "key":
            return "8 to 128 letters, digits and hyphens"
        case "id":
            return "a `tag:` URI, or a web address"
        case "contact":
            return "a mail or web address"
        case "text":
            return "text"
        case "texts":
            return "a list of texts"
        case "boolean":
            return "`true` or `false`"
        case "number":
            return f"a number from {setting.low} to {setting.high}"
        case "score":
            return "a number from -100 to 0"
        case "choice":
            return ", ".join(f'`"{choice}"`' for choice in setting.choices)
        case "zone":
            return "a time zone"
        case "folder":
            return "a folder"
        case "names":
            return "a text in each language"
        case "colour":
            return "a colour as `#rrggbb`"
        case "sources":
            return "a list of addresses"
        case "terms":
            return "a table of names"
        case "people":
            return "a table of names, each with `about` and `picture`"
        case "fonts":
            return "one or two files for each language"
        case "links":
            return "a table of entries"
        case "targets":
            return "a table of targets"


def _default(setting: Setting) -> str:
    default = setting.example if setting.kind == "folder" else setting.default
    return "" if default is None or default in ((), {}) else f"`{_value(default)}`"
