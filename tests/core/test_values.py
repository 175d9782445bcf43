"""Values that defend themselves."""

import numpy as np
import pytest

from fashion_focus.core.product import Catalog, Product
from fashion_focus.core.taxonomy import COARSE, LEAVES
from fashion_focus.core.tracklet import Detections, Tracklet


def test_a_catalog_finds_its_products_by_id() -> None:
    catalog = Catalog((Product("a", "Red bag"), Product("b", "Blue bag")))
    assert catalog["b"].title == "Blue bag"
    assert "c" not in catalog
    assert [product.id for product in catalog] == ["a", "b"]


def test_a_catalog_refuses_an_id_twice() -> None:
    with pytest.raises(ValueError, match="unique"):
        Catalog((Product("a", "Red bag"), Product("a", "Blue bag")))


def test_a_product_needs_an_id() -> None:
    with pytest.raises(ValueError, match="id"):
        Product("", "Red bag")


def test_detections_name_the_column_of_the_wrong_length() -> None:
    two = np.zeros(2, np.float32)
    with pytest.raises(ValueError, match=r"scores must have shape \(1,\)"):
        Detections(0.0, np.zeros((1, 4), np.float32), two, two[:1], (("bag",),), np.zeros((1, 64), np.float32))


def test_no_detection_is_a_value_too() -> None:
    assert len(Detections.none(1.0)) == 0


def test_a_tracklet_needs_a_box() -> None:
    empty = np.zeros(0, np.float32)
    with pytest.raises(ValueError, match="no boxes"):
        Tracklet("t1", ("bag",), np.zeros(0), np.zeros((0, 4), np.float32), empty, empty)


def test_every_leaf_has_a_coarse_parent() -> None:
    assert {parent for parent, _ in LEAVES} == set(COARSE)
