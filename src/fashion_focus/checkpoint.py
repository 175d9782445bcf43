"""Plain trees to bytes and back, without pickle: JSON for the tree, NumPy's own format for its arrays.

Values of core's frozen dataclasses may stand in a tree too; they are named and made anew from a closed list.
"""

import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from fashion_focus.core.errors import StoreError
from fashion_focus.core.focus import Alternative, Evidence, Focus, FocusState
from fashion_focus.core.interval import Interval
from fashion_focus.core.notes import Note
from fashion_focus.core.state import StateTree
from fashion_focus.core.tracklet import KeyFrame, Tracklet
from fashion_focus.core.words import Comment, PrintedLine, Utterance, Word

_FORMAT = "fashion-focus checkpoint 1"
_ARRAY, _BYTES, _TUPLE, _TYPE, _STATE = "$array", "$bytes", "$tuple", "$type", "$state"
_TYPES: dict[str, type[Any]] = {
    kind.__name__: kind for kind in (Alternative, Comment, Evidence, Focus, Interval, KeyFrame, Note)
}
_TYPES |= {kind.__name__: kind for kind in (PrintedLine, Tracklet, Utterance, Word)}


def pack(tree: StateTree) -> bytes:
    """A tree of dicts with text keys, lists, tuples, text, bytes, numbers, None, arrays and core values, as bytes."""
    arrays: list[npt.NDArray[np.generic]] = []
    text = json.dumps({"format": _FORMAT, "tree": _strip(tree, arrays)}, ensure_ascii=False)
    columns = {f"a{k}": array for k, array in enumerate(arrays)}
    buffer = io.BytesIO()
    # mypy reads savez's keyword `allow_pickle` into the arrays' type; it is false here on purpose.
    np.savez_compressed(buffer, tree=np.frombuffer(text.encode(), np.uint8), **columns)  # type: ignore[arg-type]
    return buffer.getvalue()


def unpack(data: bytes) -> StateTree:
    """The tree that `pack` was given. Raises StoreError where it is none of ours."""
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
    if isinstance(node, bytes):
        arrays.append(np.frombuffer(node, np.uint8))
        return {_BYTES: len(arrays) - 1}
    if isinstance(node, FocusState):
        return {_STATE: node.value}
    if is_dataclass(node) and type(node).__name__ in _TYPES:
        values = {field.name: _strip(getattr(node, field.name), arrays) for field in fields(node)}
        return {_TYPE: type(node).__name__, **values}
    return _strip_container(node, arrays)


def _strip_container(node: object, arrays: list[npt.NDArray[np.generic]]) -> object:
    if isinstance(node, dict):
        # A key of the caller's own that begins like one of ours is told apart by a second mark.
        return {f"${key}" if key.startswith("$") else key: _strip(value, arrays) for key, value in node.items()}
    if isinstance(node, list):
        return [_strip(value, arrays) for value in node]
    if isinstance(node, tuple):
        return {_TUPLE: [_strip(value, arrays) for value in node]}
    return node.item() if isinstance(node, np.generic) else node


# Any: the tree's values are of many types; the stages that wrote them read them back (core/state.py).
def _fill(node: Any, columns: Mapping[str, npt.NDArray[np.generic]]) -> Any:
    if isinstance(node, list):
        return [_fill(value, columns) for value in node]
    if not isinstance(node, dict):
        return node
    if _ARRAY in node or _BYTES in node:
        array = columns[f"a{node[_ARRAY] if _ARRAY in node else node[_BYTES]}"]
        return array if _ARRAY in node else array.tobytes()
    if _TUPLE in node:
        return tuple(_fill(value, columns) for value in node[_TUPLE])
    if _STATE in node:
        return FocusState(node[_STATE])
    kind = node.pop(_TYPE, None)
    values = {key[1:] if key.startswith("$$") else key: _fill(value, columns) for key, value in node.items()}
    return values if kind is None else _TYPES[kind](**values)
