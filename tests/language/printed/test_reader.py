"""The reader of print, with its real networks."""

import cv2
import numpy as np
import pytest

from fashion_focus.core.arrays import Pixels
from fashion_focus.core.errors import ModelError
from fashion_focus.language import RapidReader
from fashion_focus.language.printed import reader as module


def pack(*texts: str) -> Pixels:
    pixels = np.full((200, 260, 3), (200, 30, 40), np.uint8)
    for row, text in enumerate(texts):
        cv2.putText(pixels, text, (16, 70 + 70 * row), cv2.FONT_HERSHEY_SIMPLEX, 1.5, (255, 255, 255), 3)
    return pixels


@pytest.fixture(scope="module")
def reader() -> RapidReader:
    return RapidReader()


def test_lines_are_read_from_top_to_bottom(reader: RapidReader) -> None:
    found = reader.read(pack("Yoggi", "Vanilla"))
    assert [line.text.lower() for line in found] == ["yoggi", "vanilla"]
    assert min(line.confidence for line in found) > 0.8


def test_where_nothing_is_written_nothing_is_read(reader: RapidReader) -> None:
    assert reader.read(pack()) == ()
    assert reader.read(np.zeros((0, 0, 3), np.uint8)) == ()
    assert reader.read(np.zeros((3, 2, 3), np.uint8)) == ()


def test_the_same_picture_is_read_once(reader: RapidReader, monkeypatch: pytest.MonkeyPatch) -> None:
    first = reader.read(pack("Lindt"))

    def fail(pixels: Pixels) -> None:
        raise AssertionError(pixels.shape)

    monkeypatch.setattr(reader, "_found", fail)
    assert reader.read(pack("Lindt")) is first


def test_a_missing_package_is_named_with_its_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "reader_is_installed", lambda: False)
    with pytest.raises(ModelError, match=r"pip install 'fashion-focus\[ocr\]'"):
        RapidReader()
