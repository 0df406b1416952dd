import pytest
from lxml import etree

from digest.errors import DigestError
from digest.exchange import tmx
from digest.exchange.rows import Pair

PAIRS = [
    Pair(
        source="ar",
        ar="قال: «أمطرت» & <b>",
        en='He said "it rained" & <b>',
        file="a.en.po",
        by="نور",
        time="20261120T100000Z",
    ),
    Pair(source="en", ar="طقس", en="Weather", file="x.ar.po"),
    Pair(source=None, ar="خبر", en="News"),
]


def test_pairs_come_back_as_they_were() -> None:
    assert tmx.read(tmx.write(PAIRS), "x.tmx") == PAIRS


def test_what_is_written_has_what_the_standard_asks_for() -> None:
    root = etree.fromstring(tmx.write(PAIRS))
    assert (root.tag, root.get("version")) == ("tmx", "1.4")
    needed = {"creationtool", "creationtoolversion", "segtype", "o-tmf", "adminlang", "srclang", "datatype"}
    assert needed == {*next(root.iter("header")).attrib}
    for unit in root.iter("tu"):
        assert [one.tag for one in unit][-2:] == ["tuv", "tuv"]
        assert [one.tag for variant in unit.iter("tuv") for one in variant] == ["seg", "seg"]


def test_memories_of_other_programs_are_read_whatever_they_call_the_languages_and_codes_are_no_text() -> None:
    body = """<!DOCTYPE tmx SYSTEM "tmx14.dtd"><tmx version="1.1"><header srclang="EN-US"/><body>
<tu><tuv lang="EN-US"><seg>It <bpt i="1">{b}</bpt>rained<ept i="1">{/b}</ept>
 <hi>hard</hi>.</seg></tuv><tuv lang="fr-FR"><seg>Il pleut.</seg></tuv><tuv lang="AR-SA"><seg>أمطرت.</seg></tuv></tu>
<tu><tuv xml:lang="en"><seg>No Arabic</seg></tuv></tu>
<tu><tuv xml:lang="en"><seg/></tuv><tuv xml:lang="ar"><seg>فارغ</seg></tuv></tu>
</body></tmx>"""
    (pair,) = tmx.read(body.encode("utf-16"), "x.tmx")
    assert pair == Pair(source="en", ar="أمطرت.", en="It rained hard.")


def test_what_is_no_memory_is_refused() -> None:
    with pytest.raises(DigestError, match="not TMX but `xliff`"):
        tmx.read(b"<xliff/>", "x.tmx")
