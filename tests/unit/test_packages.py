"""The embedded packages, through real CTranslate2: what they are made for they translate right."""

import zipfile

import pytest

from digest.argos import Machine
from digest.argos.embedded import FOLDER

ARABIC = {
    "هطلت أمطار غزيرة على دمشق مساء أمس.": "Heavy rain fell on Damascus yesterday evening.",
    "تصل درجة الحرارة في بغداد إلى 45 درجة مئوية يوم الخميس.": (
        "The temperature in Baghdad will reach 45 degrees Celsius on Thursday."
    ),
    "سجل الدولار 15,200 ليرة سورية في السوق الموازية.": (
        "The dollar recorded 15,200 Syrian pounds in the parallel market."
    ),
    "أسعار العملات اليوم الأحد": "Exchange rates today, Sunday",
    "فاز ريال مدريد على برشلونة 2-1 مساء السبت.": "Real Madrid beat Barcelona 2-1 on Saturday evening.",
    "كان مركز الزلزال على عمق 10 كيلومترات.": "The earthquake was centered at a depth of 10 kilometers.",
    "تأخرت خمس رحلات في مطار دمشق الدولي بسبب الضباب.": (
        "Five flights were delayed at Damascus International Airport because of fog."
    ),
    "قال المتحدث باسم وزارة النقل: «الطريق الدولي مغلق حتى إشعار آخر».": (
        'A spokesperson for the Ministry of Transport said: "The international road is closed until further notice."'
    ),
    "عاجل: زلزال بقوة ٦٫٢ درجات يضرب غرب اليابان": (
        "Urgent: An earthquake with a magnitude of 6.2 strikes western Japan"
    ),
}
ENGLISH = {
    "Real Madrid beat Barcelona 2-1 on Saturday evening.": "فاز ريال مدريد على برشلونة 2-1 مساء السبت.",
    "The match will kick off at 8 p.m.": "تنطلق المباراة الساعة الثامنة مساء.",
}


@pytest.mark.parametrize(("source", "target", "sentences"), [("ar", "en", ARABIC), ("en", "ar", ENGLISH)])
def test_bulletins_are_translated_right(machine: Machine, source: str, target: str, sentences: dict[str, str]) -> None:
    package = machine.find("bulletins", source, target)
    assert package
    said = dict(machine.load(package).translate(sentences))
    assert [said[place].text for place in range(len(sentences))] == list(sentences.values())


@pytest.mark.parametrize("name", ["ar_en.argosmodel", "en_ar.argosmodel"])
def test_a_package_is_small_and_in_the_argos_format(name: str) -> None:
    file = FOLDER / name
    assert file.stat().st_size < 5_000_000
    (top,) = {path.split("/")[0] for path in zipfile.ZipFile(file).namelist()}
    inside = {path.removeprefix(f"{top}/") for path in zipfile.ZipFile(file).namelist()}
    assert {"metadata.json", "README.md", "sentencepiece.model", "model/model.bin", "model/config.json"} <= inside
