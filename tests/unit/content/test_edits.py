import re

from digest.content.edits import EditedText


def test_a_span_of_the_new_text_leads_back_to_the_old_one_through_every_pass() -> None:
    source = "ab<x>cd<y>ef"
    edited = EditedText(source).edited(re.compile("<x>"), lambda _: "").edited(re.compile("<y>"), lambda _: "++++")
    assert edited.text == "abcd++++ef"
    spans = {source[slice(*edited.source_span(start, start + 2))] for start in (0, 2, 4, 6, 8)}
    assert spans == {"ab", "cd", "<y>", "ef"}


def test_a_pass_without_a_match_is_none() -> None:
    edited = EditedText("ab")
    assert edited.edited(re.compile("x"), lambda _: "y") is edited
