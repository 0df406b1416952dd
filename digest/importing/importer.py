"""What another program holds → article files, sidecars and pictures; start reading here.

Nothing that is there already is overwritten. What is left out is said, each with where it stood.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from digest.config import Config
from digest.content import dates
from digest.content.article import read, read_addresses
from digest.content.films import as_pictures
from digest.content.listing import find, sidecar_path
from digest.content.text_input import decode_any
from digest.errors import DigestError, Problem
from digest.files import make_file, read_bytes
from digest.importing.article_file import path_of, slug_of, text_of, unused
from digest.importing.feed import read_feed
from digest.importing.folder import read_folder
from digest.importing.former_addresses import Destinations, is_reserved, kept
from digest.importing.html_to_markdown import to_markdown
from digest.importing.item import MAX_BYTES, Found, Item, Note
from digest.importing.lenient_urls import joined, parts_of
from digest.importing.pictures import Pictures, RefusedError, get
from digest.importing.template_markup import outside_code
from digest.importing.trec import read_trec
from digest.importing.word import read_word
from digest.importing.wordpress import read_wordpress
from digest.memory.sidecar import update
from digest.messages import reason
from digest.model import Article, other
from digest.progress import Progress, quiet
from digest.site.site import path_of_file
from digest.translation.alignment import paired

_MAX_FEED = 64 * 2**20
_STAYS = "it stays as it is"
_LINK = re.compile(r"(?<!!)(\[[^\[\]\n]*\])\(\s*+([^()\s<>]++)([^()\n]*+)\)")
_PICTURE = re.compile(r"(!\[[^\[\]\n]*\])\(\s*+([^()\s]++)([^()\n]*+)\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What was imported.

    Attributes:
        files: the paths of the new articles, below the content folder.
        sidecars: those of their sidecars.
        pictures: how many pictures there are now.
        doubtful: how many counterparts a person should look at.
        left_out: what was not taken over, and why.
        notes: what was changed as it was taken over.
    """

    files: tuple[str, ...]
    sidecars: tuple[str, ...]
    pictures: int
    doubtful: int
    left_out: tuple[Problem, ...]
    notes: tuple[Problem, ...] = ()


def import_source(
    source: str, config: Config, *, folder: str = "", fetch_pictures: bool = True, progress: Progress = quiet
) -> Imported:
    """Write the articles of a source into the content folder.

    A source is the address or file of a feed, an export of WordPress, a folder of HTML or Markdown, a Word file or a
    folder of such, or a file of TREC. Articles go into a `folder` below the content folder. Raises `DigestError` for a
    source that can't be read.
    """
    root = Path(source) if Path(source).is_dir() else None
    pictures = Pictures(content=config.content, root=root, fetch=fetch_pictures, trusted=_host(source))
    found = list(_found(source, pictures, config))
    left_out = [each for each in found if isinstance(each, Problem)]
    items = [each for each in found if isinstance(each, Item)]
    pairs, alone = _by_language(items, config)
    addresses = _addresses(config)
    taken, own = {path.rstrip("/").rpartition("/")[2] for path in addresses}, set[str]()
    links = Destinations()
    named: list[tuple[Item, str, str, Item | None]] = []
    for item, translation in [*pairs, *((each, None) for each in alone)]:
        slug = slug_of(item)
        slug = unused(slug, own | {slug} if is_reserved(path_of(item, slug, folder), slug) else own)
        own.add(slug)
        path = path_of(item, slug, folder)
        if (config.content / path).exists():
            left_out.append(Problem("there is a file of its name already", path, f"`{item.where}` is left out"))
            continue
        if slug in taken:
            slug = unused(slug, taken | own)
            own.add(slug)
            path = path_of(item, slug, folder)
        named.append((item, path, slug, translation))
        addresses[path_of_file(path, slug)] = path
        for each in (item, translation) if translation else (item,):
            links.add(each, path)
    files, sidecars, doubtful = [], [], 0
    for number, (item, path, slug, translation) in enumerate(named, 1):
        both = (item, translation) if translation else (item,)
        former = list(kept(both, path, slug, addresses, config))
        left_out += [each for each in former if isinstance(each, Problem)]
        aliases = [each for each in former if isinstance(each, str)]
        text = _text(item, path, links, pictures, left_out, aliases)
        try:
            article = _read(text.encode(), path, config)
        except DigestError as error:
            left_out += [replace(problem, where=item.where) for problem in error.problems]
            continue
        try:
            make_file(config.content / path, text.encode(), path, within=config.content, hint=_STAYS)
        except DigestError as error:
            left_out += error.problems
            continue
        files.append(path)
        if translation:
            sidecar, count = _sidecar(article, translation, path, links, pictures, left_out, config)
            sidecars += [sidecar] if sidecar else []
            doubtful += count
        progress("import", number, len(named))
    return Imported(
        files=tuple(files),
        sidecars=tuple(sidecars),
        pictures=len(set(pictures.written.values())),
        doubtful=doubtful,
        left_out=tuple(each for each in left_out if not isinstance(each, Note)),
        notes=tuple(each for each in left_out if isinstance(each, Note)),
    )


