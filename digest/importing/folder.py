"""A folder of HTML pages, or of Markdown with the front matter of Hugo, Jekyll and the like."""

import json
import re
import reprlib
import tomllib
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from digest.content.text_input import decode_any
from digest.errors import DigestError, Problem
from digest.files import read_bytes
from digest.importing.html_to_markdown import plain
from digest.importing.item import Found, Item, language, library
from digest.importing.template_markup import to_plain_markdown
from digest.plain_yaml import read_yaml

_MARKDOWN = (".md", ".markdown", ".mdown", ".mkd")
_HTML = (".html", ".htm", ".xhtml")
_FRONT = re.compile(
    r"\A\ufeff?(?P<fence>---|\+\+\+)[ \t]*\r?\n(?P<body>.*?)^(?P=fence)[ \t]*\r?$\n?", re.DOTALL | re.MULTILINE
)
_JSON_FRONT = re.compile(r"\A\ufeff?\{\s*(?:\"|\})")
_NAMED = re.compile(r"(?P<day>\d{4}-\d\d-\d\d)-(?P<rest>.+)")
_LANG_SUFFIX = re.compile(r"(?P<stem>.+)\.(?P<lang>ar|en)$")
_MAX_BYTES = 16 * 2**20
_SHORT = reprlib.Repr()
"""Of a value in a value: so deep as a program may nest them, that none can be."""
_SHORT.maxlevel, _SHORT.maxlist, _SHORT.maxdict, _SHORT.maxstring = 4, 20, 20, 200
_CHANGED = ("lastmod", "updated", "last_modified_at", "modified")
_USED = (
    "title date publishdate lastmod updated last_modified_at modified tags keywords categories category section author",
    "authors slug url permalink aliases redirect_from draft published description summary excerpt lang language layout",
    "type translationkey ref image cover featured_image thumbnail",
)
"""The names of foreign front matter that have a place in ours."""


def read_folder(folder: Path) -> Found:
    """Yield the articles of a folder and of those in it, in the order of their paths."""
    files = [file for file in sorted(folder.rglob("*")) if file.is_file() and not _hidden(file, folder)]
    articles = [file for file in files if file.suffix.lower() in (*_MARKDOWN, *_HTML)]
    if not articles:
        raise DigestError("there is no HTML or Markdown in it", str(folder), "name the folder of the articles")
    for file in articles:
        shown = file.relative_to(folder).as_posix()
        try:
            text = decode_any(read_bytes(file, shown, within=folder, limit=_MAX_BYTES), shown).text
            if file.suffix.lower() in _MARKDOWN:
                yield from _markdown(text, file, shown)
            else:
                yield _html(text, file, shown)
        except DigestError as error:
            yield from error.problems


def _hidden(file: Path, folder: Path) -> bool:
    return any(part.startswith((".", "_")) and part != "_posts" for part in file.relative_to(folder).parts)


def _markdown(text: str, file: Path, shown: str) -> Found:
    front, body = _front_matter(text, shown)
    body, odd = to_plain_markdown(body)
    for name in odd:
        yield Problem(f"the shortcode `{name}`", shown, "it is left out of the text")
    stem, lang = file.stem, ""
    if named := _LANG_SUFFIX.fullmatch(stem):  # Hugo: `post.en.md`
        stem, lang = named["stem"], named["lang"]
    if stem in ("index", "_index", "README"):
        stem = file.parent.name
    day = _NAMED.fullmatch(stem)
    title = _one(front, "title")
    heading = re.search(r"^#\s+(.+?)\s*#*$", body, re.MULTILINE)
    if heading and (not title or (heading[1] == title and not body[: heading.start()].strip())):
        title, body = heading[1], body[: heading.start()] + body[heading.end() :]
    published, used = front.get("published"), " ".join(_USED).split()
    address = _one(front, "url", "permalink")
    yield Item(
        where=shown,
        title=title or (day["rest"] if day else stem).replace("-", " "),
        markdown=body.strip() + "\n",
        name=_one(front, "slug") or (day["rest"] if day else stem),
        date=_date(front.get("date") or front.get("publishdate") or (day["day"] if day else None)),
        updated=_date(next((front[key] for key in _CHANGED if key in front), None)),
        lang=language(_one(front, "lang", "language") or lang),
        group=_one(front, "translationkey", "ref") or (f"{file.parent}/{stem}" if lang else ""),
        section=next(iter(_many(front, "categories", "category", "section")), ""),
        tags=tuple(dict.fromkeys((*_many(front, "tags", "keywords"), *_many(front, "categories")[1:]))),
        authors=tuple(_many(front, "authors", "author")),
        standfirst=_one(front, "description", "summary", "excerpt"),
        address=address if address.startswith(("/", "http")) and ":" not in address.partition("//")[2] else "",
        aliases=tuple(_many(front, "aliases", "redirect_from")),
        image=_picture(front),
        draft=front.get("draft") is True or published is False,
        page=_one(front, "layout", "type") == "page",
        others={key: _said(each) for key, each in front.items() if key not in used and each not in (None, "", [])},
        folder=file.parent,
        file=file,
    )


