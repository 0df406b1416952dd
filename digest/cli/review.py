"""The command `digest review`: the editors' desk in a terminal, one sentence after the other, a key for each answer.

Each text stands on lines of its own, without a mark before it: a terminal that knows how to show Arabic needs no more,
and one that doesn't is not made worse.
"""

import os
import shutil
import sys
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from digest.cli.articles import article_paths
from digest.cli.options import current_time, desk_of, examples, site_option
from digest.cli.terminal import print_lines, print_problems, say, shown_path
from digest.errors import DigestError, Problem
from digest.messages import nearest

if TYPE_CHECKING:
    from digest.editorial.desk import Card, Desk, Task
    from digest.editorial.site_memory import Match

KEYS = (
    ("y", "reviewed"),
    ("e", "edit it in $EDITOR"),
    ("d", "keep as a draft"),
    ("s", "skip"),
    ("1-3", "take a match"),
    ("m", "take the machine's words"),
    ("+", "joined with the sentence before"),
    ("-", "leave it out"),
    ("=", "leave it as it is"),
    ("q", "quit"),
)

_ON_ARABIC_KEYBOARD = str.maketrans("غثيسضة١٢٣", "yedsqm123")
"""What the keys give while the keyboard is an Arabic one."""

_SIGN = {"+": "[+]", "-": "[-]", "=": "[=]"}

_BELOW = "# ---------- >8 ---------- what stands below this line is for you, and is not saved"


@click.command(
    epilog=examples("digest review", "digest review content/2026-11-20-olive-harvest.txt", 'digest review --of "نور"')
)
@site_option
@click.argument("files", nargs=-1, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--of", "person", metavar="NAME", default="", help="Only articles whose translation is that person's.")
@click.option("--commit", is_flag=True, help="Commit to git what was saved, at the end.")
def review(root: Path, files: tuple[Path, ...], person: str, commit: bool) -> None:
    """Review translations, sentence by sentence.

    Doubtful sentences, drafts, outdated ones and those without a translation, the newest article first. A key says
    what to do with each; what is saved is in the sidecar at once, so that you may stop at any time and go on later.

    FILES are articles or sidecars; without any, it is the whole site.
    """
    from digest.editorial import corpus
    from digest.editorial.git import user_name

    if files and person:
        raise click.UsageError("name FILES, or a person with `--of`, not both")
    editors, config = desk_of(root)
    articles = None
    if files:
        articles = article_paths(files, corpus.load(config, now=current_time(), drafts=True), config)
    queue = editors.queue(articles=articles, person=person)
    if person and not queue.tasks and person not in (people := editors.people()):
        raise DigestError(
            f"no translation is by `{person}`, as far as the last build knows", hint=nearest(person, people)
        )
    print_problems(queue.problems, "warning")
    try:
        done = _Review(editors, shown_path(config.content), user_name(config.root), _Keyboard()).run(queue.tasks)
    finally:
        if commit and (message := editors.commit()):
            say(f"committed: {message}")
    left = len(queue.tasks) + queue.unlisted - done.reviewed
    say(f"{done.reviewed:,} reviewed, {done.drafts:,} kept as drafts, {left:,} left")


@dataclass(frozen=True, slots=True)
class _Done:
    """How many sentences were reviewed, and how many kept as drafts."""

    reviewed: int = 0
    drafts: int = 0


@dataclass(frozen=True, slots=True)
class _Review:
    """A round of questions to a person.

    Attributes:
        desk: of the site.
        folder: where the articles lie, as it is shown.
        by: whose work it is.
        keyboard: where they answer.
    """

    desk: "Desk"
    folder: str
    by: str
    keyboard: "_Keyboard"

    def run(self, tasks: "Sequence[Task]") -> _Done:
        """Ask about each sentence until the last, or until the person quits; tell how many were done."""
        done = _Done()
        for number, task in enumerate(tasks, 1):
            print_lines("", f"{number:,} of {len(tasks):,}")
            try:
                answer = self._ask(self.desk.open(task.article, task.key))
            except DigestError as error:  # the author has changed the article meanwhile
                print_problems(error.problems, "warning")
                continue
            if answer == "quit":
                break
            if answer == "reviewed":
                done = replace(done, reviewed=done.reviewed + 1)
            elif answer == "draft":
                done = replace(done, drafts=done.drafts + 1)
        return done

    def _ask(self, card: "Card") -> str:
        """Show a sentence, and do what the person says until it is saved, skipped, or enough; return which."""
        from digest.memory.entries import SIGNS

        words = card.words if card.said == "here" else SIGNS[card.said]
        matches = self.desk.matches(card.task.article, card.task.key)
        print_lines(*card_lines(card, matches, self.folder, _width()))
        while True:
            match self.keyboard.ask():
                case "y" | "d" | "+" | "-" | "=" as key:
                    try:
                        changed = self._save(card, _SIGN.get(key, words), reviewed=key != "d")
                    except DigestError as error:
                        print_problems(error.problems, "error")
                        continue
                    if changed is None:
                        return "draft" if key == "d" else "reviewed"
                    card = changed
                case "e":
                    words = self._edited(card, words)
                case "m" if card.machine:
                    words = self._taken(card, card.machine)
                case "1" | "2" | "3" as key if int(key) <= len(matches):
                    words = self._taken(card, matches[int(key) - 1].counterpart)
                case "s":
                    return "skipped"
                case "q" | "":
                    return "quit"
                case _:
                    print_lines(*(f"  {key:4} {what}" for key, what in KEYS))

    def _save(self, card: "Card", words: str, *, reviewed: bool) -> "Card | None":
        """Save words; where somebody else has changed the sentence, show theirs, and return it as it is now."""
        from digest.editorial.desk import ConflictError, Edit

        task = card.task
        edit = Edit(
            article=task.article, key=task.key, version=card.version, words=words, reviewed=reviewed, by=self.by
        )
        try:
            self.desk.save(edit)
        except ConflictError as conflict:
            theirs = conflict.card.words or "no translation"
            hint = "answer again to save yours, or skip it"
            place = f"{self.folder}/{card.file}"
            print_problems([Problem("somebody else has changed it meanwhile", place, hint, theirs)], "warning")
            return conflict.card
        return None

    def _edited(self, card: "Card", words: str) -> str:
        """Return the words that a person makes of others in their editor; the same when they don't save there."""
        below = "\n".join(f"# {line}" for line in (card.task.text, *(f"{a} = {b}" for a, b in card.terms)))
        try:
            text = click.edit(f"{words}\n\n{_BELOW}\n{below}\n", extension=".txt")
        except click.ClickException as error:
            print_problems([Problem(error.message, hint="set EDITOR to a program that is there")], "error")
            return words
        return words if text is None else self._taken(card, " ".join(text.partition(_BELOW)[0].split()))

    def _taken(self, card: "Card", words: str) -> str:
        """Show words that are not saved yet, and what looks wrong with them; return them."""
        print_lines("", *_wrapped(words, _width()))
        checks = self.desk.check(card.task.article, card.task.key, words) if words else None
        if checks and (checks.flags or checks.lacking):
            print_lines(f"look at this again: {_doubts(checks.flags, checks.lacking)}")
        return words


def card_lines(card: "Card", matches: "Iterable[Match]", folder: str, width: int) -> Iterator[str]:
    """Yield a sentence with what helps to translate it, for a terminal so many columns wide."""
    from digest.editorial.worklist import TITLES

    task = card.task
    title = TITLES[task.state] if task.state != "edited" else "reviewed"
    yield f"{folder}/{card.file}" + (f":{card.line}" if card.line else "")
    yield f"{title}: {_doubts(task.flags)}" if task.flags else title
    yield ""
    yield from _wrapped(task.text, width)
    if card.changes:
        yield ""
        yield "before it was changed:"
        yield from _wrapped(" ".join(text for kind, text in card.changes if kind != "new"), width)
    if card.words:
        yield ""
        yield from _wrapped(card.words, width)
    if card.machine and card.machine != card.words:
        yield ""
        yield "m  the machine's words" + (f": {_doubts(card.machine_flags)}" if card.machine_flags else "")
        yield from _wrapped(card.machine, width)
    for number, match in enumerate(matches, 1):
        by = f", reviewed by {match.by}" if match.by else ""
        yield ""
        yield f"{number}  {match.likeness:.0%} alike, {match.sidecar}{by}"
        yield from _wrapped(match.source, width)
        yield from _wrapped(match.counterpart, width)
    for term, wanted in card.terms:
        yield ""
        yield "the glossary says:"
        yield term
        yield wanted
    for comment in card.comments:
        yield ""
        yield f"note: {comment}"


def _doubts(flags: Iterable[str], lacking: Iterable[str] = ()) -> str:
    from digest.locale import words

    said = [words("en")(f"doubt.{flag}") for flag in flags]
    return ", ".join((*said, *(f"the glossary says `{word}`" for word in lacking)))


def _wrapped(text: str, width: int) -> list[str]:
    return textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False) or [text]


