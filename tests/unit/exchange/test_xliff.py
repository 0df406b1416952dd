import pytest
from msgspec.structs import replace

from digest.errors import DigestError
from digest.exchange import xliff
from digest.exchange.xliff import lang_of
from tests.worklists import ROWS, SENT, WORKLIST


def test_a_worklist_comes_back_as_it_was_sent_one_file_an_article() -> None:
    lists = xliff.read(xliff.write([WORKLIST]), "x.xlf")
    assert [(one.source, one.target, one.by) for one in lists] == [("ar", "en", "نور Nour")] * 2
    rows = [row for one in lists for row in one.rows]
    assert [replace(row, line=0) for row in rows] == SENT
    assert all(row.line for row in rows)


def test_states_say_what_is_the_machine_s_and_what_a_person_has_finished() -> None:
    text = xliff.write([WORKLIST]).decode()
    assert 'state="needs-review-translation" state-qualifier="mt-suggestion">It rained.' in text
    assert f'<trans-unit id="{ROWS[2].mark}" approved="yes">' in text
    done = text.replace("needs-review-translation", "translated").encode()
    assert [row.reviewed for one in xliff.read(done, "x.xlf") for row in one.rows] == [True, False, True]


def test_marks_of_other_programs_in_a_translation_are_no_text_of_it() -> None:
    said = "<mrk mtype='seg' mid='0'>It <g id='1'>rained</g><x id='2'/>.</mrk><ph id='3'>{br}</ph>"
    data = xliff.write([WORKLIST]).replace(b">It rained.<", f">{said}<".encode())
    assert xliff.read(data, "x.xlf")[0].rows[0].words == "It rained."


def test_version_2_is_read_too_its_segments_joined() -> None:
    data = """<xliff version="2.0" xmlns="urn:oasis:names:tc:xliff:document:2.0" srcLang="en-US" trgLang="ar">
<file id="1" original="x.txt"><unit id="a-b-c">
<segment state="final"><source>One.</source><target>واحد.</target></segment>
<segment state="reviewed"><source>Two.</source><target>اثنان.</target></segment>
</unit><unit id="2"><segment><source>Three.</source></segment></unit></file></xliff>"""
    (worklist,) = xliff.read(data.encode(), "x.xlf")
    assert (worklist.source, worklist.target) == ("en", "ar")
    first, second = worklist.rows
    assert (first.source, first.words, first.reviewed, first.line) == ("One. Two.", "واحد. اثنان.", True, 2)
    assert (second.words, second.reviewed) == ("", False)


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        ("<tmx/>", "not XLIFF"),
        ('<xliff version="1.2"><file source-language="fr" target-language="en"/></xliff>', "from Arabic into English"),
        ('<xliff version="1.2"><file source-language="ar" target-language="fr"/></xliff>', "from Arabic into English"),
    ],
)
def test_what_is_no_worklist_of_ours_is_refused(data: str, problem: str) -> None:
    with pytest.raises(DigestError, match=problem):
        xliff.read(data.encode(), "x.xlf")


def test_tags_of_languages_mean_the_language_wherever_it_is_spoken() -> None:
    assert [lang_of(tag) for tag in ("ar-EG", "AR", "en_US", "arz", "fr", "")] == ["ar", "ar", "en", None, None, None]
