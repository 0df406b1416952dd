"""`site.toml` → `Config`: every setting with what it is for, and the settings of a site as they were read."""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from digest.card_fonts import card_fonts
from digest.errors import DigestError, Problem
from digest.files import is_below, read_bytes, real_path, signature_of
from digest.locale.own_words import OwnWords, in_one_language, read_own_words, with_eastern_digits
from digest.model import LANGS, VIEWS, Lang, View
from digest.publish_target import PublishTarget
from digest.settings import FILE, MenuLink, Names, Profile, Setting, setting
from digest.site_toml import SettingsReader, table_of
from digest.web_address import base_parts

LOCAL = "http://localhost:8000/"
"""The `base_url` of a site that sets none: an address of this machine."""
NAMELESS = "Digest"
"""The title of a site that sets none."""


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
    languages: View = setting(
        "choice",
        "The languages of the pages: `both` makes every page three times, side by side, in Arabic and in English; `ar` "
        "or `en` makes a site in that language alone. What is written in it is then not translated, and what is "
        "written in the other is shown in translation only.",
        default="both",
        choices=VIEWS,
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
    page_digits: str = setting(
        "choice",
        "How the pages themselves write numbers in Arabic, as dates and counts: `western` is 2026, `eastern` is ٢٠٢٦. "
        "What an article says stays as it is.",
        default="western",
        choices=("western", "eastern"),
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
    def views(self) -> tuple[View, ...]:
        """The views that every page has."""
        return VIEWS if self.languages == "both" else (self.languages,)

    @property
    def main_language(self) -> Lang:
        """The language of what is in no view: the site's only one, else that of its sources."""
        return self.source_language if self.languages == "both" else self.languages

    def prefix(self, view: View) -> str:
        """Return the beginning of a view's paths: nothing, `ar/` or `en/`; nothing for the only one that there is."""
        return "" if view in ("both", self.languages) else f"{view}/"

    def is_translated(self, lang: Lang) -> bool:
        """Tell whether what is written in a language is shown in the other one."""
        return self.languages != lang

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of dates that name none."""
        return ZoneInfo(self.time_zone)

    @property
    def base_path(self) -> str:
        """The path of `base_url`, percent-encoded: `/` or `/news/`."""
        return base_parts(self.base_url)[1]

    @property
    def base_address(self) -> str:
        """`base_url` as programs want it: the host in ASCII (IDNA), the path percent-encoded."""
        return "".join(base_parts(self.base_url))

    @property
    def id_base(self) -> str:
        """What the ids of feeds and stories begin with: `feed_id`, else `base_address`."""
        return self.feed_id or self.base_address


SETTINGS: tuple[Setting, ...] = tuple(
    replace(each.metadata["setting"], key=each.name) for each in fields(Config) if "setting" in each.metadata
)
"""Every setting, in the order in which `site.toml` has them."""


_MAX_BYTES = 4 * 2**20
"""Of `site.toml`: the names of fifty thousand tags."""

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
    reader = SettingsReader(text, SETTINGS)
    values = reader.read(table_of(text))
    folders = {each.key: root / values.get(each.key, each.example) for each in SETTINGS if each.kind == "folder"}
    if output is not None:
        folders["output"] = output
    for key, folder in folders.items():
        if key != "output" or output is None:  # where a person says it on the command line, that is meant
            _check_link(folder, root)
    values |= {key: real_path(folder) for key, folder in folders.items()}
    try:
        own_words, odd_words = read_own_words(values["locale"])
        if (language := values.get("languages", "both")) != "both":
            own_words = in_one_language(language, own_words)
        if values.get("page_digits") == "eastern":
            own_words = with_eastern_digits(own_words)
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
    line = reader.line_of("output")
    _check_folders(config, "" if output else f"{FILE}:{line}" if line else FILE)
    fonts, no_cards = card_fonts(config.card_fonts, config.root) if config.social_cards else ({}, ())
    where = f"{FILE}:{reader.line_of('social_cards')}"
    no_cards = tuple(replace(problem, where=where) for problem in no_cards)
    warnings = (*config.warnings, *_missing_files(config, reader), *no_cards)
    return replace(config, card_font_files=fonts, warnings=warnings)


def _missing_files(config: Config, reader: SettingsReader) -> Iterator[Problem]:
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
            f'this keeps the ids that they have: `feed_id = "{"".join(base_parts(values["base_url"]))}"`',
        )


def flag_problems(flags: Mapping[str, tuple[str, object]]) -> tuple[Problem, ...]:
    """Return what is wrong with values given on the command line: flag → the setting that it sets, and the value."""
    settings = {each.key: each for each in SETTINGS}
    reader = SettingsReader("", SETTINGS)
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


def _check_folders(config: Config, where: str) -> None:
    """Raise `DigestError` when the output folder is, or holds, a folder of the site's sources, or lies in `content/`.

    A build removes files from the output folder, and reads all of `content/`. `where` is the place that names the
    output folder, empty for `--output`.
    """
    option = 'as in `output = "public"`' if where else "as in `--output public`"
    for name in ("root", "content", "templates", "theme", "static", "locale"):
        source: Path = getattr(config, name)
        if source == config.output or source.is_relative_to(config.output):
            raise DigestError(
                f"the output folder `{config.output}` holds the site's sources (`{source}`)",
                where,
                f"choose a folder of its own, {option}",
            )
    for name in ("content", "templates", "theme", "static", "locale"):
        if config.output.is_relative_to(getattr(config, name)):
            raise DigestError(
                f"the output folder `{config.output}` lies inside the {name} folder", where, f"choose another, {option}"
            )
