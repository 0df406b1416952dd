"""The counterpart of every sentence: from the sidecar, from the machine cache, or from one run of the engine.

In three steps, so that articles can be read in several processes and the machine is still asked once for all of them:
`request` says what an article lacks, `reply` answers the requests of all articles, `complete` makes the story.
"""

import dataclasses
from collections import Counter
from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache as cache_calls
from typing import TYPE_CHECKING

from msgspec.structs import replace

from digest import markup, quality
from digest.errors import DigestError, Problem
from digest.memory import Cache
from digest.model import Article, Counterpart, Counts, Lang, Revision, Story, other
from digest.progress import Progress, quiet
from digest.quality.arabic_style import AS_IT_IS, ArabicStyle
from digest.quality.doubtful import places
from digest.quality.text import QUOTED
from digest.translation.glossary import NO_TERMS, Glossary
from digest.translation.machine_queue import Answer, MachineQueue, Question, question
from digest.translation.one_spelling import with_one_spelling

if TYPE_CHECKING:
    from digest.argos import Machine, Package


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """The sentences of an article that have words to translate, and no counterpart yet.

    Attributes:
        path: of the article.
        lang: its language.
        package: the name of the package to translate them with, or None for any.
        texts: each sentence, as it stands in the article, to its text without markup.
        settled: of an Arabic article the sentences that people have translated, with their counterparts, both without
            markup.
    """

    path: str
    lang: Lang
    package: str | None
    texts: Mapping[str, str]
    settled: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """A machine's answers to a request.

    Attributes:
        answers: by sentence, as it stands in the article; none where no package translates the pair.
        made_by: the package that gave them, as a sidecar records it.
        remembered: how many of them needed no model.
        owed: the sentences that the package has yet to be asked for.
    """

    answers: Mapping[str, Answer] = field(default_factory=dict)
    made_by: str = ""
    remembered: int = 0
    owed: frozenset[str] = frozenset()


