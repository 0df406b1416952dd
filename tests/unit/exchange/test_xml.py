import pytest

from digest.errors import DigestError
from digest.exchange import xml


def test_an_element_has_its_line_texts_and_attributes_without_namespaces() -> None:
    root = xml.read(b'<a xmlns="urn:x">\n<b xml:lang="ar">one<c>two</c>three</b>\n</a>', "x")
    (b,) = root.all("b")
    assert (b.line, b.attributes[xml.LANG]) == (2, "ar")
    assert (b.text(), b.text(without=["c"])) == ("onetwothree", "onethree")
    assert root.child("c") is None
    assert [one.name for one in root.all("c", "b")] == ["b", "c"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "windows-1256", "iso-8859-6"])
def test_any_declared_encoding_is_read(encoding: str) -> None:
    data = f'<?xml version="1.0" encoding="{encoding}"?><a>خبر</a>'.encode(encoding)
    assert xml.read(data, "x").text() == "خبر"


def test_what_is_written_is_read_again_and_what_xml_cannot_hold_is_left_out() -> None:
    said = "<&>\"' \n\t خبر"
    body = f'<a b="{xml.attribute(said)}">{xml.text(said)}</a>'.encode()
    root = xml.read(body, "x")
    assert (root.attributes["b"], root.text()) == (said, said)
    assert xml.text("a\x00\ufffeb") == "ab"


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "no element found"),
        (b"<a><b></a>", "mismatched tag"),
        (b'<?xml version="1.0" encoding="x-nothing"?><a/>', "encoding"),
        (b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', "declares entities"),
        (b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>', "declares entities"),
        (b"<a>" * 100 + b"</a>" * 100, "too deep"),
    ],
)
def test_what_is_wrong_or_may_do_harm_is_refused_with_its_line(data: bytes, problem: str) -> None:
    with pytest.raises(DigestError) as error:
        xml.read(data, "x.tmx")
    assert problem in str(error.value)
    assert error.value.problems[0].where.startswith("x.tmx")


def test_a_document_type_that_is_only_named_is_no_harm() -> None:
    assert xml.read(b'<!DOCTYPE tmx SYSTEM "tmx14.dtd"><tmx/>', "x").name == "tmx"
