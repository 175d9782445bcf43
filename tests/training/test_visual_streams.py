"""A stream's tracklets as queries for its shelf."""

import numpy as np
import pytest

pytest.importorskip("torch", reason="needs the extra [train]")

from fashion_focus.embedding import WIDTH
from fashion_focus.profiles import Models, load_models
from fashion_focus.simulation import StreamSettings, simulate_stream
from fashion_focus.training.visual_shelves import Scene
from fashion_focus.training.visual_streams import stream_scene

pytestmark = pytest.mark.training

N_PRODUCTS = 8


@pytest.fixture(scope="module")
def models() -> Models:
    return load_models(threads=1, reads=False)


@pytest.fixture(scope="module")
def scene(models: Models, tmp_path_factory: pytest.TempPathFactory) -> Scene:
    settings = StreamSettings(seconds=15.0, size=(640, 360), n_products=N_PRODUCTS, n_exhibits=4)
    folder = simulate_stream(tmp_path_factory.mktemp("streams") / "one", settings, seed=4)
    scene = stream_scene(folder, models, models.encoder)
    assert scene is not None
    return scene


def test_the_shelf_is_the_streams(scene: Scene, models: Models) -> None:
    assert len(scene.gallery.products) == N_PRODUCTS
    assert scene.gallery.model == models.encoder.name


def test_queries_are_tracklets_with_the_product_that_they_show(scene: Scene) -> None:
    assert scene.queries.shape == (len(scene.answers), WIDTH)
    assert scene.twinned.shape == scene.answers.shape
    named = scene.answers < N_PRODUCTS
    assert named.sum() >= 2
    nearest = scene.gallery.rows[(scene.queries @ scene.gallery.vectors.T).argmax(axis=1)]
    assert np.mean((nearest == scene.answers)[named]) > 0.5