UNANSWERED = "none"
"""In place of a digest of how the machine was asked, where no package is installed to be asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Questions:
    """A request as questions to a package.

    Attributes:
        package: None where none is installed that translates the pair.
        by_text: the question for each sentence, as it stands in the article; none without a package.
    """

    package: "Package | None"
    by_text: Mapping[str, Question]


def translate(
    articles: Sequence[Article],
    known: Sequence[Mapping[str, Counterpart]],
    *,
    machine: "Machine",
    package: str | None,
    cache: Cache,
    glossary: Glossary = NO_TERMS,
    style: ArabicStyle = AS_IT_IS,
    progress: Progress = quiet,
    allow_untranslated: bool = False,
) -> tuple[list[Story], Counts]:
    """Return one story an article, in the same order, and where the counterparts came from: all three steps at once.

    `known` has one mapping an article: the counterparts of its sidecar, by clean text. The rest is as for `reply`.
    """
    requests = [request(article, found, package) for article, found in zip(articles, known, strict=True)]
    replies = reply(
        requests,
        machine=machine,
        cache=cache,
        glossary=glossary,
        style=style,
        progress=progress,
        allow_untranslated=allow_untranslated,
    )
    stories = [complete(*each) for each in zip(articles, known, replies, strict=True)]
    return stories, Counts.total(count(*each) for each in zip(stories, replies, strict=True))


def request(article: Article, known: Mapping[str, Counterpart], package: str | None) -> Request:
    """Return the request for the sentences that `known`, the article's sidecar, has no counterpart of.

    `package` is the site's; one that the article names goes before it.
    """
    missing = dict.fromkeys(unit.text for unit in article.units() if unit.text not in known)
    texts = {
        text: markup.plain(text, article.format, article.references)
        for text in missing
        if _verbatim(article, text) is None
    }
    return Request(
        path=article.path,
        lang=article.lang,
        package=article.package or package,
        texts=texts,
        settled=tuple(_settled(article, known)) if texts and article.lang == "ar" else (),
    )


def reply(
    requests: Sequence[Request],
    *,
    machine: "Machine",
    cache: Cache,
    glossary: Glossary = NO_TERMS,
    style: ArabicStyle = AS_IT_IS,
    progress: Progress = quiet,
    allow_untranslated: bool = False,
) -> list[Reply]:
    """Return a reply to each request, in the same order; the machine translates what the cache does not have.

    Answers say the terms of `glossary`, Arabic ones in a style. With `allow_untranslated`, a request for which no
    package is installed has no answers. Raises `DigestError` with a problem for each such request otherwise.
    """
    asked = _questions(requests, machine)
    lacking = [wanted for wanted, to in zip(requests, asked, strict=True) if wanted.texts and not to.package]
    if lacking and not allow_untranslated:
        raise DigestError.of(map(_lacking, lacking))
    queue = MachineQueue(machine=machine, cache=cache, glossary=glossary, progress=progress)
    answers, remembered = queue.ask(_distinct(asked))
    return [_reply(*each, answers, remembered, glossary, style) for each in zip(requests, asked, strict=True)]


def recall(
    requests: Sequence[Request],
    *,
    machine: "Machine",
    cache: Cache,
    glossary: Glossary = NO_TERMS,
    style: ArabicStyle = AS_IT_IS,
) -> list[Reply]:
    """Return a reply to each request, in the same order, with the answers that need no model; the others are owed."""
    asked = _questions(requests, machine)
    answers = MachineQueue(machine=machine, cache=cache, glossary=glossary).recall(_distinct(asked))
    return [_reply(*each, answers, answers.keys(), glossary, style) for each in zip(requests, asked, strict=True)]


def complete(
    article: Article, known: Mapping[str, Counterpart], reply: Reply, revision: Revision | None = None
) -> Story:
    """Return the story of an article: counterparts of its sidecar (`known`), then of a machine; the rest has none."""
    return Story(article=article, counterparts=dict(_counterparts(article, known, reply)), revision=revision)


def reviewed_only(story: Story) -> Story:
    """Return a story in which only what a person has reviewed, and what has no words, stands in the other language."""
    counterparts: dict[str, Counterpart] = {}
    is_kept = False
    for text, one in story.counterparts.items():
        is_kept = one.origin in ("edited", "verbatim") and (one.said != "before" or is_kept)
        counterparts[text] = one if is_kept else Counterpart(text=text, origin="untranslated")
    return replace(story, counterparts=counterparts)


def with_outdated_as(known: Mapping[str, Counterpart], stale: str) -> Mapping[str, Counterpart]:
    """Return what a page may use of an article's sidecar, given what it is to have for what is outdated.

    `stale` is that setting of the site: for `machine` outdated counterparts are as if they were not there, for
    `original` their sentences stand in their places.
    """
    if stale == "show":
        return known
    if stale == "machine":
        return {text: one for text, one in known.items() if one.origin != "stale"}
    return {
        text: Counterpart(text=text, origin="stale", said="as_written") if one.origin == "stale" else one
        for text, one in known.items()
    }


def outdated(known: Mapping[str, Counterpart]) -> frozenset[str]:
    """Return the sentences whose counterparts in an article's sidecar are outdated."""
    return frozenset(text for text, counterpart in known.items() if counterpart.origin == "stale")


