"""A synchronous grammar: rules that write an Arabic sentence and its English translation at once.

The rules are plain text, in `rules/*.rules`; `rules/README.md` describes their notation.  A sampled
`Pair` has each side twice.  The canonical form is what the model must write, so one meaning has one
form.  The variant is what the model may read: other words, other spellings, other digits.
"""

import random
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate
from pathlib import Path

from names import invent_name
from numerals import Noun, count_in_digits, count_in_words, english_ordinal

RULES = Path(__file__).parent / "rules"

# The symbol that no rule defines: a made-up name.
INVENTED = "invented"

_PIECE = re.compile(r"\{([^{}]+)\}|\[([^\[\]]+)\]")
_TAG = re.compile(r"\s#(\S+)")
_NUMBER = re.compile(r"(?P<name>\S+) := (?P<noun>\S+) (?P<low>\d+)\.\.(?P<high>\d+)(?P<styles>( \S+)*)$")


class RuleError(ValueError):
    """A rule file that does not follow the notation."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in a template that another rule fills.

    `key` names the filler within its template; `symbol` is what fills it.  `by_gender`, if given, is
    the word to write for a masculine and for a feminine filler, in place of the filler itself.
    """

    key: str
    symbol: str
    form: str = ""
    by_gender: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """Wordings of which the first is canonical and every one may be read."""

    options: tuple["Template", ...]


