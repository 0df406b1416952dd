import pytest

from digest.errors import DigestError, Problem
from digest.importing.item import Item
from digest.importing.trec import read_trec

TEXT = """\
<DOC>
<DOCNO> AFP_ARB.20190514.0012 </DOCNO>
<HEADLINE>
ارتفاع أسعار الذهب
</HEADLINE>
<BYLINE>هدى زيدان</BYLINE>
<TEXT>
<P>
ارتفعت الأسعار &amp; زاد الطلب.
</P>
<P>فقرة ثانية.</P>
</TEXT>
</DOC>
<DOC id="x2" type="story">
<TEXT>
A headline on a line

And its text.
</TEXT>
</DOC>
<DOC><DOCNO>x3</DOCNO></DOC>
"""


def test_each_document_is_an_article() -> None:
    first, second, third = read_trec(TEXT, "news.sgm")
    assert isinstance(first, Item)
    assert (first.title, str(first.date), first.authors) == ("ارتفاع أسعار الذهب", "2019-05-14", ("هدى زيدان",))
    assert first.html == "<p>ارتفعت الأسعار &amp; زاد الطلب.</p><p>فقرة ثانية.</p>"
    assert isinstance(second, Item)
    assert (second.name, second.title, second.html) == ("x2", "A headline on a line", "<p>And its text.</p>")
    assert isinstance(third, Problem)
    assert third.where == "news.sgm, x3"


def test_a_file_without_documents_is_refused() -> None:
    with pytest.raises(DigestError, match="there is no `<DOC>` in it"):
        list(read_trec("x", "x"))
