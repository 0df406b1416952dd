"""What Hugo and Jekyll run in a text (shortcodes, Liquid, kramdown's attributes) → Markdown that says the same.

Sources: gohugo.io, *Shortcodes*; jekyllrb.com, *Tags filters*; kramdown.gettalong.org, *Attribute list definitions*.
"""

import re
from collections.abc import Callable

_FIGURE = re.compile(r"\{\{<\s*figure\s(?P<values>(?:(?!\{\{).)*?)/?>\}\}", re.DOTALL)
_VALUE = re.compile(r"(\w+)=\"([^\"]*)\"")
_REFERENCE = re.compile(
    r"\{\{[<%]\s*(?:rel)?ref\s+[\"'`]?(?P<ref>[^\"'`<>%]+?)[\"'`]?\s*[%>]\}\}"
    r"|\{%-?\s*(?:post_url|link)\s+(?P<link>[^%]+?)\s*-?%\}"
    r"|\{\{-?\s*[\"'](?P<quoted>[^\"'{}]*)[\"']\s*\|\s*(?:relative|absolute)_url\s*-?\}\}"
    r"|(?P<base>\{\{-?\s*(?:site\.(?:baseurl|url)|page\.(?:root|baseurl))\s*-?\}\})"
)
_HIGHLIGHT = re.compile(
    r"(?:\{\{[<%]|\{%-?)\s*highlight\s+(?P<name>[\w+#-]+)[^\n]*?(?:[%>]\}\}|%\})\n?(?P<code>.*?)\n?"
    r"(?:\{\{[<%]\s*/\s*highlight\s*[%>]\}\}|\{%-?\s*endhighlight\s*-?%\})",
    re.DOTALL,
)
_FILM = re.compile(r"\{\{<\s*(?P<where>youtube|vimeo)\s+(?:id=)?[\"']?(?P<id>[\w-]+)[^>]*>\}\}")
_FILMS = {"youtube": "https://www.youtube.com/watch?v=", "vimeo": "https://vimeo.com/"}
_RAW = re.compile(r"\{%-?\s*(?:end)?raw\s*-?%\}")
_CODE = re.compile(r"(?P<fence>^(?:```+|~~~+)).*?^(?P=fence)|`[^`\n]+`", re.DOTALL | re.MULTILINE)
_SHORTCODE = re.compile(
    r"\{\{[<%]\s*+(?P<end>/?)\s*+(?P<name>[\w./-]*)(?:(?!\{\{|\{%).)*?[>%]\}\}"
    r"|\{%-?\s*+(?P<tag>\w*)(?:(?!\{\{|\{%).)*?%\}",
    re.DOTALL,
)
_MORE = re.compile(r"<!--\s*(?:more|excerpt)\s*-->|\{:[^{}\n]*\}")
_BLANK_LINES = re.compile(r"\n[ \t]*\n(?:[ \t]*\n)+")


def to_plain_markdown(text: str) -> tuple[str, tuple[str, ...]]:
    """Return a text without what these programs would run, and the names of what is left out of it.

    References to other texts become links to their files, films links to where they are. Code stays, without the marks
    that keep it from being run.
    """
    odd: dict[str, None] = {}

    def left_out(match: re.Match[str]) -> str:
        name = match["name"] or match["tag"] or ""
        if name and not match["end"] and not name.startswith("end"):
            odd.setdefault(name)
        return ""

    def written(part: str) -> str:
        part = _REFERENCE.sub(_target, part)
        part = _FIGURE.sub(_figure, part)
        part = _FILM.sub(_film, part)
        return _MORE.sub("", _SHORTCODE.sub(left_out, part))

    text = _HIGHLIGHT.sub(lambda match: f"```{match['name']}\n{match['code']}\n```", text)
    text = outside_code(text, lambda part: _BLANK_LINES.sub("\n\n", written(part)))
    return _RAW.sub("", text).strip() + "\n", tuple(odd)


def outside_code(text: str, change: Callable[[str], str]) -> str:
    """Return Markdown of which what stands outside of code, fenced or within a line, is changed."""
    parts, end = [], 0
    for code in _CODE.finditer(text):
        parts += [change(text[end : code.start()]), code[0]]
        end = code.end()
    return "".join((*parts, change(text[end:])))


def _target(match: re.Match[str]) -> str:
    return "" if match["base"] else re.sub(r"\s", "%20", match["ref"] or match["link"] or match["quoted"] or "")


def _figure(match: re.Match[str]) -> str:
    """Return Hugo's shortcode for a picture as Markdown."""
    values = dict(_VALUE.findall(match["values"]))
    caption = values.get("caption") or values.get("title") or ""
    return f"\n\n![{values.get('alt', '')}]({values.get('src', '')})\n\n" + (f"*{caption}*\n\n" if caption else "")


def _film(match: re.Match[str]) -> str:
    address = _FILMS[match["where"]] + match["id"]
    return f"\n\n[{address}]({address})\n\n"
