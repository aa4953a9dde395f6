"""Which evidence makes two records one person, which forbids it, and which leaves it to a person."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recsys.customers.record import Statement, record_of
from recsys.customers.sameness import Traits, Verdict, judge, rules, title

AT = datetime(2026, 11, 1, tzinfo=UTC)
FIELDS = ("name", "phone", "born", "gender", "document", "bank", "union")


def person(*, plan: bool = False, claimed: tuple[str, ...] = (), **said: str) -> Traits:
    """Somebody of whom the carrier says all this; what is ``claimed`` it has not checked."""
    words = [Statement(name, value, "phone", name not in claimed, AT) for name, value in said.items()]
    return Traits(record_of(words), plan)


WANG = person(name="王小明", phone="13800000001", born="1990-01-01", gender="male")


def test_one_verified_number_and_no_doubt_are_one_person() -> None:
    found = judge(WANG, person(phone="138 0000 0001"))
    assert found == Verdict("same", ("phone_verified", "phone_same"))


def test_a_father_and_a_son_who_share_a_number_are_never_one() -> None:
    son = person(name="王大宝", phone="13800000001", born="2014-06-01", gender="male")
    assert judge(WANG, son).answer == "different"
    assert "born_differs" in judge(WANG, son, "proved").evidence
    assert judge(WANG, son, "proved").answer == "different"


def test_another_name_on_the_same_number_is_for_a_person_to_decide() -> None:
    assert judge(WANG, person(name="李红", phone="13800000001")).answer == "ask"


def test_a_document_makes_one_of_two_names_but_another_document_forbids() -> None:
    one = person(name="王小明", document="aa")
    assert judge(one, person(name="王晓明", document="aa")).answer == "same"
    assert judge(one, person(name="王小明", document="bb")).answer == "unrelated"
    assert judge(WANG, person(phone="13800000001", document="bb")).answer == "same"
    both = person(phone="13800000001", document="bb"), person(phone="13800000001", document="aa")
    assert judge(*both).answer == "different"


def test_two_main_tariffs_are_left_to_a_person_even_with_one_document() -> None:
    assert judge(person(document="aa", plan=True), person(document="aa", plan=True)).answer == "ask"


def test_an_unchecked_birth_date_asks_where_a_checked_one_forbids() -> None:
    same = {"name": "王小明", "phone": "13800000001"}
    assert judge(WANG, person(born="1990-01-02", claimed=("born",), **same)).answer == "ask"
    assert judge(WANG, person(born="1990-01-02", **same)).answer == "different"


@pytest.mark.parametrize(
    ("other", "answer"),
    [
        ({"union": "u"}, "same"),
        ({"bank": "b"}, "same"),
        ({"name": "王小明", "born": "1990-01-01"}, "ask"),
        ({"name": "王小明"}, "unrelated"),
        ({}, "unrelated"),
    ],
)
def test_what_each_evidence_is_worth(other: dict[str, str], answer: str) -> None:
    one = person(name="王小明", phone="13800000001", born="1990-01-01", union="u", bank="b")
    assert judge(one, person(**other)).answer == answer


def test_a_guest_of_whom_nothing_is_known_becomes_who_proves_to_be() -> None:
    assert judge(WANG, person(), "proved") == Verdict("same", ("proved",))


values = st.dictionaries(st.sampled_from(FIELDS), st.sampled_from(["1990-01-01", "1990-01-02"]))


@given(values, values, st.sets(st.sampled_from(FIELDS)))
def test_the_answer_does_not_depend_on_who_is_asked_about_first(
    one: dict[str, str], other: dict[str, str], claimed: set[str]
) -> None:
    pair = person(**one, claimed=tuple(claimed)), person(**other)
    assert judge(*pair) == judge(*pair[::-1])


def test_every_evidence_is_called_something() -> None:
    assert all(title(name) for name in rules())
