"""The text of `site.toml` → values of settings. Every mistake is noted, with its line and the nearest valid key."""

import difflib
import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any, cast
from zoneinfo import ZoneInfo, available_timezones

from digest.errors import DigestError, Problem
from digest.messages import nearest
from digest.model import LANGS, Lang
from digest.publish_target import METHODS, Method, PublishTarget, target_settings
from digest.settings import FILE, MenuLink, Names, Profile, Setting
from digest.web_address import address_parts, base_parts, is_tag_uri

_HEADER = re.compile(r"\s*\[+\s*([^\]]+?)\s*\]")
_SETTING = re.compile(r"\s*([\w.\"' -]+?)\s*=")
_UNQUOTED = re.compile(r"[\"'\s]")
_USER = re.compile(r"[^/]*//[^/]*@")
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Characters that no text of a page may hold: controls, and marks of direction that reach beyond the text."""
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_KEY = re.compile(r"[A-Za-z0-9-]{8,128}")
"""The IndexNow protocol: what a key is made of."""
_SLUG = re.compile(r"[\w+#-]+(?:\.[\w+#-]+)*")

_FONT = re.compile(r"[\w.-]+(?:/[\w.-]+)*\.woff2", re.IGNORECASE)
_WEIGHTS = 2
"""Files of a font at most: regular and bold."""
_COLOUR = re.compile(r"#[0-9a-f]{6}", re.IGNORECASE)
_SOURCE = re.compile(
    r"https://(?:\*\.)?[\w-]+(?:\.[\w-]+)*(?::\d+)?(?:/[\w./~%-]*)?|"
    r"'(?:sha(?:256|384|512)-[\w+/=-]+|unsafe-inline)'|data:|blob:",
    re.ASCII,
)
_MENU_ADDRESS = re.compile(r"(?:/(?!/)|https?://|mailto:)[^\s\\<>\"]*")


def table_of(text: str) -> dict[str, Any]:
    """Return what a text says as TOML. Raises `DigestError` with the line where it is none."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _syntax_error(error, text) from None
    except RecursionError:
        raise DigestError("it is not TOML: it is nested too deeply", FILE) from None


def _syntax_error(error: tomllib.TOMLDecodeError, text: str) -> DigestError:
    message = str(error)
    place = re.search(r"\(at line (\d+), column (\d+)\)", message)
    line, column = (int(place[1]), int(place[2])) if place else (text.count("\n") + 1, 1)
    lines = text.splitlines()
    excerpt = lines[line - 1].strip() if line <= len(lines) else ""
    if message.startswith("Cannot "):  # overwrite a value, declare a table twice, redefine or mutate a namespace
        key, first = _set_again(lines[:line])
        hint = f"it is set in line {first} too: keep one of the two" if first else "keep one of the two"
        return DigestError(f"`{key}` is set twice" if key else "it is set twice", f"{FILE}:{line}", hint, excerpt)
    return DigestError(
        f"it is not TOML: {message.split(' (at')[0].lower()}",
        f"{FILE}:{line}:{column}",
        "strings stand in double quotes, and each setting on a line of its own",
        excerpt,
    )


def _set_again(lines: list[str]) -> tuple[str, int]:
    """Return the dotted key that the last line sets, and the line (from 1) before it that sets it too, or 0."""
    first: dict[str, int] = {}
    table = key = ""
    for number, line in enumerate(lines, 1):
        if header := _HEADER.match(line):
            key = table = _UNQUOTED.sub("", header[1])
        elif setting := _SETTING.match(line):
            key = ".".join(filter(None, (table, _UNQUOTED.sub("", setting[1]))))
        else:
            key = ""
        if number < len(lines):
            first.setdefault(key, number)
    parents = (key.rsplit(".", depth)[0] for depth in range(key.count(".") + 1))
    return key, next((first[parent] for parent in parents if parent in first), 0) if key else 0


