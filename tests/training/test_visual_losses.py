"""Losses of crops against shop pictures."""

from typing import Any

import pytest

torch = pytest.importorskip("torch", reason="needs the extra [train]")

from fashion_focus.training.visual_losses import Memory, allowed, contrast, triplets  # noqa: E402 (after the skip)

pytestmark = pytest.mark.training


def axes(n: int) -> Any:
    return torch.eye(8)[:n]


def all_usable(n_queries: int, n_products: int) -> Any:
    return torch.ones(n_queries, n_products, dtype=torch.bool)


def test_contrast_is_near_zero_where_every_query_is_its_product() -> None:
    labels = torch.arange(4)
    loss = contrast(axes(4), axes(4), labels=labels, usable=all_usable(4, 4), temperature=0.05)
    assert loss.item() < 1e-6


def test_contrast_is_the_logarithm_of_the_number_of_equal_products() -> None:
    same = axes(1).repeat(4, 1)
    loss = contrast(same, same, labels=torch.arange(4), usable=all_usable(4, 4), temperature=0.05)
    assert loss.item() == pytest.approx(1.386, abs=1e-3)


def test_products_that_may_not_be_compared_cost_nothing() -> None:
    same = axes(1).repeat(4, 1)
    usable = torch.eye(4, dtype=torch.bool)
    assert contrast(same, same, labels=torch.arange(4), usable=usable, temperature=0.05).item() == pytest.approx(0)


def test_triplets_far_apart_cost_nothing() -> None:
    loss = triplets(axes(4), axes(4), labels=torch.arange(4), usable=all_usable(4, 4), margin=0.2)
    assert loss.item() == 0


def test_triplets_of_equal_products_cost_the_margin() -> None:
    same = axes(1).repeat(3, 1)
    loss = triplets(same, same, labels=torch.arange(3), usable=all_usable(3, 3), margin=0.2)
    assert loss.item() == pytest.approx(0.2, abs=1e-5)


def test_a_memory_gives_back_the_latest_vectors_without_gradients() -> None:
    memory = Memory(3, 8)
    memory.put(torch.tensor([0, 2]), axes(2).requires_grad_())
    memory.put(torch.tensor([2]), axes(3)[2:])
    assert memory.scene()[[0, 2]].tolist() == axes(3)[[0, 2]].tolist()
    assert memory.scene().requires_grad is False


def test_twins_are_left_out_where_the_picture_shows_another_shade() -> None:
    memory = Memory(3, 8)
    memory.put(torch.arange(3), axes(3))
    mask = allowed(
        memory,
        labels=torch.tensor([0, 0]),
        groups=torch.tensor([5, 5]),
        all_groups=torch.tensor([5, 5, 6]),
        shaded=torch.tensor([True, False]),
    )
    assert mask.tolist() == [[True, True, True], [True, False, True]]


def test_products_never_seen_are_no_negatives() -> None:
    mask = allowed(
        Memory(3, 8),
        labels=torch.tensor([1]),
        groups=torch.tensor([0]),
        all_groups=torch.tensor([0, 0, 0]),
        shaded=torch.tensor([True]),
    )
    assert mask.tolist() == [[False, True, False]]
