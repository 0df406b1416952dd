"""`site.toml` → `Config`. Every mistake of the file is reported at once, with its line and the nearest valid key."""

import difflib
import os
import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, fields, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, cast
from urllib.parse import SplitResult, quote, urlsplit
from zoneinfo import ZoneInfo, available_timezones

from digest.card_fonts import card_fonts
from digest.errors import DigestError, Problem
from digest.files import is_below, read_bytes, real_path, signature_of
from digest.locale.own_words import OwnWords, read_own_words
from digest.messages import nearest
from digest.model import LANGS, Lang
from digest.publish_target import METHODS, Method, PublishTarget, target_settings
from digest.settings import Setting, setting

FILE = "site.toml"

LOCAL = "http://localhost:8000/"
"""The `base_url` of a site that sets none: an address of this machine."""
NAMELESS = "Digest"
"""The title of a site that sets none."""

Names = Mapping[Lang, str]
"""A name by language. Where one language is missing, the name in the other is shown."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """What `site.toml` says, with the defaults filled in. Paths are absolute.

    What a setting means stands beside it: `SETTINGS` has all of them in this order, for the files and documents that
    name them.

    Attributes:
        root: the folder of `site.toml`.
        profiles: what is known of authors beside their names, by slug; a part of the setting `authors`.
        card_font_files: the fonts that social cards are drawn with, by language; empty for none; not a setting.
        own_words: the texts of pages that the site words otherwise, by language and key; not a setting.
        versioned_assets: whether links to theme files carry a version, so that browsers may keep them; not a setting.
        warnings: what the site's owner should know before it is published.
        user_cache: this user's folder for what can be made again, outside the site; None keeps nothing there.
    """

    root: Path
    base_url: str = setting(
        "address",
        "Where the site will be published; feeds, the sitemap and links between languages use it. It may have a path.",
        default=LOCAL,
        example="https://news.example.org/",
        of_articles=True,
    )
    feed_id: str | None = setting(
        "id",
        "What the ids of feeds and of the stories in them begin with: a `tag:` URI with a domain and a year, or the "
        "first address of the site. Without it they begin with `base_url`. Leave it as it is once the site has "
        "readers: with other ids they get every story again.",
        example="tag:news.example.org,2026:",
    )
    source_language: Lang = setting(
        "choice",
        "The language of an article whose header does not say and whose letters do not tell.",
        default="ar",
        choices=LANGS,
        of_articles=True,
    )
    time_zone: str = setting(
        "zone",
        "Of dates that name no zone, as an IANA name.",
        default="UTC",
        example="Africa/Cairo",
        of_articles=True,
    )
    per_page: int = setting("number", "Stories on one page of a list.", default=20, low=1, high=1000)
    feed_items: int = setting("number", "Stories in one feed.", default=30, low=1, high=1000)
    feed_content: str = setting(
        "choice",
        "What feeds hold of a story: `full` is its text, `summary` its beginning with a link to the page.",
        default="full",
        choices=("full", "summary"),
    )
    tag_feeds: bool = setting("boolean", "Whether every tag has feeds of its own.", default=False)
    author_feeds: bool = setting("boolean", "Whether every author has feeds of their own.", default=False)
    archive_feeds: bool = setting(
        "boolean",
        "Whether older stories are kept in archives of the Atom feeds, month by month, so that a reader's program that "
        "missed some finds them. Every story is then made for feeds.",
        default=False,
    )
    hub: str | None = setting(
        "link",
        "A WebSub hub, which tells subscribers of new stories at once; feeds name it, and `digest publish` tells it.",
        example="https://hub.example.org/",
    )
    index_now_key: str | None = setting(
        "key",
        "The site's key for IndexNow, by which `digest publish` tells search engines what changed. Make one up; it is "
        "published as a file of this name.",
        example="0d9f8c7b6a5e4d3c2b1a",
    )
    index_now_server: str = setting(
        "link",
        "Where IndexNow is told; it passes the word on to the search engines that take part.",
        default="https://api.indexnow.org/indexnow",
    )
    licence: str | None = setting(
        "link",
        "The address of the licence that all stories are under.",
        example="https://creativecommons.org/licenses/by/4.0/",
    )
    index_machine_pages: bool = setting(
        "boolean",
        "Whether search engines may index pages that hold unreviewed machine translation; many count it as spam.",
        default=False,
    )
    stale: str = setting(
        "choice",
        "What a page has for a sentence that has changed since its translation was reviewed: `show` is that "
        "translation, marked, `machine` what a machine says of the sentence now, `original` the sentence itself until "
        "it is reviewed.",
        default="show",
        choices=("show", "machine", "original"),
        of_articles=True,
    )
    reuse: str = setting(
        "choice",
        "What `digest translate` does with a sentence whose translation was reviewed in another article, or lies in "
        "`memory/`, always in the same words: it takes those as a `draft`, as `reviewed`, or asks the machine (`no`).",
        default="draft",
        choices=("draft", "reviewed", "no"),
    )
    package: str | None = setting(
        "text",
        "The translation package to use. Without it the newest one installed for a pair of languages is.",
        example="translate-ar_en",
        of_articles=True,
    )
    second_package: str | None = setting(
        "text",
        "A second package, whose translations the first one's are compared with; what differs much is marked as "
        "doubtful. It doubles the work.",
        example="opus-mt-tc-big-ar-en",
        of_articles=True,
    )
    round_trip: bool = setting(
        "boolean",
        "Whether what the machine says is also translated back and compared. It doubles the work too.",
        default=False,
        of_articles=True,
    )
    least_score: float | None = setting(
        "score",
        "The score below which what the machine says is not shown, nor what is flagged; the source stands in its "
        "place. The package that comes with the program has one of its own.",
        example=-0.5,
        of_articles=True,
    )
    beam_size: int = setting(
        "number",
        "Candidates that the model weighs for each sentence: 1 is the fastest, 4 a little better.",
        default=4,
        low=1,
        high=16,
        of_articles=True,
    )
    strip_vowel_marks: bool = setting(
        "boolean",
        "Whether the machine reads Arabic without its vowel marks: most packages have learnt from texts without. The "
        "page keeps them.",
        default=False,
        of_articles=True,
    )
    arabic_months: str = setting(
        "choice",
        "How the machine's Arabic names the months: as in Egypt and the Gulf (`يوليو`), the Levant (`تموز`), Algeria "
        "and Tunisia (`جويلية`) or Morocco (`يوليوز`).",
        default="as_said",
        choices=("as_said", "egypt", "levant", "algeria", "morocco"),
        of_articles=True,
    )
    arabic_digits: str = setting(
        "choice",
        "How the machine's Arabic writes numbers: `western` is 2026, `eastern` is ٢٠٢٦.",
        default="as_said",
        choices=("as_said", "western", "eastern"),
        of_articles=True,
    )
    ticker: tuple[str, ...] = setting(
        "texts",
        "Words that mark a ticker line before its colon, beside the usual ones (`عاجل`, `breaking` …).",
        default=(),
        example=("خبر الساعة",),
        of_articles=True,
    )
    paragraphs: str = setting(
        "choice",
        "How plain text is divided into paragraphs: `auto` tells it for each file, `line` is one a line, `blank` by "
        "blank lines.",
        default="auto",
        choices=("auto", "line", "blank"),
        of_articles=True,
    )
    only_reviewed: bool = setting(
        "boolean",
        "Whether a sentence is shown in the other language only when a person has reviewed its translation; the "
        "machine is not asked then.",
        default=False,
        of_articles=True,
    )
    mail_edition: str = setting(
        "choice",
        "Whether there is an edition to be sent by mail, `today/` in each view, as HTML without styles and as text: "
        "the stories of the last `day`, or `week`, that had any.",
        default="none",
        choices=("none", "day", "week"),
    )
    search: bool = setting(
        "boolean",
        "Whether readers can search the site: its search page, and an index of some 3 kB an article.",
        default=True,
    )
    avif: bool = setting(
        "boolean",
        "Whether copies of pictures are made in AVIF beside WebP: a quarter smaller, for as much time again.",
        default=False,
    )
    offline: bool = setting(
        "boolean",
        "Whether readers' browsers keep the pages that they have opened, to be read again without a network.",
        default=False,
    )
    report: str | None = setting(
        "contact",
        "Where readers report a faulty translation: a mail address, or the page of an issue tracker for a new issue.",
        example="desk@news.example.org",
    )
    content: Path = setting("folder", "Where the articles lie. Paths are relative to this file.", example="content")
    output: Path = setting(
        "folder", "Where the site is published; a build removes what it made there.", example="public"
    )
    templates: Path = setting(
        "folder", "The site's own templates; each takes the place of a default one.", example="templates"
    )
    theme: Path = setting(
        "folder", "The site's own style sheets and scripts, in the place of default ones.", example="theme"
    )
    static: Path = setting(
        "folder",
        "Files that are published as they are: `CNAME`, `favicon.ico`, `.well-known/` …",
        example="static",
    )
    locale: Path = setting(
        "folder",
        "The site's own wording: a key in `ar.toml` or `en.toml` there takes the place of that text of the pages.",
        example="locale",
    )
    logo: str | None = setting(
        "text",
        "The picture above the site's name: a path below `static`.",
        example="logo.svg",
    )
    accent: str | None = setting(
        "colour",
        "The colour of links and marks, in place of the dark red; on dark paper a lighter shade of it is shown.",
        example="#0b5d4e",
    )
    csp_sources: tuple[str, ...] = setting(
        "sources",
        "What pages may load beside the site's own files, as scripts of others that `templates/head_extra.html` names: "
        "addresses with `https`, or what a content security policy calls so (`'sha256-…'`).",
        default=(),
        example=("https://stats.example.org",),
    )
    share_image: str | None = setting(
        "text",
        "The picture that is shown with a link to a page that has none of its own: a path below `static`.",
        example="share.png",
    )
    social_cards: bool = setting(
        "boolean",
        "Whether a picture is drawn of each headline in both scripts, for links to a story that has no picture of its "
        "own. It takes some 0.1 s a story, once.",
        default=False,
    )
    title: Names = setting(
        "names", "The site's name, in each language.", default={}, example={"ar": "أخبارنا", "en": "Our News"}
    )
    description: Names = setting(
        "names",
        "What the site is, in one sentence: shown under its name and in feeds.",
        default={},
        example={"ar": "أخبار مدينتنا بالعربية والإنجليزية.", "en": "News of our city in Arabic and English."},
    )
    about: Names = setting(
        "names",
        "The text of the About page, in Markdown.",
        default={},
        example={"ar": "من نحن، وكيف نعمل.", "en": "Who we are, and how we work."},
    )
    copyright: Names = setting(
        "names",
        "The line at the foot of each page that says whose the texts are and how they may be used, in Markdown.",
        default={},
        example={
            "ar": "© أخبارنا · [CC BY 4.0](https://creativecommons.org/licenses/by/4.0/)",
            "en": "© Our News · [CC BY 4.0](https://creativecommons.org/licenses/by/4.0/)",
        },
    )
    menu: Mapping[str, MenuLink] = setting(
        "links",
        "The entries of the menu, in their order. Without any it has the front page, the sections, and the pages of "
        "`content/pages/`. `to` is a path of the site or an address elsewhere, the part after the dot a name of your "
        "own; the texts are not needed where a page of the site has a name.",
        default={},
        example={
            "home": {"to": "/"},
            "contact": {"to": "/contact/"},
            "radio": {"to": "https://radio.example.org/", "ar": "الإذاعة", "en": "Radio"},
        },
    )
    sections: Mapping[str, Names] = setting(
        "terms",
        "Sections, in the order of the menu. The part after the dot is the address; an article may write the address "
        "or either name.",
        default={},
        example={"economy": {"ar": "اقتصاد", "en": "Economy"}},
    )
    tags: Mapping[str, Names] = setting(
        "terms",
        "Tags. One that is not listed here is shown as its articles write it, in their language only.",
        default={},
        example={"agriculture": {"ar": "زراعة", "en": "Agriculture"}},
    )
    authors: Mapping[str, Names] = setting(
        "people",
        "Authors. One that is not listed here is shown as its articles write it. Their pages show what `about` says of "
        "them, and `picture`, a path below `static`.",
        default={},
        example={
            "huda-zaydan": {
                "ar": "هدى زيدان",
                "en": "Huda Zaydan",
                "picture": "huda.jpg",
                "about": {"ar": "تكتب عن الزراعة والمياه.", "en": "Huda writes about farming and water."},
            }
        },
    )
    fonts: Mapping[Lang, tuple[str, ...]] = setting(
        "fonts",
        "The fonts that texts are set in: WOFF2 files below `static`. One that holds all weights, or two, regular and "
        "bold. Without them readers see the fonts of their own device, and load none.",
        default={},
        example={"ar": ("fonts/ar-regular.woff2", "fonts/ar-bold.woff2"), "en": ("fonts/en.woff2",)},
    )
    card_fonts: Names = setting(
        "names",
        "The fonts that `social_cards` are drawn with, relative to this file. Without them, fontconfig finds one for "
        "each language.",
        default={},
        example={"ar": "fonts/NotoNaskhArabic-Bold.ttf", "en": "fonts/NotoSerif-Bold.ttf"},
    )
    publish: Mapping[str, PublishTarget] = setting(
        "targets",
        "Where `digest publish` takes the site. The part after the dot is a name of your own. `method` is `folder`, "
        "`git` or `rsync`; docs/publishing.md says what each takes.",
        default={},
        example={
            "pages": {"method": "git", "to": "git@github.com:us/news.git", "branch": "gh-pages"},
            "server": {"method": "rsync", "to": "us@news.example.org:/srv/news", "keep": 5},
        },
    )
    profiles: Mapping[str, Profile] = field(default_factory=dict)
    card_font_files: Mapping[Lang, Path] = field(default_factory=dict)
    own_words: OwnWords = field(default_factory=dict)
    versioned_assets: bool = True
    warnings: tuple[Problem, ...] = field(default=(), repr=False)  # the pages depend neither on these
    user_cache: Path | None = field(default=None, repr=False)  # nor on it

    def for_articles(self) -> "Config":
        """Return the settings that articles are read and translated by, and the folders; all others at their defaults.

        Who is given these can't depend on another one: what was read stays true when that is set otherwise.
        """
        kept = (each.key for each in SETTINGS if each.of_articles or each.kind == "folder")
        return Config(root=self.root, user_cache=self.user_cache, **{key: getattr(self, key) for key in kept})

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of dates that name none."""
        return ZoneInfo(self.time_zone)

    @property
    def base_path(self) -> str:
        """The path of `base_url`, percent-encoded: `/` or `/news/`."""
        return _base(self.base_url)[1]

    @property
    def base_address(self) -> str:
        """`base_url` as programs want it: the host in ASCII (IDNA), the path percent-encoded."""
        return "".join(_base(self.base_url))

    @property
    def id_base(self) -> str:
        """What the ids of feeds and stories begin with: `feed_id`, else `base_address`."""
        return self.feed_id or self.base_address