class SettingsReader:
    """The values of one `site.toml`, checked one by one.

    Attributes:
        problems: every mistake.
        profiles: what is said of authors beside their names, by slug.
    """

    def __init__(self, text: str, settings: Iterable[Setting]) -> None:
        """Read a text by these settings, or with an empty text single values."""
        self._settings = {each.key: each for each in settings}
        self.lines = text.splitlines()
        self.problems: list[Problem] = []
        self.profiles: dict[str, Profile] = {}

    def read(self, data: dict[str, Any]) -> dict[str, Any]:
        """Return the value of each setting that is set."""
        values = {}
        for key, value in data.items():
            if key not in self._settings:
                self.problem(f"`{key}` is not a setting", key, nearest(key, self._settings))
            else:
                values[key] = self.value(self._settings[key], value)
        return values

    def value(self, setting: Setting, value: object) -> Any:
        """Return the value of a setting; one that is wrong is noted, and another stands in its place."""
        match setting.kind:
            case "address":
                return self.address(setting.key, value)
            case "link":
                return self.web_address(setting, value)
            case "id":
                return self.id(setting, value)
            case "key":
                return self.key(setting.key, value)
            case "contact":
                return self.contact(setting.key, value)
            case "text" | "folder":
                return self.text(setting.key, value)
            case "texts":
                return self.texts(setting.key, value)
            case "boolean":
                return self.boolean(setting.key, value)
            case "number":
                return self.number(setting, value)
            case "score":
                return self.score(setting.key, value)
            case "choice":
                return self.one_of(setting, value)
            case "zone":
                return self.zone(setting.key, value)
            case "colour":
                return self.colour(setting, value)
            case "sources":
                return self.sources(setting, value)
            case "names":
                return self.names(setting.key, value)
            case "terms":
                return self.terms(setting.key, value)
            case "people":
                return self.people(setting.key, value)
            case "fonts":
                return self.fonts(setting, value)
            case "links":
                return self.links(setting.key, value)
            case "targets":
                return self.targets(setting.key, value)

    def problem(self, problem: str, key: str, hint: str = "") -> None:
        if key.startswith("--"):  # a flag of the command line, which no file sets
            self.problems.append(Problem(problem, hint=hint))
            return
        line = self.line_of(key)
        where = f"{FILE}:{line}" if line else FILE
        self.problems.append(Problem(problem, where, hint, self.lines[line - 1].strip() if line else ""))

    def line_of(self, key: str) -> int:
        """Return the line (from 1) that sets a dotted key or opens its table; 0 when there is none."""
        table, _, last = key.rpartition(".")
        quoted = rf"[\"']?{re.escape(last)}[\"']?"
        current = ""
        for number, line in enumerate(self.lines, 1):
            if header := _HEADER.match(line):
                current = _UNQUOTED.sub("", header[1])
                if current == key:
                    return number
            elif current == table and re.match(rf"\s*{quoted}\s*[.=]", line):
                return number
        return self.line_of(table) if table else 0

    def address(self, key: str, value: object) -> str:
        parts = address_parts(value) if isinstance(value, str) else None
        if not isinstance(value, str) or not parts or parts.scheme not in ("http", "https") or not parts.netloc:
            hint = "as in `https://news.example.org/` or with a path"
            if isinstance(value, str) and _USER.match(value):
                hint = "leave out what stands before the `@`: all links would show it"
            self.problem(f"`{key}` is not a web address: `{value}`", key, hint)
            return "http://localhost/"
        if parts.query or parts.fragment:
            self.problem(f"`{key}` has a query or a fragment: `{value}`", key, "end it after the path")
        return value if value.endswith("/") else value + "/"

    def web_address(self, setting: Setting, value: object) -> str:
        if isinstance(value, str):
            parts = address_parts(value)
            if parts and parts.scheme in ("http", "https"):
                return value
        self.problem(f"`{setting.key}` is not a web address: `{value}`", setting.key, f"as in `{setting.example}`")
        return ""

    def id(self, setting: Setting, value: object) -> str:
        if isinstance(value, str) and value.lower().startswith(("http://", "https://")):
            return "".join(base_parts(self.address(setting.key, value)))
        if isinstance(value, str) and is_tag_uri(value):
            return value
        hint = f"as in `{setting.example}`, or an address of the site"
        self.problem(f"`{setting.key}` is not a `tag:` URI: `{value}`", setting.key, hint)
        return ""

    def key(self, key: str, value: object) -> str:
        if isinstance(value, str) and _KEY.fullmatch(value):
            return value
        self.problem(f"`{key}` takes 8 to 128 letters, digits and hyphens, not `{value}`", key)
        return ""

    def contact(self, key: str, value: object) -> str:
        if isinstance(value, str):
            parts = address_parts(value)
            if _MAIL.fullmatch(value) or (parts and parts.scheme in ("http", "https") and parts.netloc):
                return value
        hint = "as in `desk@news.example.org` or `https://tracker.example.org/issues/new`"
        self.problem(f"`{key}` is neither a mail address nor a web address: `{value}`", key, hint)
        return ""

    def text(self, key: str, value: object) -> str:
        if isinstance(value, str) and value.strip() and not _CONTROLS.search(value):
            return value
        self.problem(f"`{key}` takes text, not `{value}`", key)
        return ""

    def texts(self, key: str, value: object) -> tuple[str, ...]:
        if isinstance(value, list) and all(isinstance(item, str) and item.strip() for item in value):
            return tuple(value)
        self.problem(f"`{key}` takes a list of texts, not `{value}`", key, f'as in `{key} = ["…", "…"]`')
        return ()

    def boolean(self, key: str, value: object) -> bool:
        if not isinstance(value, bool):
            unquoted = str(value).strip().lower()
            hint = f"without quotation marks: `{key} = {unquoted}`" if unquoted in ("true", "false") else ""
            self.problem(f"`{key}` takes `true` or `false`, not `{_as_toml(value)}`", key, hint)
        return bool(value)

    def number(self, setting: Setting, value: object) -> int:
        if isinstance(value, int) and not isinstance(value, bool) and setting.low <= value <= setting.high:
            return value
        key, low, high = setting.key, setting.low, setting.high
        number = int(value) if isinstance(value, str) and value.strip().isdecimal() else 0
        hint = f"without quotation marks: `{key} = {number}`" if low <= number <= high else ""
        self.problem(f"`{key}` takes a whole number from {low} to {high}, not `{_as_toml(value)}`", key, hint)
        return setting.low

    def score(self, key: str, value: object) -> float:
        if isinstance(value, int | float) and not isinstance(value, bool) and -100 <= value <= 0:
            return float(value)
        self.problem(f"`{key}` takes a number from -100 to 0, not `{value}`", key, "scores are mean log-probabilities")
        return 0.0

    def one_of(self, setting: Setting, value: object) -> str:
        if value in setting.choices:
            return str(value)
        listed = ", ".join(f"`{choice}`" for choice in setting.choices)
        hint = nearest(str(value), setting.choices)
        self.problem(f"`{setting.key}` takes one of {listed}, not `{value}`", setting.key, hint)
        return setting.choices[0]

    def zone(self, key: str, value: object) -> str:
        with suppress(TypeError, ValueError, LookupError, OSError):
            return ZoneInfo(value).key  # type: ignore[arg-type]
        self.problem(f"`{value}` is not a time zone", key, _nearest_zone(str(value)) or 'as in `"Africa/Tunis"`')
        return "UTC"

    def names(self, key: str, value: object) -> Names:
        """Read a name in each language; plain text serves both."""
        if isinstance(value, str):
            return self.names(key, dict.fromkeys(LANGS, value))
        if not isinstance(value, dict):
            self.problem(f"`{key}` takes a text in each language, not `{value}`", key, 'as in `ar = "…"`')
            return {}
        for lang, name in value.items():
            if lang not in LANGS:
                self.problem(f"`{lang}` is not a language of this site", f"{key}.{lang}", "use `ar` and `en`")
            elif not isinstance(name, str):
                self.problem(f"`{key}.{lang}` takes text, not `{name}`", f"{key}.{lang}")
            elif _CONTROLS.search(name):
                self.problem(f"`{key}.{lang}` holds control characters", f"{key}.{lang}", "write it anew")
        texts = {lang: value[lang].strip() for lang in LANGS if isinstance(value.get(lang), str)}
        return {lang: text for lang, text in texts.items() if text}

    def terms(self, key: str, value: object) -> Mapping[str, Names]:
        if not isinstance(value, dict):
            self.problem(f"`{key}` takes a table of names", key, f'as in `[{key}.economy]` and `ar = "…"`')
            return {}
        terms = {}
        for written, names in value.items():
            slug = unicodedata.normalize("NFC", written)
            if not _SLUG.fullmatch(slug):
                hint = "use letters, digits and hyphens"
                self.problem(f"`{slug}` can't stand in an address", f"{key}.{written}", hint)
            elif slug in terms:
                self.problem(f"`{slug}` stands twice, in two Unicode forms", f"{key}.{written}", "keep one of them")
            terms[slug] = self.names(f"{key}.{written}", names)
        return terms

    def people(self, key: str, value: object) -> Mapping[str, Names]:
        """Read names as of terms; what else is said of a person is added to `profiles`."""
        if not isinstance(value, dict):
            return self.terms(key, value)
        names: dict[str, object] = {}
        for slug, person in value.items():
            names[slug] = person
            if isinstance(person, dict):
                names[slug] = {name: each for name, each in person.items() if name not in ("about", "picture")}
                about, picture = person.get("about"), person.get("picture")
                self.profiles[unicodedata.normalize("NFC", slug)] = Profile(
                    about={} if about is None else self.names(f"{key}.{slug}.about", about),
                    picture=None if picture is None else self.text(f"{key}.{slug}.picture", picture),
                )
        return self.terms(key, names)

    def fonts(self, setting: Setting, value: object) -> Mapping[Lang, tuple[str, ...]]:
        key = setting.key
        if not isinstance(value, dict):
            self.problem(f"`{key}` takes files for each language, not `{value}`", key, 'as in `ar = "fonts/ar.woff2"`')
            return {}
        fonts: dict[Lang, tuple[str, ...]] = {}
        for lang, named in value.items():
            files = [named] if isinstance(named, str) else named
            if lang not in LANGS:
                self.problem(f"`{lang}` is not a language of this site", f"{key}.{lang}", "use `ar` and `en`")
            elif not isinstance(files, list) or not 1 <= len(files) <= _WEIGHTS or not all(map(_is_font, files)):
                hint = "one file with all weights, or a list of two, regular and bold"
                self.problem(f"`{key}.{lang}` takes WOFF2 files, not `{named}`", f"{key}.{lang}", hint)
            else:
                fonts[lang] = tuple(files)
        return fonts

    def colour(self, setting: Setting, value: object) -> str:
        if isinstance(value, str) and _COLOUR.fullmatch(value):
            return value.lower()
        self.problem(f"`{setting.key}` is not a colour: `{value}`", setting.key, f'as in `"{setting.example}"`')
        return ""

    def sources(self, setting: Setting, value: object) -> tuple[str, ...]:
        texts = self.texts(setting.key, value)
        for text in texts:
            if not _SOURCE.fullmatch(text):
                hint = "as in `https://stats.example.org` or `'sha256-…'`"
                self.problem(f"`{setting.key}` takes no `{text}`", setting.key, hint)
        return texts

    def links(self, key: str, value: object) -> Mapping[str, MenuLink]:
        if not isinstance(value, dict) or not all(isinstance(values, dict) for values in value.values()):
            self.problem(
                f"`{key}` takes a table for each entry, not `{value}`",
                key,
                f'as in `[{key}.contact]` and `to = "/contact/"`',
            )
            return {}
        return {name: self.link(f"{key}.{name}", values) for name, values in value.items()}

    def link(self, key: str, values: dict[str, object]) -> MenuLink:
        names = {name: value for name, value in values.items() if name != "to"}
        for name in names:
            if name not in LANGS:
                self.problem(f"`{name}` is not a setting of the menu", f"{key}.{name}", "it takes `to`, `ar` and `en`")
        to = values.get("to")
        if not isinstance(to, str) or not _MENU_ADDRESS.fullmatch(to):
            hint = "a path that begins with `/`, as in `/contact/`, or an address with `https:` or `mailto:`"
            self.problem(f"`{key}` does not say where it leads", f"{key}.to", hint)
            to = "/"
        elif not to.startswith("/") and not names:
            self.problem(f"`{key}` has no name", key, 'as in `en = "Radio"`')
        return MenuLink(to=to, names=self.names(key, {lang: names[lang] for lang in LANGS if lang in names}))

    def targets(self, key: str, value: object) -> Mapping[str, PublishTarget]:
        if not isinstance(value, dict) or not all(isinstance(values, dict) for values in value.values()):
            self.problem(f"`{key}` takes a table for each target", key, f'as in `[{key}.pages]` and `method = "git"`')
            return {}
        return {name: self.target(f"{key}.{name}", values) for name, values in value.items()}

    def target(self, key: str, values: dict[str, object]) -> PublishTarget:
        method = self.one_of(
            Setting(key=f"{key}.method", kind="choice", comment="", choices=METHODS), values.get("method")
        )
        settings = {each.key: each for each in target_settings(method)}
        checked = {}
        for name, value in values.items():
            if name == "method":
                continue
            if name not in settings:
                hint = nearest(name, settings) or f"`{method}` takes {', '.join(f'`{each}`' for each in settings)}"
                self.problem(f"`{name}` is not a setting of `{method}`", f"{key}.{name}", hint)
            else:
                checked[name] = self.value(replace(settings[name], key=f"{key}.{name}"), value)
        if "to" not in values:
            self.problem(f"`{key}` does not say where to publish", key, 'as in `to = "…"`')
        return PublishTarget(method=cast("Method", method), **({"to": ""} | checked))


def _is_font(value: object) -> bool:
    return isinstance(value, str) and bool(_FONT.fullmatch(value)) and ".." not in value.split("/")


def _as_toml(value: object) -> str:
    """Return a value of a wrong kind as `site.toml` would write it, for a message."""
    return f'"{value}"' if isinstance(value, str) else str(value).lower() if isinstance(value, bool) else str(value)


def _nearest_zone(name: str) -> str:
    """Return a hint that names the time zone meant: by its city alone, or misspelt."""
    zones = sorted(available_timezones())
    cities = {zone.rpartition("/")[2].casefold(): zone for zone in zones if "/" in zone}
    city = name.strip().replace(" ", "_").casefold()
    if city not in cities:
        near = difflib.get_close_matches(city, cities, 1, 0.8)
        return nearest(name, zones) or (f"did you mean `{cities[near[0]]}`?" if near else "")
    return f"did you mean `{cities[city]}`?"
