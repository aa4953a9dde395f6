"""The training examples: complete, clean, without repeats and without permuted product names."""

import re
from collections import Counter, defaultdict
from functools import cache
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[2]
TOPICS = {
    "plan": "ask_plan_recommend ask_plan_detail compare_plans change_plan ask_current_plan",
    "bill": "ask_bill dispute_bill",
    "wealth": "ask_wealth_recommend ask_wealth_detail compare_wealth buy_wealth",
    "goal": "plan_goal simulate_dca",
    "small_talk": "greet goodbye thank affirm deny cancel inform chitchat",
}
ONE_INTENT_TOPICS = """
usage ask_usage, pack buy_data_pack, roaming ask_roaming, fault report_fault, broadband broadband_service,
sim sim_service, vas vas_service, top_up top_up, risk assess_risk, holdings ask_holdings, deposit ask_deposit,
card card_service, transfer transfer_service, loan loan_service, account account_service,
insurance insurance_service, complaint complain, progress ask_progress, human ask_human,
coupon ask_coupon_points, branch ask_branch, marketing stop_marketing, privacy privacy_request,
feedback give_feedback, out_of_scope out_of_scope
"""
FEWEST = 25
LONGEST = 100
PERMUTED_SHARE = 0.05
SHORTEST_COMPARED = 6


@cache
def files() -> dict[str, dict[str, list[str]]]:
    """topic -> intent -> examples."""
    return {path.stem: _read(path) for path in sorted((ROOT / "nlu_data").glob("*.yml"))}


def _read(path: Path) -> dict[str, list[str]]:
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert data["version"] == "3.1"
    return {entry["intent"]: _lines(entry["examples"]) for entry in data["nlu"]}


def _lines(block: str) -> list[str]:
    lines = block.splitlines()
    assert all(line.startswith("- ") for line in lines), lines
    return [line[2:] for line in lines]


def examples() -> list[tuple[str, str]]:
    return [(i, text) for topic in files().values() for i, texts in topic.items() for text in texts]


def normal(text: str) -> str:
    """Lower case, without spaces and punctuation; a text of nothing else stays as it is."""
    return "".join(re.findall(r"\w", text.lower())) or text


def repeats(texts: list[str]) -> list[str]:
    return [text for text, times in Counter(map(normal, texts)).items() if times > 1]


def one_edit_apart(texts: list[str]) -> list[tuple[str, str]]:
    """Pairs of distinct normalised texts that one typed character turns into each other."""
    buckets = defaultdict(set)
    for text in {normal(t) for t in texts if len(normal(t)) >= SHORTEST_COMPARED}:
        for at in range(len(text)):
            buckets[text[:at] + "\0" + text[at + 1 :]].add(text)
            buckets[text[:at] + "\0" + text[at:]].add(text)
        buckets[text + "\0"].add(text)
    pairs = {(a, b) for bucket in buckets.values() for a in bucket for b in bucket if a < b}
    return sorted(pairs)


@cache
def catalogue_names() -> list[str]:
    names: set[str] = set()
    for path in (ROOT / "kb/data").glob("*/*.yml"):
        for item in (yaml.safe_load(path.read_text(encoding="utf-8")) or {}).get("items", []):
            names |= {str(n) for n in [item.get("title"), *(item.get("aliases") or [])] if n}
    return sorted((n for n in names if len(n) > 1), key=len, reverse=True)


def masked(text: str, names: list[str]) -> str:
    for name in names:
        text = text.replace(name, "#")
    return re.sub(r"[\d零一二三四五六七八九十百千万两]+", "0", normal(text.replace("#", "名")))


def permuted_share(texts: list[str], names: list[str]) -> float:
    kinds = {masked(text, names) for text in texts}
    return (len(texts) - len(kinds)) / len(texts)


def test_each_topic_file_holds_exactly_its_intents() -> None:
    pairs = (pair.split() for pair in ONE_INTENT_TOPICS.split(","))
    expected = TOPICS | {topic: intent for topic, intent in pairs}
    assert {topic: " ".join(intents) for topic, intents in files().items()} == expected


def test_each_intent_has_enough_examples() -> None:
    counts = Counter(intent for intent, _ in examples())
    assert {i: n for i, n in counts.items() if n < FEWEST} == {}


def test_no_example_stands_twice_even_under_two_intents() -> None:
    assert repeats([text for _, text in examples()]) == []


def test_no_example_is_another_one_with_a_single_character_changed() -> None:
    assert one_edit_apart([text for _, text in examples()]) == []


def test_examples_are_plain_text_of_a_length_people_type() -> None:
    for intent, text in examples():
        assert text == text.strip() and 1 <= len(text) <= LONGEST, (intent, text)
        assert not text.startswith("/"), (intent, text)
        assert not set("[]{}\t") & set(text), (intent, text)


def test_examples_are_not_product_names_and_numbers_permuted_in_one_frame() -> None:
    by_intent = defaultdict(list)
    for intent, text in examples():
        by_intent[intent].append(text)
    shares = {i: permuted_share(texts, catalogue_names()) for i, texts in by_intent.items()}
    assert {i: s for i, s in shares.items() if s > PERMUTED_SHARE} == {}


def test_a_repeat_is_found_despite_spaces_and_punctuation() -> None:
    assert repeats(["查 流量?", "查流量", "查话费"]) == ["查流量"]


def test_a_changed_added_or_missing_character_is_found() -> None:
    assert one_edit_apart(["我要查一下流量", "我要查一下话量"]) != []
    assert one_edit_apart(["我要查一下流量", "我要查一下流量呢"]) != []
    assert one_edit_apart(["我要查一下流量", "我要查一下话费"]) == []


def test_permuted_names_and_numbers_are_found() -> None:
    assert permuted_share(["花卡多少钱", "王卡多少钱", "59的呢", "六十的呢"], ["花卡", "王卡"]) == 0.5