SETTINGS: tuple[Setting, ...] = tuple(
    replace(each.metadata["setting"], key=each.name) for each in fields(Config) if "setting" in each.metadata
)
"""Every setting, in the order in which `site.toml` has them."""


@cache
def _base(url: str) -> tuple[str, str]:
    """Return a `base_url` in ASCII, parted before its path: every link of the site begins with it, or with its path.

    Raises `UnicodeError` for a host that no domain can have.
    """
    parts = urlsplit(url)
    return f"{parts.scheme}://{_host(parts)}", quote(parts.path or "/", safe="/%:@")


def _host(parts: SplitResult) -> str:
    """Return host and port in lower-case ASCII; empty where there is no host.

    A name in another script is written as browsers do (IDNA 2008, RFC 5891, mapped by UTS #46), and the port that the
    scheme has anyway is left out (RFC 3986, 6.2.3), so that one address has one spelling.
    """
    host = parts.hostname or ""
    if not host.isascii():
        import idna

        host = idna.encode(host, uts46=True).decode()
    if ":" in host:
        host = f"[{host}]"
    return f"{host}:{parts.port}" if host and parts.port and parts.port != _PORTS.get(parts.scheme) else host


_PORTS = {"http": 80, "https": 443}
_LONGEST_NAME = 63
"""Letters between two dots of a host (RFC 1035, 2.3.4)."""
_USER = re.compile(r"[^/]*//[^/]*@")
_NO_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_HEADER = re.compile(r"\s*\[+\s*([^\]]+?)\s*\]")
_SETTING = re.compile(r"\s*([\w.\"' -]+?)\s*=")
_UNQUOTED = re.compile(r"[\"'\s]")
_MAX_BYTES = 4 * 2**20
"""Of `site.toml`: the names of fifty thousand tags."""
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

