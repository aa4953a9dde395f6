"""The nearest examples vote, the nearer the more."""

import numpy as np
import pytest

from bot.nlu.neighbours import NEAREST, Neighbours, directed, remember


def around(angle: float, count: int) -> list[list[float]]:
    """Unit vectors close to an angle."""
    return [[np.cos(angle + step / 100), np.sin(angle + step / 100)] for step in range(count)]


@pytest.fixture
def two_kinds() -> Neighbours:
    vectors = np.array(around(0.0, 12) + around(np.pi, 12), dtype=np.float32)
    return remember(vectors, np.repeat([0, 1], 12))


def test_a_message_like_one_kind_gets_that_kind_alone(two_kinds: Neighbours) -> None:
    assert two_kinds.shares(np.array([1.0, 0.05], dtype=np.float32), 3).tolist() == pytest.approx([1, 0, 0])


def test_shares_add_up_to_one_even_with_fewer_examples_than_neighbours() -> None:
    few = remember(np.eye(3, dtype=np.float32), np.arange(3))
    shares = few.shares(np.array([0.9, 0.3, 0.1], dtype=np.float32), 3)
    assert len(few.labels) < NEAREST
    assert shares.sum() == pytest.approx(1.0)
    assert shares.argmax() == 0


def test_a_vector_of_zeros_has_no_direction_and_does_no_harm() -> None:
    assert directed(np.zeros(4, dtype=np.float32)).tolist() == [0, 0, 0, 0]
