"""Who is behind a login, an openid or a phone number."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from recsys.customers.identity import link, resolve
from recsys.customers.load import UnknownCustomer, customer
from recsys.engine import Engine


def test_chen_is_the_same_in_wechat_app_and_by_phone(engine: Engine) -> None:
    assert resolve(engine, "wechat", "wx_c000002") == "c000002"
    assert resolve(engine, "phone", "19900000002") == "c000002"
    assert resolve(engine, "app", "19900000002") == "c000002"


def test_an_unknown_openid_becomes_one_guest_even_when_two_messages_come_at_once(engine: Engine) -> None:
    with ThreadPoolExecutor(4) as pool:
        found = set(pool.map(lambda _: resolve(engine, "wechat", "new-openid"), range(8)))
    assert len(found) == 1
    guest = customer(engine, found.pop())
    assert (guest.name, guest.plan_id, guest.usage) == ("微信访客", None, ())


def test_a_guest_who_logs_in_is_that_customer_from_then_on(engine: Engine) -> None:
    assert resolve(engine, "wechat", "new-openid").startswith("g")
    link(engine, "wechat", "new-openid", "c000001")
    assert resolve(engine, "wechat", "new-openid") == "c000001"


def test_an_unknown_phone_number_is_nobody(engine: Engine) -> None:
    with pytest.raises(UnknownCustomer):
        resolve(engine, "phone", "13800000000")
