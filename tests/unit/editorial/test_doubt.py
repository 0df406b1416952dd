from digest.editorial.doubt import added, most_doubtful, signs
from digest.editorial.worklist import Finding
from digest.model import Lang

USUAL = [
    ("افتتح الوزير الطريق الجديد.", "The minister opened the new road."),
    ("افتتح الوزير الجسر الجديد.", "The minister opened the new bridge."),
    ("افتتح العمدة الطريق الجديد.", "The mayor opened the new road."),
    ("افتتح العمدة الجسر الجديد.", "The mayor opened the new bridge."),
]
ODD = ("بعثر القندس الكرنب الجديد.", "Zxqv carnival jukq the new rwkz.")


def finding(
    source: str, text: str, *, lang: Lang = "ar", score: float | None = None, flags: tuple[str, ...] = ()
) -> Finding:
    return Finding(
        kind="doubtful" if flags else "machine",
        article="a.txt",
        lang=lang,
        path="a.txt",
        line=1,
        source=source,
        counterpart=text,
        score=score,
        flags=flags,
    )


def test_an_unusual_sentence_is_the_most_doubtful() -> None:
    findings = [finding(*pair) for pair in (*USUAL, ODD)]
    assert most_doubtful(findings, 1) == [findings[-1]]
    assert most_doubtful(findings, 9)[0] == findings[-1]
    assert len(most_doubtful(findings, 9)) == len(findings)


def test_of_sentences_that_are_alike_a_flagged_one_is_the_most_doubtful() -> None:
    findings = [finding(*USUAL[0]), finding(*USUAL[0], flags=("number",)), finding(*USUAL[0])]
    assert most_doubtful(findings, 1) == [findings[1]]


def test_what_the_model_is_not_sure_of_is_doubtful_and_an_unknown_score_says_nothing() -> None:
    findings = [
        finding(*USUAL[0], score=-0.2),
        finding(*USUAL[0], score=-1.5),
        finding(*USUAL[0]),
        finding(*USUAL[0], score=-0.1),
    ]
    assert [one.score for one in most_doubtful(findings, 4)] == [-1.5, None, -0.2, -0.1]


def test_each_language_is_measured_by_itself() -> None:
    there = [finding(text, source, lang="en") for source, text in (*USUAL, ODD)]
    here = [finding(*pair) for pair in (*USUAL, ODD)]
    assert {one.lang for one in most_doubtful([*here, *there], 2)} == {"ar", "en"}


def test_of_nothing_nothing_is_doubtful() -> None:
    assert most_doubtful([], 5) == []


def test_signs_are_added_by_how_much_they_vary() -> None:
    values = {"flags": [0.0, 0.0], "length": [1.0, -1.0], "unusual letters": [-500.0, 500.0]}
    assert added(values) == [0.0, 0.0]
    assert added({"flags": [-1.0, 1.0], "length": [1.0, -1.0]}) == [0.5, -0.5]


def test_rare_words_are_a_sign_of_arabic_sources_and_doubtful_words_where_there_are_some() -> None:
    sources, texts = zip(*USUAL, strict=True)
    assert list(signs(sources, texts, [()] * 4, "ar")) == [
        "flags",
        "length",
        "unusual letters",
        "rare words of the source",
    ]
    assert "rare words of the source" not in signs(texts, sources, [()] * 4, "en")
    assert "doubtful words" in signs(sources, texts, [()] * 4, "ar", words=[["road"], [], [], []])
