"""Films and sound on other sites that readers know: what their address says, without asking anybody."""

import re
from typing import NamedTuple
from urllib.parse import urlsplit


class Provider(NamedTuple):
    """A site of films or sound.

    Attributes:
        name: as it calls itself.
        is_sound: whether what it has is heard only.
    """

    name: str
    is_sound: bool = False


_PROVIDERS = {
    "youtube.com": Provider("YouTube"),
    "youtube-nocookie.com": Provider("YouTube"),
    "youtu.be": Provider("YouTube"),
    "vimeo.com": Provider("Vimeo"),
    "dailymotion.com": Provider("Dailymotion"),
    "dai.ly": Provider("Dailymotion"),
    "tiktok.com": Provider("TikTok"),
    "fb.watch": Provider("Facebook"),
    "soundcloud.com": Provider("SoundCloud", is_sound=True),
}
_PREFIX = re.compile(r"^(?:www|m|player|w|music)\.")
_EMBEDDED = re.compile(r"^https?://(?:www\.)?youtube(?:-nocookie)?\.com/embed/([\w-]{6,})[^\s]*$", re.IGNORECASE)
_ALONE = re.compile(
    r"^(?:\[https?[^\]\n]*\]\((?P<target>https?://[^\s()]+)\)|<?(?P<bare>https?://[^\s<>]+)>?)$", re.MULTILINE
)


def provider(address: str) -> Provider | None:
    """Return whose film or sound a web address is; None for any other."""
    try:
        parts = urlsplit(address)
        host = _PREFIX.sub("", (parts.hostname or "").lower())
    except ValueError:
        return None
    return _PROVIDERS.get(host) if parts.scheme in ("http", "https") and parts.path.strip("/") else None


def as_pictures(markdown: str) -> str:
    """Return Markdown in which a film's address that stands alone in a line is written as a film of the text is."""

    def written(match: re.Match[str]) -> str:
        address = match["target"] or match["bare"]
        address = _EMBEDDED.sub(r"https://www.youtube.com/watch?v=\1", address)
        return f"![]({address})" if provider(address) else match[0]

    return _ALONE.sub(written, markdown)
