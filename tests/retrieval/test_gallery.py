"""Galleries and their files."""

from pathlib import Path

import numpy as np
import pytest

from fashion_focus.core.errors import InputError, StoreError
from fashion_focus.retrieval import Gallery, load_gallery, save_gallery


def small_gallery(*, model: str = "m@1") -> Gallery:
    return Gallery.of_products(["cup", "hat", "cup"], np.eye(3, 128, dtype=np.float32), model=model)


def test_products_come_in_order_of_first_appearance() -> None:
    gallery = small_gallery()
    assert gallery.products == ("cup", "hat")
    assert gallery.rows.tolist() == [0, 1, 0]


def test_a_gallery_survives_its_file(tmp_path: Path) -> None:
    save_gallery(small_gallery(), tmp_path / "gallery.npz")
    loaded = load_gallery(tmp_path / "gallery.npz")
    assert (loaded.ids, loaded.kinds, loaded.model) == (("cup", "hat", "cup"), ("product",) * 3, "m@1")
    assert np.array_equal(loaded.vectors, small_gallery().vectors)


def test_the_file_has_the_documented_arrays(tmp_path: Path) -> None:
    save_gallery(small_gallery(), tmp_path / "gallery.npz")
    with np.load(tmp_path / "gallery.npz", allow_pickle=False) as stored:
        assert set(stored) == {"ids", "vectors", "kind", "model"}


def test_an_empty_gallery_survives_its_file(tmp_path: Path) -> None:
    empty = Gallery.of_products([], np.zeros((0, 128), np.float32), model="m@1")
    save_gallery(empty, tmp_path / "gallery.npz")
    assert load_gallery(tmp_path / "gallery.npz").products == ()


def test_nothing_is_left_behind_in_a_missing_folder(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="cannot write"):
        save_gallery(small_gallery(), tmp_path / "missing" / "gallery.npz")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x03\x04broken"], ids=["empty", "text", "broken"])
def test_a_file_that_is_no_gallery_is_named(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "gallery.npz"
    file.write_bytes(content)
    with pytest.raises(InputError, match=r"gallery\.npz"):
        load_gallery(file)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"nowhere\.npz"):
        load_gallery(tmp_path / "nowhere.npz")


def test_an_archive_of_other_arrays_is_no_gallery(tmp_path: Path) -> None:
    np.savez(tmp_path / "other.npz", weights=np.zeros(3))
    with pytest.raises(InputError, match="is no gallery"):
        load_gallery(tmp_path / "other.npz")


def test_vectors_of_two_models_are_not_joined() -> None:
    with pytest.raises(ValueError, match="embed anew"):
        small_gallery().joined(small_gallery(model="m@2"))


def test_some_products_can_be_taken_out() -> None:
    assert small_gallery().only({"cup"}).ids == ("cup", "cup")


def test_ids_and_vectors_must_have_one_length() -> None:
    with pytest.raises(ValueError, match="one vector and one kind"):
        Gallery(("cup",), np.zeros((2, 128), np.float32), ("product",), "m@1")


def test_vectors_of_a_gallery_cannot_be_changed() -> None:
    with pytest.raises(ValueError, match="read-only"):
        small_gallery().vectors[0, 0] = 3
