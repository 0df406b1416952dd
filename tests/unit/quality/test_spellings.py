from digest.quality.spellings import Name, names_of


def test_a_name_is_told_by_its_consonants_with_the_sentences_that_spell_it() -> None:
    sentences = [
        ("قال زيلينسكي اليوم", "Zelenskyy said so today"),
        ("هطل المطر", "Rain fell"),
        ("وزار زيلينسكي باريس", "Zelensky visited Paris"),
        ("لزيلينسكي خطة", "A plan of Zelensky"),
    ]
    zelensky, paris = names_of(sentences)
    assert zelensky == Name(arabic="زيلينسكي", spellings={"Zelensky": (2, 3), "Zelenskyy": (0,)})
    assert paris == Name(arabic="باريس", spellings={"Paris": (2,)})


def test_of_spellings_as_frequent_the_first_comes_first() -> None:
    (name,) = names_of([("جاء سالم", "Salim came"), ("غاب سالم", "Salem was away")])
    assert list(name.spellings) == ["Salim", "Salem"]


def test_names_that_are_listed_are_left_out() -> None:
    assert names_of([("جاء سالم", "Salim came")], {"Salim"}) == []
    assert names_of([("جاء سالم", "Salim came")], {"سالم"}) == []
