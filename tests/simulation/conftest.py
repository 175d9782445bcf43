"""Assets that are drawn once for all tests of the room."""

import pytest

from fashion_focus.simulation import Assets, load_assets


@pytest.fixture(scope="session")
def drawn_assets() -> Assets:
    return load_assets(products=None, places=None, videos=None, drawn=45, seed=3, max_side=120)
