"""The generated files, each written once a run."""

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.media.makers import Made, Spec, make

Maker = Callable[[Spec], Made]


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> Maker:
    """Writes a video as its spec says, and remembers it."""
    folder: Path = tmp_path_factory.mktemp("videos")
    done: dict[str, Made] = {}

    def write(spec: Spec) -> Made:
        if spec.name not in done:
            done[spec.name] = make(folder, spec)
        return done[spec.name]

    return write
