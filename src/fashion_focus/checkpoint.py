"""Plain trees to bytes and back, without pickle: JSON for the tree, NumPy's own format for its arrays."""

import io
import json
import zipfile
from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from fashion_focus.core.errors import StoreError
from fashion_focus.core.state import StateTree

_FORMAT = "fashion-focus checkpoint 1"
_ARRAY = "$array"


def pack(tree: StateTree) -> bytes:
    """A tree of dicts with text keys, lists, tuples, text, numbers, None and arrays, as bytes."""
    arrays: list[npt.NDArray[np.generic]] = []
    text = json.dumps({"format": _FORMAT, "tree": _strip(tree, arrays)}, ensure_ascii=False)
    columns = {f"a{k}": array for k, array in enumerate(arrays)}
    buffer = io.BytesIO()
    # mypy reads savez's keyword `allow_pickle` into the arrays' type; it is false here on purpose.
    np.savez_compressed(buffer, tree=np.frombuffer(text.encode(), np.uint8), **columns)  # type: ignore[arg-type]
    return buffer.getvalue()


def unpack(data: bytes) -> StateTree:
    """The tree that `pack` was given; tuples come back as lists. Raises StoreError where it is none of ours."""
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as columns:
            document = json.loads(columns["tree"].tobytes().decode())
            if document["format"] != _FORMAT:
                raise StoreError(f"this checkpoint is of another format ({document['format']}); start the video anew")
            restored: StateTree = _fill(document["tree"], columns)
            return restored
    except (OSError, ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile) as error:
        raise StoreError(f"the checkpoint is damaged ({error}); start the video anew") from error


def _strip(node: object, arrays: list[npt.NDArray[np.generic]]) -> object:
    if isinstance(node, np.ndarray):
        arrays.append(node)
        return {_ARRAY: len(arrays) - 1}
    if isinstance(node, np.generic):
        return node.item()
    if isinstance(node, dict):
        return {key: _strip(value, arrays) for key, value in node.items()}
    if isinstance(node, list | tuple):
        return [_strip(value, arrays) for value in node]
    return node


# Any: the tree's values are of many types; the stages that wrote them read them back (core/state.py).
def _fill(node: Any, columns: Mapping[str, npt.NDArray[np.generic]]) -> Any:
    if isinstance(node, dict):
        if _ARRAY in node:
            return columns[f"a{node[_ARRAY]}"]
        return {key: _fill(value, columns) for key, value in node.items()}
    if isinstance(node, list):
        return [_fill(value, columns) for value in node]
    return node
