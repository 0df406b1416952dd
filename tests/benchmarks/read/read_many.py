"""How long 10,000 articles take to be read and segmented. See README.md."""

import argparse
import cProfile
import multiprocessing
import pstats
import random
import time
from datetime import UTC, datetime
from pathlib import Path

from digest.config import Config
from digest.content.article import read

ROOT = Path("/nowhere")
CONFIG = Config(
    root=ROOT,
    content=ROOT,
    output=ROOT / "o",
    templates=ROOT / "t",
    theme=ROOT / "h",
    static=ROOT / "s",
    locale=ROOT / "l",
)
NOW = datetime(2026, 1, 1, tzinfo=UTC)


WHO = (
    "أعلنت وزارة النقل في بيان لها صباح اليوم",
    "أكد د. سامي حداد رئيس اللجنة المشرفة على المشروع",
    "ذكرت وكالة أ.ف.ب. نقلا عن مصدر في البلدية",
    "أوضح المتحدث باسم شركة المياه الوطنية",
    "أضاف مدير الميناء في تصريحات للصحفيين",
    "كشف تقرير صدر عن غرفة التجارة أمس",
)
WHAT = (
    "أن العمل في الطريق الساحلي ينتهي قبل نهاية العام الجاري",
    "أن كلفة المرحلة الأولى بلغت 3.5 مليون دينار",
    "أن نسبة الزيادة في عدد المسافرين وصلت إلى 12.4% منذ عام 2019",
    "أن الخدمة تعود تدريجيا إلى الأحياء المتضررة من الأمطار",
    'أن "سلامة السكان قبل كل شيء"',
    "أن الجلسة المقبلة تعقد الساعة 19:07 بحضور ممثلين عن النقابات",
)
MORE = (
    "",
    "",
    "، مشيرا إلى أن التفاصيل تنشر خلال أيام",
    "، بعد أسابيع من المشاورات بين الأطراف المعنية",
    "، وهو ما رحب به التجار وأصحاب المحال في المدينة",
)


def make(number: int) -> tuple[str, bytes]:
    """Make an article of 6 to 12 paragraphs of 1 or 2 sentences, a few marks and controls among them."""
    chance = random.Random(number)

    def sentence() -> str:
        return f"{chance.choice(WHO)} {chance.choice(WHAT)}{chance.choice(MORE)}."

    blocks = [" ".join(sentence() for _ in range(chance.randint(1, 2))) for _ in range(chance.randint(6, 12))]
    if chance.random() < 0.3:
        blocks[1] = blocks[1].replace("ال", "الـ", 1) + "\u200f"
    head = "عاجل: انقطاع الطريق الساحلي\n\n" if chance.random() < 0.2 else ""
    text = f"{head}عنوان الخبر رقم {number}\n\n" + chance.choice(("\n", "\n\n")).join(blocks) + "\n\nالمصدر: وكالة\n"
    return f"2026-01-{number % 28 + 1:02}-{number}.txt", text.encode()


def read_all(articles: list[tuple[str, bytes]]) -> int:
    """Return how many sentences they have."""
    return sum(1 for path, data in articles for _ in read(data, path=path, modified=NOW, config=CONFIG).sentences())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--profile", action="store_true", help="of a tenth of them, in one process")
    options = parser.parse_args()
    articles = [make(number) for number in range(options.articles)]
    size = sum(len(data) for _, data in articles) / 2**20
    if options.profile:
        profile = cProfile.Profile()
        profile.runcall(read_all, articles[: len(articles) // 10])
        pstats.Stats(profile).sort_stats("tottime").print_stats(15)
        return
    start, cpu = time.perf_counter(), time.process_time()
    alone = read_all(articles)
    single, cpu = time.perf_counter() - start, time.process_time() - cpu
    share = -(-len(articles) // options.processes)
    start = time.perf_counter()
    with multiprocessing.Pool(options.processes) as pool:
        together = sum(pool.map(read_all, [articles[i : i + share] for i in range(0, len(articles), share)]))
    assert alone == together
    print(f"{len(articles):,} articles, {size:.1f} MB, {alone:,} sentences")
    print(f"1 process: {single:.2f} s ({cpu:.2f} s of processor time)")
    print(f"{options.processes} processes: {time.perf_counter() - start:.2f} s")


if __name__ == "__main__":
    main()
