"""The collector of garbage rests while much is made, and no longer."""

import gc

import pytest

from recsys.collector import paused


def test_it_rests_within_and_looks_again_after_a_fault_too() -> None:
    assert gc.isenabled()
    with pytest.raises(ValueError, match="broken"), paused():
        assert not gc.isenabled()
        raise ValueError("broken")
    assert gc.isenabled()


def test_whoever_had_stopped_it_finds_it_stopped() -> None:
    gc.disable()
    try:
        with paused():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
