"""The front door, for the tests of this folder."""

from tests.fixtures.front import front, rasa, wechat

__all__ = ["front", "rasa", "wechat"]