def _width() -> int:
    return max(20, shutil.get_terminal_size().columns - 1)


class _Keyboard:
    """Where the person answers: with a key in a terminal, else with a line each."""

    def __init__(self) -> None:
        """Begin with nothing typed."""
        self._typed = ""

    def ask(self) -> str:
        """Return the next answer, a letter as on an English keyboard; empty at the end."""
        click.echo("[y]es [e]dit [d]raft [s]kip [q]uit, [?] for more: ", nl=False, err=True)
        if not sys.stdin.isatty():
            line = sys.stdin.readline()
            return (line.strip() or "?")[:1].lower() if line else ""
        if not self._typed:
            self._typed = _typed()
        pressed, self._typed = self._typed[:1], self._typed[1:]
        click.echo(pressed if pressed.isprintable() else "", err=True)
        return pressed.lower().translate(_ON_ARABIC_KEYBOARD)


def _typed() -> str:
    """Return what is typed next, without waiting for the end of a line; empty at the end of the input (Ctrl-D).

    An arrow key, or another that says more than a letter, is an unknown one: the letters in it are not meant.
    """
    try:
        import termios
        import tty
    except ImportError:  # Windows
        typed = click.getchar()
    else:
        before = termios.tcgetattr(sys.stdin)
        try:
            tty.setcbreak(sys.stdin, termios.TCSADRAIN)  # keeps what was typed meanwhile
            typed = os.read(sys.stdin.fileno(), 256).decode("utf-8", "ignore")
        finally:
            termios.tcsetattr(sys.stdin, termios.TCSADRAIN, before)
    if typed.startswith("\x1b"):
        return "?"
    return "" if typed.startswith(("\x04", "\0")) else typed  # Linux reads a Ctrl-D of before `setcbreak` as NUL