_TAG_URI = re.compile(
    r"tag:(?:[\w.+-]+@)?[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?,\d{4}(?:-\d\d(?:-\d\d)?)?:[\w.~!$&'()*+,;=:@%/?-]*",
    re.ASCII | re.IGNORECASE,
)
"""RFC 4151, 2.1."""

_NO_ADDRESS = Problem(
    f"it has no `base_url`: links, feeds and the sitemap say `{LOCAL}`, which is on this machine only",
    FILE,
    'say where the site is published: `base_url = "https://news.example.org/"`, or `--base-url`',
)
_NO_TITLE = Problem(
    f"it has no `title`: pages, feeds and shared links name the site `{NAMELESS}`",
    FILE,
    'say what it is called: `title = { ar = "أخبارنا", en = "Our News" }`',
)


def load(
    root: Path,
    *,
    output: Path | None = None,
    base_url: str | None = None,
    user_cache: Path | None = None,
    versioned_assets: bool = True,
) -> Config:
    """Read `site.toml` in `root`; `output` and `base_url` override it; the rest is as in `Config`.

    Raises `DigestError` with every mistake of the file, each with its line.
    """
    path = root / FILE
    if signature_of(path) is None and not path.is_symlink():
        hint = "name the site's folder with `--site DIR`, or start one with `digest init DIR`"
        raise DigestError(f"there is no `{FILE}` here", str(root), hint)
    try:
        text = read_bytes(path, FILE, limit=_MAX_BYTES).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        hint = "save it as UTF-8: an editor has written it in another encoding"
        raise DigestError("it is not UTF-8 text", f"{FILE}:{line}", hint) from None
    _check_state(root)
    return parse(text, root, output=output, base_url=base_url, user_cache=user_cache, versioned_assets=versioned_assets)


