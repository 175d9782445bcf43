"""The one tree of errors that callers may meet.

    FashionFocusError          a fault of ours, or one that nobody can remedy (exit code 1)
    ├── InputError             the caller's material is at fault (exit code 2)
    │   ├── CatalogError       a product list, or a product's picture
    │   ├── MediaError         a video, a sound track or a stream
    │   └── WordsError         a transcript or comments
    ├── SettingsError          a setting, an option or a folder (exit code 2)
    ├── ModelError             a model file is missing, altered or unfit
    └── StoreError             durable state cannot be read or written

Every message says on one line what happened, where (file, line, time) and what to do.
"""


class FashionFocusError(Exception):
    """Root of all errors that this package raises on purpose."""


class InputError(FashionFocusError):
    """Material handed to us cannot be used as it is."""


class CatalogError(InputError):
    """A product list or a product picture cannot be used."""


class MediaError(InputError):
    """A video, sound track or stream cannot be used."""


class WordsError(InputError):
    """A transcript or a comments file cannot be used."""


class SettingsError(FashionFocusError):
    """A setting, option or folder cannot be used."""


class ModelError(FashionFocusError):
    """A model file is missing, altered, or does not fit its description."""


class StoreError(FashionFocusError):
    """Durable state or an output file cannot be read or written."""