def count(story: Story, reply: Reply, stale: Collection[str] = ()) -> Counts:
    """Return where the counterparts of a story came from; `put_aside` is for who has read the sidecar to say.

    The sentences in `stale` count as such, whatever the page has for them.
    """
    counterparts = story.counterparts.values()
    origins = Counter("stale" if text in stale else one.origin for text, one in story.counterparts.items())
    withheld = sum(answer.withheld for answer in reply.answers.values())
    kept = len(story.counterparts) - origins["untranslated"] - origins["verbatim"]
    return Counts(
        sentences=len(story.counterparts),
        from_sidecar=kept - (len(reply.answers) - withheld),
        from_cache=reply.remembered,
        machine_translated=len(reply.answers) - reply.remembered,
        untranslated=origins["untranslated"],
        withheld=withheld,
        flagged=sum(bool(one.flags) for one in counterparts),
        edited=origins["edited"],
        draft=origins["draft"],
        stale=origins["stale"],
        machine=origins["machine"],
        doubtful=sum(
            one.origin == "machine" and bool(one.flags) and text not in stale
            for text, one in story.counterparts.items()
        ),
    )


def _lacking(wanted: Request) -> Problem:
    pair = f"{wanted.lang} {other(wanted.lang)}"
    count = len(wanted.texts)
    sentences = "1 sentence has" if count == 1 else f"{count} sentences have"
    if wanted.package:
        missing = f"no package `{wanted.package}` is installed for `{pair}`"
        first = "name one that `digest models list` shows"
    else:
        missing = "no package is installed"
        first = f"get a package with `digest models install {pair}`"
    return Problem(
        f"{sentences} no counterpart, and {missing}",
        wanted.path,
        f"{first}, write the counterparts by hand after `digest translate --skeleton`, "
        f"or show the source text with `--allow-untranslated`",
    )


def _questions(requests: Sequence[Request], machine: "Machine") -> list[_Questions]:
    """Return the questions of each request, to the package that it names or the newest for its pair."""
    find = cache_calls(machine.find)
    asked: list[_Questions] = []
    for wanted in requests:
        package = find(wanted.package, wanted.lang, other(wanted.lang)) if wanted.texts else None
        by_text: dict[str, Question] = {}
        if package:
            for text, plain in wanted.texts.items():
                by_text[text] = question(
                    package, wanted.lang, plain, machine, aligned=text != plain or bool(QUOTED.search(plain))
                )
        asked.append(_Questions(package=package, by_text=by_text))
    return asked


def _distinct(asked: Iterable[_Questions]) -> list[Question]:
    """Return every question once, in order of first appearance."""
    return list({one.key: one for to in asked for one in to.by_text.values()}.values())


def _reply(
    wanted: Request,
    asked: _Questions,
    answers: Mapping[str, Answer],
    remembered: Container[str],
    glossary: Glossary,
    style: ArabicStyle,
) -> Reply:
    """Return the reply to a request from the answers to questions, by their keys; `remembered` needed no model.

    English answers have one spelling for each name.
    """
    answered = {text: one.key for text, one in asked.by_text.items() if one.key in answers}
    given = {text: answers[key] for text, key in answered.items()}
    sources, texts = [wanted.texts[text] for text in given], [answer.text for answer in given.values()]
    if wanted.lang == "ar":
        texts = with_one_spelling(sources, texts, wanted.settled, glossary.words)
    else:
        texts = [style.written(source, text) for source, text in zip(sources, texts, strict=True)]
    given = {
        text: dataclasses.replace(answer, text=new) for (text, answer), new in zip(given.items(), texts, strict=True)
    }
    return Reply(
        answers=given,
        made_by=asked.package.id if asked.package and asked.by_text else "",
        remembered=sum(key in remembered for key in answered.values()),
        owed=frozenset(asked.by_text.keys() - answered.keys()),
    )


