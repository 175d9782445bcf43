"""What a checkpoint holds of this room."""

from typing import Any

State = dict[str, Any]
"""Plain data on its way to or from a checkpoint: numbers, texts, None, lists, dicts with text keys, and NumPy arrays.

Any, because what is inside is known only to the class that wrote it and reads it again.
"""
