import pytest

from digest.errors import DigestError
from digest.exchange import tbx
from digest.translation.glossary import Term

TERMS = [
    Term(
        source="البنك المركزي",
        target="Central Bank",
        also=("Middle Bank", "Bank & Centre"),
        note="not <the> bank",
        line=5,
    ),
    Term(source="هدى سالم", target="Huda Salem", line=11),
]


def said(terms: list[Term]) -> list[tuple[str, str, tuple[str, ...], str]]:
    return [(term.source, term.target, term.also, term.note) for term in terms]


def test_terms_come_back_as_they_were_each_with_a_line() -> None:
    back = tbx.read(tbx.write(TERMS), "x.tbx")
    assert said(back) == said(TERMS)
    assert all(term.line for term in back)


def test_other_term_banks_are_read_of_both_versions_the_preferred_term_first() -> None:
    body = """<tbx type="TBX-Basic" xmlns="urn:iso:std:iso:30042:ed-2"><text><body><conceptEntry>
<langSec xml:lang="en-GB"><termSec><term>Bank of the centre</term>
<termNote type="administrativeStatus">deprecatedTerm-admn-sts</termNote></termSec>
<termSec><term>Central  Bank</term></termSec></langSec>
<langSec xml:lang="ar-EG"><termSec><term>البنك المركزي</term></termSec><termSec><term>المركزي</term></termSec></langSec>
</conceptEntry><conceptEntry><langSec xml:lang="fr"><termSec><term>banque</term></termSec></langSec></conceptEntry>
</body></text></tbx>"""
    assert said(tbx.read(body.encode(), "x.tbx")) == [
        ("البنك المركزي", "Central Bank", ("Bank of the centre",), ""),
        ("المركزي", "Central Bank", ("Bank of the centre",), ""),
    ]


def test_what_is_no_term_bank_is_refused() -> None:
    with pytest.raises(DigestError, match="not TBX"):
        tbx.read(b"<tmx/>", "x.tbx")
