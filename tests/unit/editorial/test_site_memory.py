"""What a site has translated before, found by sentences that say the same or nearly so."""

from pathlib import Path

from digest.config import Config, load
from digest.editorial.site_memory import SiteMemory
from tests.sidecars import po, signed
from tests.sites import make_site

RAIN = "تهطل أمطار غزيرة على الساحل مساء الأحد."
FIELDS = (
    "Content-Type: text/plain; charset=UTF-8",
    "PO-Revision-Date: 2026-11-20 10:00+0000",
    "Last-Translator: Nour <n@x>",
)
HEADER = '#\nmsgid ""\nmsgstr ""\n' + "\n".join(f'"{field}\\n"' for field in FIELDS)


def config(tmp_path: Path, **files: bytes) -> Config:
    return load(make_site(tmp_path, {f"{name}.en.po": body for name, body in files.items()}))


def entry(source: str, words: str, comment: str = "") -> str:
    return f'{comment}msgid "{source}"\nmsgstr "{words}"'


def remembered(config: Config) -> SiteMemory:
    memory = SiteMemory()
    memory.refresh(config)
    return memory


def test_the_same_sentence_in_another_style_is_a_whole_match_with_its_reviewer(tmp_path: Path) -> None:
    made = config(tmp_path, a=po(HEADER, entry(RAIN, "Heavy rain."), header=False))
    (match,) = remembered(made).like("تهطل امطار غزيرة على الساحل، مساء الأحد", "en")
    assert (match.source, match.counterpart, match.sidecar, match.by) == (RAIN, "Heavy rain.", "a.en.po", "Nour")
    assert match.likeness == 1


def test_a_sentence_that_is_alike_comes_after_the_same_and_one_that_is_not_never(tmp_path: Path) -> None:
    alike = RAIN.replace("الأحد", "الاثنين")
    made = config(
        tmp_path, a=po(entry(alike, "Monday."), entry("فاز الفريق في المباراة.", "Won.")), b=po(entry(RAIN, "Sunday."))
    )
    found = remembered(made).like(RAIN, "en")
    assert [match.counterpart for match in found] == ["Sunday.", "Monday."]
    assert remembered(made).like("لا شيء مثل هذا", "en") == []
    assert remembered(made).like(RAIN, "ar") == []
    assert [match.counterpart for match in remembered(made).like(RAIN, "en", besides="b.en.po")] == ["Monday."]


def test_only_what_a_person_has_reviewed_is_remembered(tmp_path: Path) -> None:
    made = config(
        tmp_path,
        a=po(entry(RAIN, "By machine.", f"{signed('By machine.')}#, fuzzy\n")),
        b=po(entry(RAIN, "A draft.", "#, fuzzy\n")),
        c=po(entry(RAIN, "[-]")),
        d=b"rubbish",
    )
    assert remembered(made).like(RAIN, "en") == []


def test_a_sidecar_that_changed_or_is_gone_is_noticed(tmp_path: Path) -> None:
    made = config(tmp_path, a=po(entry(RAIN, "One.")), b=po(entry(RAIN, "Two.")))
    memory = remembered(made)
    (tmp_path / "content" / "a.en.po").write_bytes(po(entry(RAIN, "Another one.")))
    (tmp_path / "content" / "b.en.po").unlink()
    memory.refresh(made)
    assert [match.counterpart for match in memory.like(RAIN, "en")] == ["Another one."]


def test_at_most_so_many_are_told_and_each_translation_once(tmp_path: Path) -> None:
    files = {f"f{number}": po(entry(RAIN, f"Words {number // 2}.")) for number in range(10)}
    found = remembered(config(tmp_path, **files)).like(RAIN, "en")
    assert [match.counterpart for match in found] == ["Words 0.", "Words 1.", "Words 2."]


def test_a_concordance_has_the_sentences_in_which_words_stand_in_either_language(tmp_path: Path) -> None:
    other = entry("فاز الفريق في المباراة.", "The team won.")
    made = config(tmp_path, a=po(entry(RAIN, "Heavy rain.")), b=po(entry(RAIN, "Downpours."), other))
    memory = remembered(made)
    assert [match.counterpart for match in memory.concordance("امطار", "en")] == ["Downpours.", "Heavy rain."]
    assert [match.counterpart for match in memory.concordance("TEAM", "en")] == ["The team won."]
    assert [match.counterpart for match in memory.concordance("امطار", "en", most=1)] == ["Downpours."]
    assert memory.concordance("امطار", "ar") == memory.concordance(" ", "en") == []
