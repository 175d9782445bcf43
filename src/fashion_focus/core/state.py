"""The plain tree that every stage gives for a checkpoint: dicts, lists, text, numbers, None and arrays."""

from typing import Any

StateTree = dict[str, Any]
"""Any: the values' types are the business of the stage that wrote them; it alone reads them back."""