def _front_matter(text: str, shown: str) -> tuple[Mapping[str, Any], str]:
    if _JSON_FRONT.match(text):
        return _json_front_matter(text, shown)
    match = _FRONT.match(text)
    if not match:
        return {}, text
    try:
        front = tomllib.loads(match["body"]) if match["fence"] == "+++" else read_yaml(match["body"])
    except (RecursionError, ValueError):
        raise DigestError("its front matter can't be read", shown, "it is left out; mend it there") from None
    front = front if isinstance(front, dict) else {}
    return {str(key).lower(): value for key, value in front.items()}, text[match.end() :]


def _json_front_matter(text: str, shown: str) -> tuple[Mapping[str, Any], str]:
    text = text.lstrip("\ufeff")
    try:
        front, end = json.JSONDecoder().raw_decode(text)
    except (ValueError, RecursionError):
        raise DigestError("its front matter can't be read", shown, "it is left out; mend it there") from None
    return {str(key).lower(): value for key, value in front.items()}, text[end:]


def _picture(front: Mapping[str, Any]) -> str:
    """Return the address of the picture that stands for an article, as themes and plugins name it."""
    for key in ("image", "cover", "featured_image", "thumbnail"):
        value = front.get(key)
        value = (
            next((value[name] for name in ("image", "path", "src") if name in value), "")
            if isinstance(value, dict)
            else value
        )
        if isinstance(value, str) and value.strip():
            return value.strip()
    return ""


def _said(value: object) -> str:
    """Return a value of a foreign head in a line."""
    return _SHORT.repr(value) if isinstance(value, dict | list) else str(value)


def _one(front: Mapping[str, Any], *keys: str) -> str:
    return next((" ".join(str(front[key]).split()) for key in keys if isinstance(front.get(key), str | int)), "")


def _many(front: Mapping[str, Any], *keys: str) -> list[str]:
    for key in keys:
        value = front.get(key)
        if isinstance(value, str) and value.strip():
            parts = value.split(",") if "," in value else [value]
            return [part.strip() for part in parts if part.strip()]
        if isinstance(value, list) and value:
            names = [each.get("name", "") if isinstance(each, dict) else each for each in value]
            return [str(name).strip() for name in names if isinstance(name, str | int | float)]
    return []


def _date(value: object) -> date | datetime | None:
    if isinstance(value, datetime):
        if value.tzinfo:
            return value
        return value.replace(tzinfo=UTC) if value.time() != datetime.min.time() else value.date()
    if isinstance(value, date):
        return value
    if not isinstance(value, str | int):
        return None
    try:
        text = re.sub(r" ([+-]\d\d):?(\d\d)$", r"\1:\2", str(value).strip())
        return date.fromisoformat(text) if len(text) == 10 else _date(datetime.fromisoformat(text))
    except ValueError:
        return None


def _html(text: str, file: Path, shown: str) -> Item:
    parsing = library("lxml.html")
    if not text.strip():
        raise DigestError("it is empty", shown, "it is left out")
    root = parsing.document_fromstring(text.encode("utf-8", "replace"), parser=parsing.HTMLParser(encoding="utf-8"))
    meta = {
        str(each.get("property") or each.get("name") or "").lower(): str(each.get("content") or "")
        for each in root.iter("meta")
    }
    body = next((each for path in _TEXTS if (each := root.find(path)) is not None), root)
    for gone in [each for name in ("nav", "aside", "footer", "header", "form") for each in body.iter(name)]:
        if gone.getparent() is not None and gone.find(".//h1") is None:
            gone.drop_tree()
    heading = body.find(".//h1") if body.find(".//h1") is not None else root.find(".//h1")
    title = " ".join("".join(heading.itertext()).split()) if heading is not None else ""
    if heading is not None and heading.getparent() is not None:
        heading.drop_tree()
    moment = next((each.get("datetime") for each in root.iter("time") if each.get("datetime")), None)
    canonical = next((each.get("href") for each in root.iter("link") if each.get("rel") == "canonical"), "") or ""
    day = _NAMED.fullmatch(file.stem)
    stem = file.parent.name if file.stem == "index" else day["rest"] if day else file.stem
    return Item(
        where=shown,
        title=title or meta.get("og:title") or " ".join((root.findtext(".//title") or stem).split()),
        html=parsing.tostring(body, encoding="unicode"),
        name=stem,
        date=_date(meta.get("article:published_time") or meta.get("date") or moment or (day["day"] if day else None)),
        updated=_date(meta.get("article:modified_time")),
        lang=language(root.get("lang") or ""),
        section=meta.get("article:section", ""),
        tags=tuple(part.strip() for part in meta.get("keywords", "").split(",") if part.strip()),
        authors=(plain(meta["author"]),) if meta.get("author") else (),
        address=canonical,
        folder=file.parent,
        file=file,
    )


_TEXTS = (".//article", ".//main", ".//*[@role='main']", ".//*[@id='content']", ".//body")
