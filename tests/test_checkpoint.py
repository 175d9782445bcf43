"""Trees to bytes and back."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fashion_focus.checkpoint import pack, unpack
from fashion_focus.core.errors import StoreError
from fashion_focus.core.focus import Evidence, Focus, FocusState
from fashion_focus.core.interval import Interval
from fashion_focus.core.state import StateTree
from fashion_focus.core.words import Word

LEAVES = st.none() | st.booleans() | st.integers(-(2**40), 2**40) | st.floats(allow_nan=False) | st.text(max_size=8)
NODES = st.recursive(LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner))
TREES = st.dictionaries(st.text(max_size=5), NODES, max_size=4)


@given(TREES)
def test_a_tree_comes_back_as_it_was(tree: StateTree) -> None:
    assert unpack(pack(tree)) == tree


def test_arrays_keep_their_type_shape_and_values() -> None:
    array = np.arange(6, dtype=np.float32).reshape(2, 3)
    back = unpack(pack({"deep": [{"array": array}]}))["deep"][0]["array"]
    assert back.dtype == np.float32
    np.testing.assert_array_equal(back, array)


def test_core_values_come_back_as_they_were() -> None:
    word = Word(1.0, 1.5, "backpack", 0.8)
    focus = Focus("f1", "bag", Interval(1.0, 2.0), 0.9, FocusState.UNDECIDED, evidence=Evidence(words=(word,)))
    back = unpack(pack({"focus": focus}))["focus"]
    assert back == focus
    assert back.state is FocusState.UNDECIDED


@pytest.mark.parametrize("data", [b"", b"nonsense", pack({"a": 1})[:-30]], ids=["empty", "foreign", "cut short"])
def test_damaged_bytes_are_named_so(data: bytes) -> None:
    with pytest.raises(StoreError, match="start the video anew"):
        unpack(data)
