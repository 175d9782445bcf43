"""Which product is shown when: live-selling video in, focuses out.

The public face. Names are looked up in their rooms on first use, so that importing the package stays quick.
"""

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fashion_focus.catalog import read_catalog
    from fashion_focus.core.errors import (
        CatalogError,
        FashionFocusError,
        InputError,
        MediaError,
        ModelError,
        SettingsError,
        StoreError,
        WordsError,
    )
    from fashion_focus.core.focus import Focus, FocusReport
    from fashion_focus.core.product import Catalog, Product
    from fashion_focus.localizing import ShowWords, localize
    from fashion_focus.media import open_video
    from fashion_focus.profiles import load_models
    from fashion_focus.session import FocusSession, SessionConfig

__version__ = "0.1.0"

_ROOMS = {
    "fashion_focus.catalog": ("read_catalog",),
    "fashion_focus.core.errors": (
        "CatalogError",
        "FashionFocusError",
        "InputError",
        "MediaError",
        "ModelError",
        "SettingsError",
        "StoreError",
        "WordsError",
    ),
    "fashion_focus.core.focus": ("Focus", "FocusReport"),
    "fashion_focus.core.product": ("Catalog", "Product"),
    "fashion_focus.localizing": ("ShowWords", "localize"),
    "fashion_focus.media": ("open_video",),
    "fashion_focus.profiles": ("load_models",),
    "fashion_focus.session": ("FocusSession", "SessionConfig"),
}
_HOMES = {name: room for room, names in _ROOMS.items() for name in names}

__all__ = [
    "Catalog",
    "CatalogError",
    "FashionFocusError",
    "Focus",
    "FocusReport",
    "FocusSession",
    "InputError",
    "MediaError",
    "ModelError",
    "Product",
    "SessionConfig",
    "SettingsError",
    "ShowWords",
    "StoreError",
    "WordsError",
    "load_models",
    "localize",
    "open_video",
    "read_catalog",
]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(importlib.import_module(_HOMES[name]), name)
    globals()[name] = value
    return value
