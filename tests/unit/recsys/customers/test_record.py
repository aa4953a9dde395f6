"""One record from several sources: which word counts, and that nothing depends on chance."""

from datetime import UTC, datetime, timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from recsys.customers.record import Statement, record_of, rules, tables

START = datetime(2026, 1, 1, tzinfo=UTC)
SOURCES = sorted(tables()["sources"])


def said(field: str, value: str | None, source: str, day: int = 0, verified: bool = False) -> Statement:
    return Statement(field, value, source, verified, START + timedelta(days=day))


def statements(field: str = "name") -> st.SearchStrategy[list[Statement]]:
    one = st.builds(
        said,
        st.just(field),
        st.sampled_from(["甲", "乙", "丙", None]),
        st.sampled_from(SOURCES),
        st.integers(0, 3),
        st.booleans(),
    )
    return st.lists(one, max_size=8)


@given(statements(), st.integers())
def test_the_order_of_arrival_does_not_matter_and_hearing_it_again_changes_nothing(
    words: list[Statement], seed: int
) -> None:
    shuffled = [*words, *words]
    Random(seed).shuffle(shuffled)
    assert record_of(shuffled) == record_of(words)


@given(statements(), st.sampled_from(SOURCES), st.booleans())
def test_of_equal_trust_the_newer_word_wins(words: list[Statement], source: str, verified: bool) -> None:
    last = said("name", "新", source, 9, verified)
    field = record_of([*words, last])["name"]
    assert field.value == "新" or (
        (field.verified, rules()["name"].trust[field.source]) > (verified, rules()["name"].trust[source])
    )


@given(statements("region"))
def test_every_standing_word_is_either_the_record_or_shown_as_lost(words: list[Statement]) -> None:
    for field in record_of(words).values():
        values = {field.value, *(one.value for one in field.lost)}
        assert values <= {one.value for one in words}
        assert field.disputed == (len(values) > 1)
        assert len({(one.source, one.verified) for one in field.lost}) == len(field.lost)


def test_verified_beats_claimed_though_the_claim_is_newer_and_better_trusted() -> None:
    field = record_of([said("born", "1958-03-12", "wechat", 0, True), said("born", "1968-03-12", "bank", 9)])[
        "born"
    ]
    assert (field.value, field.why, field.lost[0].value) == ("1958-03-12", "verified", "1968-03-12")


def test_a_name_is_believed_by_trust_but_a_region_by_time() -> None:
    words = [said(field, "旧", "bank") for field in ("name", "region")]
    words += [said(field, "新", "app", 5) for field in ("name", "region")]
    record = record_of(words)
    assert (record["name"].value, record["name"].why) == ("旧", "trust")
    assert (record["region"].value, record["region"].why) == ("新", "newer")


def test_the_carrier_knows_its_number_better_than_the_bank() -> None:
    words = [said("phone", "138", "bank", 9, True), said("phone", "139", "phone", 0, True)]
    assert record_of(words)["phone"].value == "139"


def test_what_a_source_takes_back_counts_no_more() -> None:
    words = [said("job", "教师", "app", 1, True), said("job", "司机", "wechat", 0)]
    assert record_of(words)["job"].value == "教师"
    assert record_of([*words, said("job", None, "app", 2)])["job"].value == "司机"
    assert record_of([said("job", "教师", "app"), said("job", None, "app", 1)]) == {}


def test_sources_that_agree_dispute_nothing() -> None:
    field = record_of([said("name", "王小明", "phone"), said("name", "王小明", "bank")])["name"]
    assert (field.source, field.why, field.disputed, len(field.lost)) == ("bank", "agreed", False, 1)


def test_every_word_for_why_and_every_source_has_a_title() -> None:
    assert set(tables()["why"]) == {"only", "agreed", "verified", "trust", "newer", "order"}
    assert all(rule.title and set(SOURCES) <= set(rule.trust) for rule in rules().values())