def _found(source: str, pictures: Pictures, config: Config) -> Found:
    """Yield what a source holds, by what it is."""
    if source.startswith(("http://", "https://")):
        yield from read_feed(get(source, limit=_MAX_FEED, trusted=pictures.trusted), source, source, config.zone)
        return
    file = Path(source)
    if file.is_dir():
        words = [each for each in sorted(file.rglob("*.docx")) if not each.name.startswith(("~", "."))]
        yield from (_word(each, pictures, within=file) for each in words)
        if not words or any(each.suffix.lower() in (".md", ".html", ".htm") for each in file.rglob("*.*")):
            yield from read_folder(file)
        return
    if not file.is_file():
        raise DigestError("there is no such file or folder", source, "name one, or the address of a feed")
    if file.suffix.lower() == ".docx":
        yield _word(file, pictures)
        return
    head = _head(file)
    if b"wordpress.org/export/" in head:
        yield from read_wordpress(file)
    elif b"<DOC" in head.upper() and b"<RSS" not in head.upper():
        yield from read_trec(decode_any(read_bytes(file, source, limit=MAX_BYTES), file.name).text, file.name)
    else:
        yield from read_feed(read_bytes(file, source, limit=_MAX_FEED), file.name, zone=config.zone)


def _word(file: Path, pictures: Pictures, within: Path | None = None) -> Item | Problem:
    try:
        return read_word(file, pictures.embedded, within=within)
    except DigestError as error:
        return error.problems[0]


def _head(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            return opened.read(64 << 10)
    except OSError as error:
        raise DigestError(f"cannot read it: {reason(error)}", str(file), "check its permissions") from None


def _host(source: str) -> str:
    return (parts_of(source).hostname or "") if "://" in source else ""


def _by_language(items: Sequence[Item], config: Config) -> tuple[list[tuple[Item, Item]], list[Item]]:
    """Return the pairs of an article and its translation, and the articles without any, both in their order.

    Where one of two is a draft, it is an article of its own: a sidecar would publish it with the other.
    """
    groups: dict[str, list[Item]] = {}
    for item in items:
        groups.setdefault(item.group, []).append(item)
    pairs, alone = [], []
    for group, members in groups.items():
        is_pair = {member.lang for member in members} == {"ar", "en"} and len({each.draft for each in members}) == 1
        if group and len(members) == 2 and is_pair:
            first, second = sorted(members, key=lambda each: (each.is_translation, each.lang != config.source_language))
            pairs.append((first, second))
        else:
            alone += members
    return pairs, alone


def _addresses(config: Config) -> dict[str, str]:
    """Return the addresses of the articles and pages that there are already, now and formerly, by path: their files."""
    addresses: dict[str, str] = {}
    sources = find(config.content).articles if config.content.is_dir() else ()
    for source in sources:
        try:
            data = read_bytes(config.content / source.path, source.path)
            slug, aliases = read_addresses(data, path=source.path, config=config)
        except DigestError:
            continue  # a build says what is wrong with it
        for path in (path_of_file(source.path, slug), *aliases):
            addresses.setdefault(path, source.path)
    return addresses


def _text(
    item: Item,
    path: str,
    links: Destinations,
    pictures: Pictures,
    left_out: list[Problem],
    aliases: Sequence[str] = (),
) -> str:
    """Return the text of an item's file, its pictures fetched; what is not taken over is added to `left_out`."""
    up = "../" * path.count("/")

    def link(address: str) -> str:
        whole = joined(item.address, address)
        here = links.of_address(whole)
        if item.folder and not here and not address.startswith("#"):
            here = links.of_file(address, item.folder) or pictures.attachment(address, item.folder)
        return f"{up}{here}" if here else address if item.markdown else whole

    def picture(address: str) -> str:
        whole = address if address in pictures.embedded else joined(item.address, address)
        try:
            return up + pictures.path_of(address if item.folder and "://" not in address else whole, item.folder)
        except RefusedError as refused:
            is_elsewhere = "://" in whole
            hint = "the text leads to it where it is" if is_elsewhere else "it is left out of the text"
            if pictures.fetch or not is_elsewhere:
                kind = Note if is_elsewhere else Problem
                left_out.append(kind(f"the picture `{address[:200]}`: {refused}", item.where, hint))
            return whole if is_elsewhere else ""

    image = picture(item.image) if item.image and "://" not in item.image else ""
    if item.markdown:

        def led_here(part: str) -> str:
            part = _LINK.sub(lambda match: f"{match[1]}({link(match[2])}{match[3]})", part)
            return as_pictures(_with_pictures(part, picture))

        return text_of(item, outside_code(item.markdown, led_here), aliases, image)
    body, lost = to_markdown(item.html, link=link, picture=picture, is_loose=item.is_loose)
    left_out += [Problem(what, item.where, "it is left out of the text") for what in lost if "picture" not in what]
    return text_of(item, outside_code(body, as_pictures), aliases, image)


def _with_pictures(markdown: str, picture: Callable[[str], str]) -> str:
    """Return Markdown in which pictures have other addresses; one that has none is left out."""

    def written(match: re.Match[str]) -> str:
        address = picture(match[2])
        return f"{match[1]}({address}{match[3]})" if address else ""

    return _PICTURE.sub(written, markdown)


def _read(data: bytes, path: str, config: Config) -> Article:
    return read(data, path=path, modified=dates.of_file(0), config=config)


def _sidecar(
    article: Article,
    translation: Item,
    path: str,
    links: Destinations,
    pictures: Pictures,
    left_out: list[Problem],
    config: Config,
) -> tuple[str, int]:
    """Write what a translation says beside an article; return its path, and how many counterparts are a guess."""
    text = _text(replace(translation, lang=other(article.lang)), path, links, pictures, left_out)
    try:
        counterparts = paired(article, _read(text.encode(), path, config))
    except DigestError as error:
        left_out += [replace(problem, where=translation.where) for problem in error.problems]
        return "", 0
    target = sidecar_path(path, other(article.lang))
    body = update(None, article, other(article.lang), counterparts)
    try:
        make_file(config.content / target, body, target, within=config.content, hint=_STAYS)
    except DigestError as error:
        left_out += error.problems
        return "", 0
    return target, sum(each.origin == "draft" for each in counterparts.values())
