"""Where `digest publish` takes a site, as a table of `[publish]` in `site.toml` describes it."""

from dataclasses import dataclass, fields, replace
from typing import Literal, cast

from digest.settings import Setting, setting

Method = Literal["folder", "git", "rsync"]

METHODS: tuple[Method, ...] = ("folder", "git", "rsync")


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishTarget:
    """A place that a site is published to.

    Attributes:
        method: how it gets there; `_TAKES` says which of the others count for it.
    """

    method: Method
    to: str = setting(
        "text",
        "A folder; the address of a git repository; or for `rsync` a folder, elsewhere as `us@host:/srv/news`.",
    )
    branch: str = setting("text", "The branch that holds the published site and nothing else.", default="gh-pages")
    domain: str = setting(
        "text",
        "The site's own domain, for hosts that want it in a file `CNAME`.",
        default="",
        example="news.example.org",
    )
    history: bool = setting(
        "boolean", "Whether the branch keeps what was published before; else it holds one commit.", default=True
    )
    compressed: bool = setting(
        "boolean",
        "Whether a smaller copy lies beside each text, for servers that look for it: `.gz`, and with `rsync` also "
        "`.br` where the server has the program `brotli`.",
        default=False,
    )
    keep: int = setting("number", "Releases that stay on the server, to go back to.", default=5, low=1, high=1000)


_TAKES = {
    "folder": ("to", "compressed"),
    "git": ("to", "branch", "domain", "history"),
    "rsync": ("to", "compressed", "keep"),
}
"""Method → the settings that count for it."""


def target_settings(method: str) -> list[Setting]:
    """Return the settings of a target that is published to by a method."""
    described = {each.name: each.metadata["setting"] for each in fields(PublishTarget) if "setting" in each.metadata}
    return [replace(cast("Setting", described[name]), key=name) for name in _TAKES[method]]
