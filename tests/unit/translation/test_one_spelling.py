from digest.translation.one_spelling import with_one_spelling

SOURCES = ["قال زيلينسكي اليوم", "وزار زيلينسكي باريس", "لزيلينسكي خطة"]


def test_a_name_is_spelled_as_it_is_most_often() -> None:
    texts = ["Zelenskyy said so", "Zelensky visited Paris", "Zelensky's plan"]
    assert with_one_spelling(SOURCES, texts) == ["Zelensky said so", *texts[1:]]


def test_of_spellings_as_frequent_the_first_is_taken() -> None:
    texts = ["Zelinsky said so", "Zelensky visited Paris"]
    assert with_one_spelling(SOURCES[:2], texts) == ["Zelinsky said so", "Zelinsky visited Paris"]


def test_what_a_person_spelled_counts_before_all_others() -> None:
    texts = ["Zelensky visited Paris", "Zelensky's plan"]
    assert with_one_spelling(SOURCES[1:], texts, [(SOURCES[0], "Zelenskyy said so")]) == [
        "Zelenskyy visited Paris",
        "Zelenskyy's plan",
    ]


def test_names_that_are_listed_and_those_of_other_words_are_left_alone() -> None:
    texts = ["Zelenskyy said so", "Zelensky visited Paris"]
    assert with_one_spelling(SOURCES[:2], texts, listed={"Zelensky", "Zelenskyy"}) == texts
    people = ["Salem came", "Salim left"]
    assert with_one_spelling(["جاء سالم", "غادر سليم"], people) == people
    nation = ["Iraq won", "the Iraqi team"]
    assert with_one_spelling(["فاز العراق", "الفريق العراقي"], nation) == nation


def test_addresses_keep_their_letters() -> None:
    texts = ["Zelensky said so", "See Zelenskyy at https://example.org/Zelenskyy"]
    assert with_one_spelling(SOURCES[:2], texts) == texts


def test_texts_without_names_come_back_as_they_are() -> None:
    assert with_one_spelling(["مطر"], ["rain"]) == ["rain"]
    assert with_one_spelling([], []) == []
