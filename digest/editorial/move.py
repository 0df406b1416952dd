"""Renaming an article: its file and those beside it together; its former address stays alive."""

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from msgspec.structs import replace

from digest.config import Config
from digest.content import dates
from digest.content.article import read
from digest.content.header import read_header
from digest.content.images import is_elsewhere
from digest.content.listing import find, sidecar_path, sidecar_paths
from digest.errors import DigestError
from digest.files import is_below, make_file, read_bytes, real_path
from digest.memory.entries import reference_to
from digest.model import LANGS, Article
from digest.site.site import alias_of, path_of

_UTF8_MARK = "\ufeff"
_ARABIC = re.compile("[\u0621-\u064a]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """What was done.

    Attributes:
        files: old path → new path, below the content folder.
        copied: those of them that other articles show too, and that are in both places now.
        former: the former address, which leads to the new one; empty when the address is the same.
        mentions: the paths of the files that name the article's old file, as a link may.
    """

    files: Mapping[str, str]
    copied: tuple[str, ...]
    former: str
    mentions: tuple[str, ...]


def move(old: Path, new: Path, config: Config) -> Moved:
    """Rename the article file `old` to `new`, which may be a folder, with sidecars, versions and the files it shows.

    Where that gives it another address, its header names the former one. Pictures and attachments move only with the
    article to another folder, and only those below its own; what other articles name is copied. Everything is written
    before anything is removed. Raises `DigestError`; nothing is changed then.
    """
    before = _article(old, config)
    source = config.content / before.path
    target = real_path(new / source.name if new.is_dir() else new)
    target = target if target.suffix else target.with_name(target.name + source.suffix)
    path = _path_of(target, source, config)
    data = read_bytes(source, before.path)
    modified = dates.of_file(source.stat().st_mtime)
    renamed = source.with_name(target.name).relative_to(config.content).as_posix()  # where its pictures lie still
    after = read(data, path=renamed, modified=modified, config=config)
    former = ""
    if path_of(replace(after, path=path)) != path_of(before):
        former = path_of(before)
        data = _with_alias(data, before)
        after = _reread(data, before, renamed, config)
    if after.date != before.date:
        hint = f"begin the new name with `{before.date:%Y-%m-%d}-`, or give the article a `Date:` line"
        raise DigestError("its date would be another one under this name", path, hint)
    beside = _files_beside(before, target, config)
    versions = dict(_versions(before.path, path, config))
    others = {
        each: read_bytes(config.content / each, each, within=config.content)
        for each in _texts(config)
        if each != before.path and each not in versions
    }
    copied = tuple(each for each in beside if any(_names(body, each) for body in others.values()))
    sidecars = dict(_sidecars(before.path, path, config))
    bodies = {
        path: data,
        **{there: _renamed_sidecar(here, before, after, config.content) for here, there in sidecars.items()},
        **{
            there: read_bytes(config.content / here, here, within=config.content)
            for here, there in (*versions.items(), *beside.items())
        },
    }
    files = {before.path: path, **sidecars, **versions, **beside}
    _write(bodies, config.content)
    times = source.stat()
    os.utime(target, ns=(times.st_atime_ns, times.st_mtime_ns))  # of an article without a date it is the date
    for here in files:
        if here not in copied:
            (config.content / here).unlink()
    mentions = tuple(each for each, body in others.items() if _names(body, before.path))
    return Moved(files=files, copied=copied, former=former, mentions=mentions)


def _article(file: Path, config: Config) -> Article:
    if not real_path(file).is_relative_to(config.content):
        raise DigestError("it is not in the content folder", str(file), "name an article of the site")
    path = real_path(file).relative_to(config.content).as_posix()
    return read(read_bytes(file, path), path=path, modified=dates.of_file(file.stat().st_mtime), config=config)


def _path_of(target: Path, source: Path, config: Config) -> str:
    """Return the new path below the content folder. Raises `DigestError` for one that can't be."""
    if not target.is_relative_to(config.content):
        raise DigestError("it is not in the content folder", str(target), "an article stays below it")
    path = target.relative_to(config.content).as_posix()
    if target.suffix.lower() != source.suffix.lower():
        raise DigestError(f"the new name has another ending than `{source.suffix}`", path, "keep the ending")
    return path


def _with_alias(data: bytes, article: Article) -> bytes:
    """Return the bytes of an article file whose header names the present address among the former ones."""
    former = alias_of(article)
    by_hand = f"write `Aliases: {former}` into its header, and rename it by hand"
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise DigestError("it is not UTF-8, so nothing is written into it", article.path, by_hand) from None
    mark = _UTF8_MARK if text.startswith(_UTF8_MARK) else ""
    text = text.removeprefix(_UTF8_MARK)
    line_end = "\r\n" if "\r\n" in text else "\n"
    header = read_header(text, article.path)
    fence = re.match(r"\s*(\+\+\+|---)[ \t]*\r?\n", text)
    if aliases := header.fields.get("aliases"):
        if fence or aliases.is_list:
            raise DigestError("its `aliases` are a list", f"{article.path}:{aliases.line}", f"add `{former}`")
        text = f"{text[: aliases.end]}, {former}{text[aliases.end :]}"
    elif fence and header.fields:
        entry = f'aliases = ["{former}"]' if fence[1] == "+++" else f'aliases: ["{former}"]'
        text = f"{text[: fence.end()]}{entry}{line_end}{text[fence.end() :]}"
    else:
        first = min(header.fields.values(), key=lambda entry: entry.line, default=None)
        start = text.rfind("\n", 0, first.start) + 1 if first else 0
        is_arabic = _ARABIC.search(text[start : first.start]) if first else article.lang == "ar"
        name = "عناوين سابقة" if is_arabic else "Aliases"
        text = f"{text[:start]}{name}: {former}{line_end}{'' if first else line_end}{text[start:]}"
    return (mark + text).encode()


def _reread(data: bytes, before: Article, path: str, config: Config) -> Article:
    """Return the article as it is read with its new header. Raises `DigestError` where that changed its text."""
    modified = dates.of_file((config.content / before.path).stat().st_mtime)
    with suppress(DigestError):
        after = read(data, path=path, modified=modified, config=config)
        same = [unit.text for unit in after.units()] == [unit.text for unit in before.units()]
        if same and path_of(before) in after.aliases:
            return after
    hint = f"write `Aliases: {alias_of(before)}` into its header, and rename it by hand"
    raise DigestError("its former address can't be written into it", before.path, hint)


def _files_beside(article: Article, target: Path, config: Config) -> dict[str, str]:
    """Return the pictures and attachments that move to another folder with an article: old path → new path."""
    here, there = (config.content / article.path).parent, target.parent
    shown = (block.image.path for block in article.blocks if block.image and not is_elsewhere(block.image.path))
    linked = (link.path for link in article.file_links.values() if link.kind == "attachment")
    files = (config.content / path for path in dict.fromkeys(chain(shown, linked)))
    return {
        file.relative_to(config.content).as_posix(): (there / file.relative_to(here))
        .relative_to(config.content)
        .as_posix()
        for file in files
        if here != there and file.is_relative_to(here) and file.is_file()
    }


def _sidecars(old: str, new: str, config: Config) -> Iterator[tuple[str, str]]:
    for lang in LANGS:
        for here in sidecar_paths(old, lang):
            if (config.content / here).is_file():
                yield here, sidecar_path(new, lang)
                break


def _versions(old: str, new: str, config: Config) -> Iterator[tuple[str, str]]:
    """Yield the old and the new path of each file that holds a version of an article."""
    for source in find(config.content).versions.get(old, ()):
        stem, _, suffix = source.path.rpartition(".")
        yield source.path, f"{new.rpartition('.')[0]}.{stem.rpartition('.')[2]}.{suffix}"


def _renamed_sidecar(path: str, before: Article, after: Article, content: Path) -> bytes:
    """Return the bytes of a sidecar in which the article has its new name."""
    lines = read_bytes(content / path, path, within=content).split(b"\n")
    old, new = reference_to(before).encode(), reference_to(after).encode()
    return b"\n".join(line.replace(old, new) if line.rstrip() == old else line for line in lines)


def _texts(config: Config) -> Iterator[str]:
    for file in sorted(config.content.rglob("*")):
        if file.suffix.lower() in (".md", ".txt") and file.is_file() and is_below(file, config.content):
            yield file.relative_to(config.content).as_posix()


def _names(body: bytes, path: str) -> bool:
    return path.rpartition("/")[2].encode() in body


def _write(bodies: Mapping[str, bytes], content: Path) -> None:
    """Write new files; none where a file is already, and none at all when one can't be written."""
    written: list[Path] = []
    try:
        for path, body in bodies.items():
            make_file(content / path, body, path, within=content, hint="choose another name; nothing was changed")
            written.append(content / path)
    except DigestError:
        for file in written:
            file.unlink()
        raise
