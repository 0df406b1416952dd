import io
from pathlib import Path
from zipfile import ZipFile

import pytest

from digest.errors import DigestError
from digest.importing.word import read_word

_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)
_CORE = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">'
    "<dc:creator>هدى زيدان</dc:creator><dcterms:created>2019-05-14T07:00:00Z</dcterms:created></cp:coreProperties>"
)


def word_file(file: Path, *paragraphs: str) -> Path:
    """Write a Word file with some paragraphs."""
    body = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in paragraphs)
    namespace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    made = io.BytesIO()
    with ZipFile(made, "w") as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("_rels/.rels", _RELATIONS)
        archive.writestr("docProps/core.xml", _CORE)
        archive.writestr("word/document.xml", f'<w:document xmlns:w="{namespace}"><w:body>{body}</w:body></w:document>')
    file.write_bytes(made.getvalue())
    return file


def test_the_first_paragraph_is_the_title_and_the_properties_say_who_and_when(tmp_path: Path) -> None:
    item = read_word(word_file(tmp_path / "report.docx", "العنوان", "النص الأول.", "النص الثاني."), {})
    assert (item.title, item.name, item.authors, str(item.date)) == (
        "العنوان",
        "report",
        ("هدى زيدان",),
        "2019-05-14 07:00:00+00:00",
    )
    assert "النص الأول." in item.html
    assert "العنوان" not in item.html


def test_what_is_no_word_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(b"PK no")
    with pytest.raises(DigestError, match="it is no Word file"):
        read_word(tmp_path / "a.docx", {})
