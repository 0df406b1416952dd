"""An export of WordPress (WXR): posts and pages, with their pictures, and in both languages by Polylang or WPML."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from digest.errors import DigestError, Problem
from digest.importing.html_to_markdown import plain
from digest.importing.item import MAX_BYTES, Found, Item, language, library
from digest.model import Lang

_CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
_CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
_NAMESPACE = re.compile(rb'xmlns:wp\s*=\s*["\'](http://wordpress\.org/export/[\d.]+/)["\']')
_KINDS = {"post": False, "page": True}
_SKIPPED = frozenset(
    (
        *("attachment", "nav_menu_item", "revision", "custom_css", "customize_changeset", "oembed_cache"),
        *("polylang_mo", "user_request", "wp_font_face", "wp_font_family", "wp_global_styles", "wp_navigation"),
        *("wp_template", "wp_template_part"),
    )
)
"""What WordPress and Polylang keep as posts, and nobody wrote to be read."""
_NO_CATEGORY = frozenset({"uncategorized", "غير مصنف"})
_STATES = frozenset({"publish", "future", "draft", "pending", "private"})

_CAPTION = re.compile(r"\[caption[^\[\]]*\](?P<body>.*?)\[/caption\]", re.DOTALL)
_PICTURE_AND_TEXT = re.compile(r"(?P<picture>\s*(?:<a\b[^<>]*>\s*)?<img\b[^<>]*>\s*(?:</a>)?)(?P<text>.*)", re.DOTALL)
_GALLERY = re.compile(r"\[gallery\b(?P<values>[^\[\]]*)\]")
_IDS = re.compile(r"\b(?:ids|include)\s*=\s*[\"']?([\d,\s]+)")
_MEDIA = re.compile(
    r"\[(?P<kind>embed|video|audio|youtube|vimeo|playlist)\b(?P<values>[^\[\]]*)\]"
    r"(?:(?P<body>[^\[]*)\[/(?P=kind)\])?"
)
_LOCALE = re.compile(r'"locale";s:\d+:"([A-Za-z_]+)"')
"""In what Polylang says of a language, as PHP writes it down."""
_NAMES: Mapping[str, Lang] = {"العربية": "ar", "عربي": "ar", "arabic": "ar", "english": "en", "الإنجليزية": "en"}
_ADDRESS = re.compile(r"https?://[^\s\"'<>\]]+")
_SHORTCODE = re.compile(
    r"\[(?P<name>[a-z][a-z0-9_-]*+)(?:\s++[\w-]++\s*+=\s*+(?>\"[^\"]*+\"|'[^']*+'|[^\s\]]++))++\s*+/?\]"
)
_BLOCK_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


@dataclass(slots=True)
class _Export:
    """What of an export is known before its posts are read.

    Attributes:
        authors: login → name.
        attachments: id → address of the file.
        locales: how Polylang calls a language in addresses → its locale.
        title: of the site.
    """

    authors: dict[str, str] = field(default_factory=dict)
    attachments: dict[str, str] = field(default_factory=dict)
    locales: dict[str, str] = field(default_factory=dict)
    title: str = ""


def read_wordpress(file: Path) -> Found:
    """Yield the posts and pages of an export, which is read twice: first for what posts name by a number.

    Raises `DigestError` for a file that is no export, or is damaged.
    """
    with file.open("rb") as opened:
        match = _NAMESPACE.search(opened.read(64 << 10))
    if not match:
        raise DigestError("it is no export of WordPress", str(file), "*Tools → Export* in WordPress writes one")
    if file.stat().st_size > MAX_BYTES:
        raise DigestError("it is larger than 1 GiB", str(file), "export it in parts")
    wp = "{" + match[1].decode() + "}"
    export = _Export()
    for element in _elements(file, wp):
        if element.tag == f"{wp}author":
            login, shown = element.findtext(f"{wp}author_login") or "", element.findtext(f"{wp}author_display_name")
            export.authors[login] = plain(shown or login)
        elif element.tag == f"{wp}term":
            described = _LOCALE.search(element.findtext(f"{wp}term_description") or "")
            if described and element.findtext(f"{wp}term_taxonomy") == "language":
                export.locales[element.findtext(f"{wp}term_slug") or ""] = described[1]
        elif element.findtext(f"{wp}post_type") == "attachment":
            export.attachments[element.findtext(f"{wp}post_id") or ""] = element.findtext(f"{wp}attachment_url") or ""
    for element in _elements(file, wp):
        if element.tag == "item":
            yield from _item(element, wp, export)


def _elements(file: Path, wp: str) -> Iterator[Any]:
    """Yield the authors, terms and items of an export, each freed when the next is asked for."""
    etree = library("lxml.etree")
    tags = ("item", f"{wp}author", f"{wp}term")
    reading = etree.iterparse(
        str(file), tag=tags, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True, recover=True
    )
    try:
        for _, element in reading:
            yield element
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
    except etree.XMLSyntaxError as error:
        raise DigestError(f"it is damaged: {error}", str(file), "export it again") from None


def _item(element: Any, wp: str, export: _Export) -> Found:
    kind, state = element.findtext(f"{wp}post_type") or "post", element.findtext(f"{wp}status") or "publish"
    address = (element.findtext("link") or "").strip()
    title = plain(element.findtext("title") or "")
    where = address or title or f"post {element.findtext(f'{wp}post_id')}"
    if kind in _SKIPPED:
        return
    if kind not in _KINDS or state not in _STATES:
        yield Problem(f"a `{kind}` whose state is `{state}`", where, "it is left out")
        return
    if element.findtext(f"{wp}post_password"):
        yield Problem("a post with a password", where, "it is left out")
        return
    html, odd = _without_shortcodes(element.findtext(_CONTENT) or "", export)
    if not title or not html.strip():
        yield Problem(f"a {kind} without a {'text' if title else 'title'}", where, "it is left out")
        return
    for name in odd:
        yield Problem(f"the shortcode `[{name}]`", where, "it is left out of the text")
    terms: dict[str, list[tuple[str, str]]] = {}
    for term in element.iterfind("category"):
        nicename = unquote(term.get("nicename") or "")
        terms.setdefault(term.get("domain") or "", []).append((nicename, plain(term.text or "")))
    meta = {
        each.findtext(f"{wp}meta_key") or "": each.findtext(f"{wp}meta_value") or ""
        for each in element.iterfind(f"{wp}postmeta")
    }
    if meta.get("_icl_lang_duplicate_of", "0") not in ("", "0"):
        yield Problem(f"a {kind} that is WPML's copy of another, in its words", where, "it is left out")
        return
    code, named = next(iter(terms.get("language", ())), (meta.get("_wpml_import_language_code", ""), ""))
    lang = language(export.locales.get(code, "")) or language(code) or _NAMES.get(named.lower())
    group = next((nicename for nicename, _ in terms.get("post_translations", ())), "")
    categories = [
        name for _, name in terms.get("category", ()) if name.lower() != "uncategorized" and name != "غير مصنف"
    ]
    thumbnail = export.attachments.get(meta.get("_thumbnail_id", ""), "")
    if code and not lang:
        yield Problem(f"a {kind} in the language `{code}`", where, "it is left out")
        return
    creator = element.findtext(_CREATOR) or ""
    yield Item(
        where=where,
        title=title,
        html=(f'<p><img src="{thumbnail}"></p>\n\n' if thumbnail and thumbnail not in html else "") + html,
        is_loose=True,
        name=unquote(element.findtext(f"{wp}post_name") or ""),
        date=_moment(element.findtext(f"{wp}post_date_gmt")) or _moment(element.findtext(f"{wp}post_date")),
        updated=_moment(element.findtext(f"{wp}post_modified_gmt")),
        lang=lang,
        group=group or meta.get("_wpml_import_translation_group", ""),
        is_translation=bool(meta.get("_wpml_import_source_language_code")),
        section=categories[0] if categories else "",
        tags=tuple(dict.fromkeys([*categories[1:], *(name for _, name in terms.get("post_tag", ()))])),
        authors=(export.authors.get(creator, creator),) if creator else (),
        standfirst=plain(element.findtext("{http://wordpress.org/export/1.2/excerpt/}encoded") or ""),
        address=address,
        draft=state in ("draft", "pending", "private"),
        page=_KINDS[kind],
    )


def _without_shortcodes(html: str, export: _Export) -> tuple[str, list[str]]:
    """Return a text whose shortcodes are HTML where we know them, and the names of the others, which are taken out."""
    odd: dict[str, None] = {}

    def other(match: re.Match[str]) -> str:
        odd.setdefault(match["name"])
        return ""

    html = _replaced(_BLOCK_COMMENT, "-->", lambda _: "", html)
    html = _replaced(_CAPTION, "[/caption]", _figure, html)
    html = _GALLERY.sub(lambda match: _gallery(match["values"], export.attachments), html)
    html = _MEDIA.sub(_media, html)
    html = _SHORTCODE.sub(other, html)
    for name in odd:
        html = html.replace(f"[/{name}]", "")
    return html, list(odd)


def _replaced(pattern: re.Pattern[str], last: str, new: Callable[[re.Match[str]], str], html: str) -> str:
    """Replace in a text what a pattern matches, which ends in `last`.

    What stands after the last of these is not looked through: for each beginning that would be done again.
    """
    end = html.rfind(last) + len(last) if last in html else 0
    return pattern.sub(new, html[:end]) + html[end:]


def _figure(match: re.Match[str]) -> str:
    parts = _PICTURE_AND_TEXT.match(match["body"])
    if not parts:
        return match["body"]
    return f"\n\n<figure>{parts['picture']}<figcaption>{parts['text'].strip()}</figcaption></figure>\n\n"


def _gallery(values: str, attachments: Mapping[str, str]) -> str:
    ids = found[1].replace(" ", "").split(",") if (found := _IDS.search(values)) else []
    pictures = [attachments[each] for each in ids if attachments.get(each)]
    return "\n\n" + "\n\n".join(f'<img src="{each}">' for each in pictures) + "\n\n"


def _media(match: re.Match[str]) -> str:
    """Return a link to what is embedded: pages load nothing from other sites."""
    address = _ADDRESS.search(f"{match['body'] or ''} {match['values']}")
    return f'\n\n<a href="{address[0]}">{address[0]}</a>\n\n' if address else ""


def _moment(text: str | None) -> datetime | None:
    """Return a moment of an export, in UTC; None for one that was never set."""
    try:
        moment = datetime.fromisoformat((text or "").strip())
    except ValueError:
        return None
    return moment.replace(tzinfo=UTC)
