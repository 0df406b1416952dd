"""Measure in how many answers of the embedded package an address, handle or version stands as in the source.

python -m tests.benchmarks.quality.addresses
"""

import tempfile
from pathlib import Path

from digest.argos import BULLETINS, Machine
from digest.editorial.evaluate import translate_lines
from digest.quality.text import literals

LITERALS = ("https://example.org/a_b", "@user_name", "#وسم_جديد", "news@example.org", "2.4.1", "example.com/x")
SENTENCES = (
    "نشرت الوزارة التفاصيل على {} يوم الأحد.",
    "توقعت الأرصاد سقوط أمطار على دمشق وفق {}.",
    "ارتفع سعر الذهب اليوم، بحسب {}.",
    "بلغت درجة الحرارة في دمشق 21 درجة مئوية وفق {}.",
    "يمكن التواصل مع اللجنة عبر {} حتى الخميس.",
    "فاز المنتخب بهدفين، كما جاء في {}.",
    "أعلن البنك رفع الفائدة في بيان على {}.",
    "وقع زلزال شرق تركيا، وفق {}.",
)


def main() -> None:
    sources = [sentence.format(literal) for sentence in SENTENCES for literal in LITERALS]
    with tempfile.TemporaryDirectory() as folder:
        machine = Machine(folders=[], cache=Path(folder))
        package = machine.find(BULLETINS, "ar", "en")
        assert package
        output = translate_lines(sources, package, machine, Path(folder) / "cache")
    answers = [answer.text for answer in output.answers]
    for name, texts in (("as decoded", output.decoded), ("answers", answers)):
        kept = sum(literals(source) == literals(text) for source, text in zip(sources, texts, strict=True))
        print(f"{name}: {kept} of {len(sources)}")
    print(f"shown: {sum(not answer.withheld for answer in output.answers)}")


if __name__ == "__main__":
    main()
