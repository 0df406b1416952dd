"""The memory and the glossary of a site for other programs, and theirs for the site."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC
from itertools import takewhile
from pathlib import Path, PurePath

from digest.config import Config
from digest.content import listing
from digest.editorial.site_memory import FOLDER, target_of
from digest.errors import DigestError, Problem
from digest.exchange import tmx
from digest.exchange.rows import Pair
from digest.files import check_inside, read_bytes, write_file
from digest.memory import MAX_BYTES as SIDECAR_BYTES
from digest.memory import Sidecar, parse, revision_of
from digest.memory.entries import counterpart_of
from digest.model import other
from digest.translation import glossary
from digest.translation.glossary import Term
from digest.translation.term_index import arabic_key


def reviewed_pairs(config: Config) -> Iterator[Pair]:
    """Yield the reviewed translations of all sidecars, in the order of their paths.

    Raises `DigestError` for a sidecar that can't be read.
    """
    for path in sorted(listing.find(config.content).sidecars):
        sidecar = parse(read_bytes(config.content / path, path, within=config.content, limit=SIDECAR_BYTES), path)
        revision = revision_of(sidecar)
        target = target_of(path)
        for source, words in _reviewed(sidecar):
            texts = {target: words, other(target): source}
            yield Pair(
                source=other(target),
                ar=texts["ar"],
                en=texts["en"],
                file=path,
                by=revision.by if revision else "",
                time=f"{revision.time.astimezone(UTC):%Y%m%dT%H%M%SZ}" if revision else "",
            )


def _reviewed(sidecar: Sidecar) -> Iterator[tuple[str, str]]:
    """Yield the sentences of a sidecar that are reviewed, with their translations; those said together as one."""
    said = [(entry.msgid, counterpart_of(entry)) for entry in sidecar.entries if entry.msgid]
    for number, (text, counterpart) in enumerate(said):
        if counterpart.said == "here" and counterpart.origin == "edited":
            joined = takewhile(lambda one: one[1].said == "before", said[number + 1 :])
            yield " ".join((text, *(one for one, _ in joined))), counterpart.text


def keep_memory(pairs: Iterable[Pair], name: str, config: Config, *, force: bool = False) -> tuple[Path, int]:
    """Keep the memory of others among those of a site; return its file, and how many distinct pairs it has.

    Raises `DigestError` when there is no pair, or one of that name is there already, unless by `force`.
    """
    distinct = list({(pair.ar, pair.en): pair for pair in pairs}.values())
    if not distinct:
        raise DigestError("it has nothing in Arabic and English", name, "look which languages it was exported with")
    path = f"{FOLDER}{PurePath(name).stem}.tmx"
    file = config.root / path
    if file.exists() and not force:
        raise DigestError("there is one already", path, "`--force` replaces it")
    (config.root / FOLDER).mkdir(exist_ok=True)
    check_inside(file, path, config.root)
    write_file(file, tmx.write(distinct), path)
    return file, len(distinct)


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """What an import of terms did.

    Attributes:
        file: the glossary.
        terms: how many are new in it.
        known: how many it had already.
        problems: of those that were left out, each with its line.
    """

    file: Path
    terms: int
    known: int
    problems: tuple[Problem, ...]


def add_terms(terms: Iterable[Term], name: str, config: Config) -> Added:
    """Add terms to a site's glossary; those that it has, or has otherwise, stay as it has them.

    `name` is what messages call the file that they are from. Raises `DigestError` when the glossary can't be read.
    """
    file = config.content / glossary.FILE
    there = file.exists() or file.is_symlink()
    data = read_bytes(file, glossary.FILE, within=config.content, limit=glossary.MAX_BYTES) if there else b""
    known = {
        arabic_key(term.source): term for term in (glossary.parse(data, glossary.FILE).terms if data.strip() else ())
    }
    new: list[Term] = []
    problems: list[Problem] = []
    same = 0
    for term in terms:
        where = f"{name}:{term.line}"
        if not term.source or not term.target:
            problems.append(Problem("a term needs `source` and `target`", where, "it is left out"))
            continue
        first = known.setdefault(arabic_key(term.source), term)
        if first is term:
            new.append(term)
        elif first.target == term.target:
            same += 1
        else:
            problem = f"`{term.source}` is `{first.target}` here, not `{term.target}`"
            problems.append(Problem(problem, where, f"it is left out; change it in {glossary.FILE} if it is right"))
    if new:
        write_file(file, glossary.with_terms(data, new), glossary.FILE)
    return Added(file=file, terms=len(new), known=same, problems=tuple(problems))