def parse(
    text: str,
    root: Path,
    *,
    output: Path | None = None,
    base_url: str | None = None,
    user_cache: Path | None = None,
    versioned_assets: bool = True,
) -> Config:
    """Return what the text of a `site.toml` says that lies, or is to lie, in `root`; else as `load`."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _syntax_error(error, text) from None
    except RecursionError:
        raise DigestError("it is not TOML: it is nested too deeply", FILE) from None
    reader = _Reader(text)
    values = reader.read(data)
    folders = {each.key: root / values.get(each.key, each.example) for each in SETTINGS if each.kind == "folder"}
    if output is not None:
        folders["output"] = output
    for key, folder in folders.items():
        if key != "output" or output is None:  # where a person says it on the command line, that is meant
            _check_link(folder, root)
    values |= {key: real_path(folder) for key, folder in folders.items()}
    try:
        own_words, odd_words = read_own_words(values["locale"])
    except DigestError as error:
        raise DigestError.of([*reader.problems, *error.problems]) from None
    if base_url is not None:
        values["base_url"] = reader.address("--base-url", base_url)
    if reader.problems:
        raise DigestError.of(reader.problems)
    config = Config(
        root=real_path(root),
        user_cache=user_cache,
        versioned_assets=versioned_assets,
        own_words=own_words,
        profiles=reader.profiles,
        warnings=(*_missing(values, moved=base_url is not None), *odd_words),
        **values,
    )
    _check_folders(config)
    fonts, no_cards = card_fonts(config.card_fonts, config.root) if config.social_cards else ({}, ())
    where = f"{FILE}:{reader.line_of('social_cards')}"
    no_cards = tuple(replace(problem, where=where) for problem in no_cards)
    warnings = (*config.warnings, *_missing_files(config, reader), *no_cards)
    return replace(config, card_font_files=fonts, warnings=warnings)


def _missing_files(config: Config, reader: "_Reader") -> Iterator[Problem]:
    pictures = {"share_image": config.share_image, "logo": config.logo}
    pictures |= {f"authors.{slug}.picture": profile.picture for slug, profile in config.profiles.items()}
    for key, path in pictures.items():
        if path and not (config.static / path).is_file():
            hint = f"put the picture into `{config.static.name}/`"
            yield Problem(f"there is no picture `{path}`", f"{FILE}:{reader.line_of(key)}", hint)
    for lang, files in config.fonts.items():
        for path in files:
            if not (config.static / path).is_file():
                hint = f"put the file into `{config.static.name}/`, or take it out here"
                yield Problem(f"there is no font `{path}`", f"{FILE}:{reader.line_of(f'fonts.{lang}')}", hint)


def _missing(values: Mapping[str, Any], *, moved: bool) -> Iterator[Problem]:
    """Yield what a site's owner should set before it is published.

    One that is `moved`, as to the preview, has another address than the one that its readers know.
    """
    if not values.get("title"):
        yield _NO_TITLE
    if "base_url" not in values:
        yield _NO_ADDRESS
    elif "feed_id" not in values and not moved:
        yield Problem(
            "it has no `feed_id`: when the site moves, readers get every story in its feeds again",
            FILE,
            f'this keeps the ids that they have: `feed_id = "{"".join(_base(values["base_url"]))}"`',
        )


def tag_uri(base_url: str, day: date) -> str | None:
    """Return a `feed_id` for a site that begins on a day (RFC 4151); None where its host is no domain."""
    tag = f"tag:{urlsplit(_base(base_url)[0]).hostname},{day:%Y}:"
    return tag if _TAG_URI.fullmatch(tag) else None


def flag_problems(flags: Mapping[str, tuple[str, object]]) -> tuple[Problem, ...]:
    """Return what is wrong with values given on the command line: flag → the setting that it sets, and the value."""
    settings = {each.key: each for each in SETTINGS}
    reader = _Reader("")
    for flag, (key, value) in flags.items():
        reader.value(replace(settings[key], key=flag), value)
    return tuple(reader.problems)


def _check_state(root: Path) -> None:
    """Refuse links where the program keeps what it makes: a site may come from anybody, and they may lead anywhere."""
    for folder in (root / ".digest", root / ".digest" / "preview"):
        if folder.is_symlink():
            hint = "remove the link; a folder is made in its place"
            raise DigestError("it is a link, and what lies there is the program's to delete", str(folder), hint)


def _check_link(folder: Path, root: Path) -> None:
    """Refuse a folder that is named as one of the site and is a link that leads out of it, as a clone may hold."""
    if Path(os.path.normpath(folder)).is_relative_to(os.path.normpath(root)) and not is_below(folder, root):
        hint = f"make it a folder, or name where it leads in `{FILE}`"
        raise DigestError("it is a link that leads out of the site", str(folder), hint)


def _check_folders(config: Config) -> None:
    """Raise `DigestError` when the output folder is, or holds, a folder of the site's sources, or lies in `content/`.

    A build removes files from the output folder, and reads all of `content/`.
    """
    for name in ("root", "content", "templates", "theme", "static", "locale"):
        source: Path = getattr(config, name)
        if source == config.output or source.is_relative_to(config.output):
            raise DigestError(
                f"the output folder `{config.output}` holds the site's sources (`{source}`)",
                FILE,
                'choose a folder of its own, as in `output = "public"`',
            )
    for name in ("content", "templates", "theme", "static", "locale"):
        if config.output.is_relative_to(getattr(config, name)):
            raise DigestError(f"the output folder `{config.output}` lies inside the {name} folder", FILE, "move it out")


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


class _Reader:
    """The values of one `site.toml`, checked one by one.

    Attributes:
        problems: every mistake.
        profiles: what is said of authors beside their names, by slug.
    """

    def __init__(self, text: str) -> None:
        self.lines = text.splitlines()
        self.problems: list[Problem] = []
        self.profiles: dict[str, Profile] = {}

    def read(self, data: dict[str, Any]) -> dict[str, Any]:
        settings = {each.key: each for each in SETTINGS}
        values = {}
        for key, value in data.items():
            if key not in settings:
                self.problem(f"`{key}` is not a setting", key, nearest(key, settings))
            else:
                values[key] = self.value(settings[key], value)
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
        where = f"{FILE}:{line}" if line else "" if key.startswith("--") else FILE
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
        parts = _split(value) if isinstance(value, str) else None
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
            parts = _split(value)
            if parts and parts.scheme in ("http", "https"):
                return value
        self.problem(f"`{setting.key}` is not a web address: `{value}`", setting.key, f"as in `{setting.example}`")
        return ""

    def id(self, setting: Setting, value: object) -> str:
        if isinstance(value, str) and value.lower().startswith(("http://", "https://")):
            return "".join(_base(self.address(setting.key, value)))
        if isinstance(value, str) and _TAG_URI.fullmatch(value):
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
            parts = _split(value)
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
                self.profiles[slug] = Profile(
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


def _split(address: str) -> SplitResult | None:
    """Return the parts of a web address; None when it is none, or holds what must not be published."""
    try:
        parts = urlsplit(address)
        is_clean = not re.search(r"[\s\\<>\"]", address) and not _NO_PERCENT.search(address)
        names = (parts.hostname or "").removesuffix(".").split(".")
        is_host = all(0 < len(name) <= _LONGEST_NAME for name in names)
        allowed = parts.port != 0 and not parts.username and is_clean and is_host and _host(parts)
    except ValueError:
        return None
    return parts if allowed and not {"..", "."} & set(parts.path.split("/")) else None
