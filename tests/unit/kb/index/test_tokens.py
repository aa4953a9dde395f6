from kb.index.tokens import MAX_LENGTH, Tokenizer, normalised


def test_words_of_the_domain_stay_whole_and_their_parts_count_too() -> None:
    assert Tokenizer(["携号转网"]).words("怎么携号转网") == ["转网", "携号转网"]
    assert "携号转网" not in Tokenizer().words("怎么携号转网")


def test_figures_are_words_of_their_own() -> None:
    assert Tokenizer(["畅享"]).words("畅享79元套餐,1.5GB,R3") == [
        "畅享",
        "79",
        "元",
        "套餐",
        "1.5",
        "gb",
        "r3",
    ]


def test_full_width_and_invisible_characters_do_not_matter() -> None:
    assert Tokenizer().words("79\u200b元 流量") == Tokenizer().words("79元流量")


def test_a_question_is_cut_and_its_spaces_joined() -> None:
    assert normalised(" 流量 \n\t 多少\u200b ") == "流量 多少"
    assert len(normalised("长" * 20_000)) == MAX_LENGTH
