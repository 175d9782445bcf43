"""The golden files: text that was looked at once. RENEW_GOLDEN=1 in the environment writes them anew."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

GOLDEN = Path(__file__).parent / "golden"


@pytest.fixture
def same_as_golden() -> Callable[[str, str], None]:
    def check(text: str, name: str) -> None:
        path = GOLDEN / name
        if os.environ.get("RENEW_GOLDEN") == "1":
            path.write_bytes(text.encode())
        assert text == path.read_bytes().decode()

    return check
