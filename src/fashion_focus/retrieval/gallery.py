"""All embedded views that can be searched, and their file."""

import os
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from fashion_focus.core.arrays import Indices, Vectors, freeze
from fashion_focus.core.errors import InputError, StoreError

PRODUCT_VIEW = "product"
"""The kind of a row that is a product's reference picture."""


@dataclass(frozen=True)
class Gallery:
    """G views as columns: ids (the product, or what else a row shows), vectors (G, D) unit rows, kinds.

    model: name and hash of what made the vectors; a query of another model must not be compared with them.
    """

    ids: tuple[str, ...]
    vectors: Vectors
    kinds: tuple[str, ...]
    model: str

    def __post_init__(self) -> None:
        if self.vectors.ndim != 2 or len(self.vectors) != len(self.ids) or len(self.kinds) != len(self.ids):
            found = f"{len(self.ids)} ids, vectors {self.vectors.shape}, {len(self.kinds)} kinds"
            raise ValueError(f"a gallery needs one vector and one kind for each id, found {found}")
        freeze(self.vectors)

    def __len__(self) -> int:
        return len(self.ids)

    @classmethod
    def of_products(cls, ids: Iterable[str], vectors: Vectors, *, model: str) -> "Gallery":
        """Reference views of products: one id a row, repeated where a product has several views."""
        rows = tuple(ids)
        return cls(rows, vectors, (PRODUCT_VIEW,) * len(rows), model)

    @cached_property
    def products(self) -> tuple[str, ...]:
        """The different ids, in order of first appearance."""
        return tuple(dict.fromkeys(self.ids))

    @cached_property
    def rows(self) -> Indices:
        """(G,): which of `products` each view shows."""
        places = {product: place for place, product in enumerate(self.products)}
        return np.array([places[one] for one in self.ids], np.int64)

    def only(self, ids: Iterable[str]) -> "Gallery":
        """The views of the named products, in this gallery's order."""
        wanted = set(ids)
        keep = [row for row, one in enumerate(self.ids) if one in wanted]
        kinds = tuple(self.kinds[row] for row in keep)
        return Gallery(tuple(self.ids[row] for row in keep), self.vectors[keep], kinds, self.model)

    def joined(self, other: "Gallery") -> "Gallery":
        """Both galleries' views. Raises ValueError where another model made the other's vectors."""
        if other.model != self.model:
            raise ValueError(f"cannot join vectors of {other.model} with vectors of {self.model}: embed anew with one")
        vectors = np.concatenate([self.vectors, other.vectors])
        return Gallery(self.ids + other.ids, vectors, self.kinds + other.kinds, self.model)


def save_gallery(gallery: Gallery, file: Path) -> None:
    """Write ids, vectors, kind and model as npz; the file appears whole. Raises StoreError where it cannot."""
    beside = file.with_name(f".{file.name}.part")
    try:
        with beside.open("wb") as stream:
            np.savez(
                stream,
                ids=np.array(gallery.ids, dtype=np.str_),
                vectors=gallery.vectors,
                kind=np.array(gallery.kinds, dtype=np.str_),
                model=np.array(gallery.model, dtype=np.str_),
            )
            stream.flush()
            os.fsync(stream.fileno())
        beside.replace(file)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise StoreError(f"cannot write {file}: {error.strerror}; choose another --out") from error


def load_gallery(file: Path) -> Gallery:
    """A gallery from its file. Raises InputError where that is missing or no gallery."""
    try:
        # NumPy leaves a broken archive open; so the file is ours to close.
        with file.open("rb") as stream, np.load(stream, allow_pickle=False) as stored:
            ids = tuple(str(one) for one in stored["ids"])
            kinds = tuple(str(one) for one in stored["kind"])
            return Gallery(ids, np.asarray(stored["vectors"], np.float32), kinds, str(stored["model"]))
    except OSError as error:
        raise InputError(f"cannot read {file}: {error.strerror or error}; check the path") from error
    except (KeyError, ValueError, zipfile.BadZipFile, EOFError) as error:
        raise InputError(f"{file} is no gallery ({error}); make one with `fashion-focus embed`") from error
