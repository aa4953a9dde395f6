"""What an agent is told of somebody's segments."""

from datetime import UTC, datetime
from typing import Any

from recsys.segments.portrait import portrait
from recsys.tags.definition import definitions
from recsys.tags.store import TagValue

SINCE = datetime(2026, 6, 1, tzinfo=UTC)
DEFS = definitions()


def tag(key: str, value: Any) -> TagValue:
    one = DEFS.by_key[key].tag
    return TagValue(key, one.title, one.group, one.kind, one.type, value, SINCE, None, 1.0, ())


def test_the_person_type_comes_first_with_how_to_talk_to_them() -> None:
    first, second = portrait([tag("value_matrix", "规模客户"), tag("person_type", "长辈关怀型")], DEFS)
    assert (first.value, first.serves) == ("长辈关怀型", True) and "放慢语速" in first.advice
    assert (second.value, second.serves) == ("规模客户", False)


def test_stages_that_ask_for_nothing_are_not_told() -> None:
    calm = [tag("life_ringtone", "潜在"), tag("life_bank", "提升期"), tag("funnel_wealth", "目标")]
    assert portrait(calm, DEFS) == []
    told = portrait(
        [tag("life_ringtone", "预警"), tag("life_bank", "衰退期"), tag("funnel_wealth", "商机")], DEFS
    )
    assert [one.value for one in told] == ["预警", "衰退期", "商机"]


def test_no_more_than_five_are_told() -> None:
    stages = [tag(f"life_{one}", "沉默") for one in ("ringtone", "video", "music", "cloud", "guard")]
    told = portrait([*stages, tag("person_type", "随和大众型"), tag("arpu", 5900)], DEFS)
    assert len(told) == 5 and told[0].value == "随和大众型"