def _counterparts(
    article: Article, known: Mapping[str, Counterpart], reply: Reply
) -> Iterator[tuple[str, Counterpart]]:
    """Yield each distinct sentence of an article with its counterpart."""
    labels = {label.text for label in article.labels()}
    to_say = said_together(article, known)
    is_said = False
    for text in dict.fromkeys(unit.text for unit in article.units()):
        mine = known.get(text)
        is_alone = mine is not None and mine.said == "before" and not is_said
        is_title = text == article.title.text
        is_said = mine is not None and not is_title and can_say_more(mine)
        if mine and (is_alone or (mine.said == "nowhere" and is_title)):
            # The sentence before has no person's counterpart to say it, or it is the headline, which every page has.
            yield text, Counterpart(text=text, origin="untranslated")
        elif mine and mine.origin != "machine":
            yield text, mine if _is_reviewed(article, mine) else _unreviewed(article, to_say[text], mine)
        elif text in reply.answers and not reply.answers[text].withheld:
            yield text, machine_counterpart(article, text, reply, is_label=text in labels)
        elif (as_it_is := _verbatim(article, text)) is not None:
            yield text, Counterpart(text=as_it_is, origin="verbatim")
        else:
            yield text, mine or Counterpart(text=text, origin="untranslated", owed=text in reply.owed)


def _settled(article: Article, known: Mapping[str, Counterpart]) -> Iterator[tuple[str, str]]:
    """Yield the sentences of an article that people have translated, with their counterparts, without markup."""
    for text in dict.fromkeys(unit.text for unit in article.units()):
        if text in known and known[text].origin in ("edited", "draft") and known[text].said == "here":
            here, there = (markup.plain(side, article.format, article.references) for side in (text, known[text].text))
            yield here, there


def _verbatim(article: Article, text: str) -> str | None:
    """Return the counterpart of a sentence without words, and None for any other."""
    return markup.verbatim(text, other(article.lang), article.format, article.references)


def machine_counterpart(article: Article, text: str, reply: Reply, *, is_label: bool) -> Counterpart:
    """Return a machine's answer as a counterpart, in Markdown where the article is; also one that it abstains from.

    `is_label` tells whether the text is one of `Article.labels()`.
    """
    answer = reply.answers[text]
    flags = answer.flags
    shown = answer.text
    if article.format == "markdown":
        shown = markup.project(text, answer.text, article.references, answer.alignment)
        if markup.links(text, article.references) != markup.links(shown):
            flags = tuple(flag for flag in quality.FLAGS if flag in {*flags, "link"})
    if is_label:
        shown = quality.without_added_stop(text, shown)
    doubtful = tuple(word for word in answer.doubtful if any(places([word], shown)))
    return Counterpart(text=shown, origin="machine", flags=flags, made_by=reply.made_by, doubtful=doubtful)


def said_together(article: Article, counterparts: Mapping[str, Counterpart]) -> dict[str, str]:
    """Return what the counterpart of each text has to say: the text, and those after it that are said with it."""
    said: dict[str, str] = {}
    first = ""
    for unit in article.units():
        counterpart = counterparts.get(unit.text)
        if first and counterpart and counterpart.said == "before":
            said.setdefault(unit.text, unit.text)
            said[first] += f" {unit.text}"
        else:
            first = "" if unit.text in said or unit.text == article.title.text else unit.text
            said.setdefault(unit.text, unit.text)
    return said


def can_say_more(counterpart: Counterpart) -> bool:
    """Tell whether the sentence after a counterpart's may be joined to it: a person says something there."""
    return counterpart.origin in ("edited", "draft", "stale") and counterpart.said != "nowhere"


def _is_reviewed(article: Article, counterpart: Counterpart) -> bool:
    if counterpart.said != "here":
        return counterpart.origin == "edited"
    return counterpart.origin == "edited" and not quality.is_in_other_script(counterpart.text, article.lang)


def _unreviewed(article: Article, text: str, counterpart: Counterpart) -> Counterpart:
    """Return a person's counterpart that waits for review with the flags that tell where it does not fit its source.

    A reviewed one in letters that are not its language's is a draft: nobody who read it can have meant it.
    """
    if counterpart.origin == "edited":
        counterpart = replace(counterpart, origin="draft")
    if counterpart.said != "here":
        return counterpart
    source, target = (markup.strip(side, article.references) for side in (text, counterpart.text))
    return replace(counterpart, flags=quality.check(source, target, article.lang))
