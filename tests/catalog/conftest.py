"""A seller's folder to put lists and pictures into."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

Write = Callable[[str, str | bytes], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Puts a file with this content into the folder; text as UTF-8, line ends as they are."""

    def put(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return put


@pytest.fixture
def picture(tmp_path: Path) -> Callable[[str], Path]:
    """Puts a small sound picture into the folder, under any name."""

    def put(name: str) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.new("RGB", (8, 6), (200, 30, 30)).save(path)
        return path

    return put