Template = tuple[str | Slot | Choice, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """One Arabic and one English template of a symbol."""

    identity: str
    arabic: Template
    english: Template
    weight: int = 1
    feminine: bool = False
    adjective: tuple[str, str] | None = None
    accusative: str = ""


@dataclass(frozen=True, slots=True)
class NumberRule:
    """A range of numbers, with a noun or a group of nouns to count; rules/README.md lists the styles."""

    noun: str
    low: int
    high: int
    styles: frozenset[str]


@dataclass(frozen=True, slots=True)
class Text:
    """One side of a filled template: what to write, and what may be read."""

    canonical: str
    variant: str

    @property
    def both(self) -> tuple[str, str]:
        """The canonical form and the variant."""
        return self.canonical, self.variant

    @classmethod
    def same(cls, text: str) -> "Text":
        """Make a text that is read as it is written."""
        return cls(text, text)


@dataclass(frozen=True, slots=True)
class Filler:
    """What an expanded symbol puts in a slot."""

    identity: str
    arabic: Text
    english: Text
    feminine: bool = False
    nominative: str = ""
    adjective: tuple[str, str] | None = None
    accusative: str = ""


@dataclass(frozen=True, slots=True)
class Pair:
    """A sampled sentence and its translation.

    `uses` are the "rule > filler" steps of the derivation, by which combinations are held out.
    """

    genre: str
    arabic: Text
    english: Text
    uses: frozenset[str]


@dataclass(frozen=True)
class Grammar:
    """The rules, numbers and nouns of every rule file."""

    rules: dict[str, list[Rule]] = field(default_factory=dict)
    numbers: dict[str, NumberRule] = field(default_factory=dict)
    nouns: list[Noun] = field(default_factory=list)

    @cached_property
    def weights(self) -> dict[str, list[int]]:
        """The cumulative weights of each symbol's rules."""
        return {symbol: list(accumulate(rule.weight for rule in rules)) for symbol, rules in self.rules.items()}

    @cached_property
    def entities(self) -> frozenset[str]:
        """The identities of rules that name one thing out of at least twelve, such as a city or a club."""
        lists = (rules for rules in self.rules.values() if len(rules) >= 12)
        return frozenset(rule.identity for rules in lists for rule in rules if not any(_slots(rule.arabic)))

    @cached_property
    def genres(self) -> list[str]:
        """The genres, which are the prefixes of the symbols `<genre>.event`."""
        return sorted(symbol.removesuffix(".event") for symbol in self.rules if symbol.endswith(".event"))

    def sample(self, rng: random.Random, genre: str | None = None) -> Pair:
        """Derive one line of a bulletin from the symbol `line`, of the given genre or of any."""
        chosen = genre or rng.choice(self.genres)
        derivation = _Derivation(self, rng, chosen)
        filler = derivation.expand("line")
        return Pair(
            chosen,
            Text(finish_arabic(filler.arabic.canonical), finish_arabic(filler.arabic.variant, rng)),
            Text(finish_english(filler.english.canonical), finish_english(filler.english.variant)),
            frozenset(derivation.uses),
        )

    def check(self) -> None:
        """Fail on a slot that nothing fills, or that only one side of a rule mentions."""
        for symbol, rules in self.rules.items():
            for rule in rules:
                arabic, english = ({slot.key for slot in _slots(side)} for side in (rule.arabic, rule.english))
                if arabic != english:
                    raise RuleError(f"{rule.identity}: the sides differ in {sorted(arabic ^ english)}")
                for slot in _slots(rule.arabic):
                    names = [slot.symbol]
                    if slot.symbol.startswith("."):
                        genre = symbol.partition(".")[0]
                        names = [g + slot.symbol for g in (self.genres if genre not in self.genres else [genre])]
                    for name in names:
                        if name != INVENTED and name not in self.rules and name not in self.numbers:
                            raise RuleError(f"{rule.identity}: nothing fills {name}")


class _Derivation:
    """The state of one sampling: the random source, the genre, and the steps taken."""

    def __init__(self, grammar: Grammar, rng: random.Random, genre: str) -> None:
        self.grammar = grammar
        self.rng = rng
        self.genre = genre
        self.uses: set[str] = set()

    def expand(self, symbol: str) -> Filler:
        if symbol.startswith("."):
            symbol = self.genre + symbol
        number = self.grammar.numbers.get(symbol)
        if number is not None:
            return self._count(number)
        if symbol == INVENTED:
            arabic, english = invent_name(self.rng)
            return Filler("", Text.same(arabic), Text.same(english))
        rules = self.grammar.rules[symbol]
        rule = self.rng.choices(rules, cum_weights=self.grammar.weights[symbol])[0]
        fillers: dict[str, Filler] = {}
        taken: set[str] = set()
        for slot in _slots(rule.arabic):
            if slot.key in fillers:
                continue
            filler = self.expand(slot.symbol)
            for _ in range(5):
                if filler.arabic.canonical not in taken:
                    break
                filler = self.expand(slot.symbol)
            taken.add(filler.arabic.canonical)
            fillers[slot.key] = filler
            if filler.identity in self.grammar.entities:
                self.uses.add(f"{rule.identity} > {filler.identity}")
        return Filler(
            rule.identity,
            self._render(rule.arabic, fillers, _arabic_form),
            self._render(rule.english, fillers, _english_form),
            rule.feminine,
            adjective=rule.adjective,
            accusative=rule.accusative,
        )

    def _render(self, template: Template, fillers: dict[str, Filler], form: "FormOf") -> Text:
        canonical: list[str] = []
        variant: list[str] = []
        for part in template:
            if isinstance(part, str):
                text = Text.same(part)
            elif isinstance(part, Slot):
                text = form(part, fillers[part.key])
            else:
                first = self._render(part.options[0], fillers, form)
                # Half of what is read is canonical, however many other wordings there are.
                other = first
                if self.rng.random() < 0.5:
                    other = self._render(self.rng.choice(part.options[1:]), fillers, form)
                text = Text(first.canonical, other.variant)
            canonical.append(text.canonical)
            variant.append(text.variant)
        return Text("".join(canonical), "".join(variant))

    def _count(self, rule: NumberRule) -> Filler:
        rng = self.rng
        number = rng.randint(rule.low, rule.high)
        styles = rule.styles
        if "round" in styles:
            number = _rounded(number, rng)
        digits = str(number)
        if "decimal1" in styles or ("maybe-decimal" in styles and rng.random() < 0.4):
            digits = f"{number}.{rng.randint(0, 9)}"
        elif "decimal2" in styles:
            digits = f"{number}.{rng.randint(0, 99):02d}"
        elif "half" in styles and rng.random() < 0.3:
            digits = f"{number}.5"
        if number >= 1000 and "plain" not in styles and rng.random() < 0.75:
            whole, dot, decimals = digits.partition(".")
            digits = f"{int(whole):,}{dot}{decimals}"
        if rule.noun == "-":
            english = english_ordinal(number) if "ordinal" in styles else digits
            return Filler("", Text.same(digits), Text.same(english), nominative=digits)
        noun = rng.choice([n for n in self.grammar.nouns if rule.noun in (n.key, n.group)])
        if "." not in digits and ("words" in styles or _in_words(number, rng)):
            arabic, english = count_in_words(number, noun)
            nominative = count_in_words(number, noun, nominative=True)[0]
        else:
            arabic, english = count_in_digits(digits, noun)
            nominative = arabic
        return Filler("", Text.same(arabic), Text.same(english), noun.feminine, nominative)


FormOf = Callable[[Slot, Filler], Text]


def _in_words(number: int, rng: random.Random) -> bool:
    if number <= 2:
        return True
    return number < 100 and rng.random() < (0.5 if number <= 10 else 0.06)


def _rounded(number: int, rng: random.Random) -> int:
    """Keep the leading digits of a number, as prices and crowds are often told."""
    size: int = 10 ** max(0, len(str(number)) - rng.choice((1, 2, 2, 3, 4)))
    return max(1, number // size) * size


def _arabic_form(slot: Slot, filler: Filler) -> Text:
    if slot.by_gender:
        return Text.same(slot.by_gender[filler.feminine])
    if slot.form == "^":
        return Text.same(filler.nominative) if filler.nominative else filler.arabic
    if slot.form == "a" and filler.accusative:
        return Text.same(filler.accusative)
    if slot.form == "s":
        # Whether "that" precedes the subject is known when the whole line is.
        return Text(*(f"<{filler.nominative or text}|{filler.accusative or text}>" for text in filler.arabic.both))
    if slot.form and filler.adjective:
        words = filler.adjective[0].split(" ")
        if "f" in slot.form:
            words = [word + "ة" for word in words]
        if "d" in slot.form:
            words = ["ال" + word for word in words]
        return Text.same(" ".join(words))
    return filler.arabic


def _english_form(slot: Slot, filler: Filler) -> Text:
    if slot.by_gender:
        return Text.same(slot.by_gender[filler.feminine])
    if slot.form and slot.form != "^" and filler.adjective:
        return Text.same(filler.adjective[1])
    return filler.english


def finish_arabic(text: str, rng: random.Random | None = None) -> str:
    """Join what `+` joins, and settle `&`, the "and" that a sentence of a bulletin often begins with.

    The preposition ل swallows the alef of the article.  The "and" says nothing that English would say:
    it is only read (where rng is given), never written, and only where a sentence begins.
    """

    def settle(match: re.Match[str]) -> str:
        return match[1] + ("و" if rng and rng.random() < 0.4 else "")

    text = re.sub(r'(^|[":] ?|- )&', settle, text.replace("^", ""))
    text = re.sub(r"(\b[أإ]ن )?<(.*?)\|(.*?)>", lambda m: m[1] + m[3] if m[1] else m[2], text)
    return re.sub(r"ل\+ال", "لل", text).replace("+", "").replace("&", "").replace("~", " ")


def finish_english(text: str) -> str:
    """Choose a or an, and set the capitals that `^` asks for and that a line begins with."""
    text = text.replace("~", " ")
    text = re.sub(r"\ba\(n\) (?=\^?[aeiouAEIOU])", "an ", text).replace("a(n) ", "a ")
    text = re.sub(r"\bA\(n\) (?=\^?[aeiouAEIOU])", "An ", text).replace("A(n) ", "A ")
    text = re.sub(r"((?:oday|esterday|omorrow), \w+day)(?= \w)", r"\1,", text)
    text = re.sub(r"\b([ap]\.m\.)\.", r"\1", text)
    text = re.sub(r"\^(.)", lambda match: match.group(1).upper(), text)
    return text[:1].upper() + text[1:]


def _slots(template: Template) -> Iterable[Slot]:
    for part in template:
        if isinstance(part, Slot):
            yield part
        elif isinstance(part, Choice):
            for option in part.options:
                yield from _slots(option)


def parse_template(text: str) -> Template:
    """Read the notation of one side of a rule."""
    parts: list[str | Slot | Choice] = []
    position = 0
    for match in _PIECE.finditer(text):
        if match.start() > position:
            parts.append(text[position : match.start()])
        slot, choice = match.groups()
        parts.append(_parse_slot(slot) if slot else Choice(tuple(parse_template(o) for o in choice.split("|"))))
        position = match.end()
    if position < len(text):
        parts.append(text[position:])
    return tuple(parts)


def _parse_slot(text: str) -> Slot:
    name, question, words = text.partition("?")
    form = ""
    if name.endswith("^"):
        name, form = name[:-1], "^"
    elif "!" in name:
        name, _, form = name.partition("!")
    masculine, _, feminine = words.partition("/")
    return Slot(name, name.rstrip("'"), form, (masculine, feminine) if question else None)


def load(folder: Path = RULES) -> Grammar:
    """Read every rule file of a folder and check that the rules fit together."""
    grammar = Grammar()
    for path in sorted(folder.glob("*.rules")):
        _load_file(path, grammar)
    grammar.check()
    return grammar


def _load_file(path: Path, grammar: Grammar) -> None:
    symbol = ""
    arabic = ""
    for count, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        line = line.strip()
        if not line or line.startswith("# "):
            continue
        where = f"{path.name}:{count}"
        header = re.fullmatch(r"\[([\w.]+)\]", line)
        if header:
            symbol = header.group(1)
            if arabic:
                raise RuleError(f"{where}: no English line before the heading")
        elif symbol == "numbers":
            _load_number(line, where, grammar)
        elif symbol == "nouns":
            _load_noun(line, where, grammar)
        elif arabic:
            grammar.rules.setdefault(symbol, []).append(_make_rule(where, symbol, arabic, line))
            arabic = ""
        elif " = " in line:
            left, _, right = line.partition(" = ")
            grammar.rules.setdefault(symbol, []).append(_make_rule(where, symbol, left, right))
        else:
            arabic = line


def _load_number(line: str, where: str, grammar: Grammar) -> None:
    match = _NUMBER.match(line)
    if not match:
        raise RuleError(f"{where}: not a number rule: {line}")
    styles = frozenset(match["styles"].split())
    grammar.numbers[match["name"]] = NumberRule(match["noun"], int(match["low"]), int(match["high"]), styles)


def _load_noun(line: str, where: str, grammar: Grammar) -> None:
    fields = [part.strip() for part in line.split("|")]
    if len(fields) != 9:
        raise RuleError(f"{where}: a noun has nine fields, not {len(fields)}")
    key, group, gender, *forms = fields
    grammar.nouns.append(Noun(key, group, gender == "f", *forms))


def _make_rule(where: str, symbol: str, arabic: str, english: str) -> Rule:
    tags = _TAG.findall(english)
    english = _TAG.sub("", english).strip()
    weight = 1
    adjective = None
    accusative = ""
    for tag in tags:
        if tag.startswith("x"):
            weight = int(tag[1:])
        elif tag.startswith("adj="):
            left, _, right = tag[4:].replace("_", " ").partition("/")
            adjective = (left, right)
        elif tag.startswith("acc="):
            accusative = tag[4:].replace("_", " ")
        elif tag != "f":
            raise RuleError(f"{where}: unknown tag #{tag}")
    left, right = parse_template(arabic.strip()), parse_template(english)
    return Rule(f"{symbol}: {arabic}", left, right, weight, "f" in tags, adjective, accusative)
