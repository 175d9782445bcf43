"""Pictures of whole simulated shows: the host, the shelf and the camera as a session meets them, moment by moment."""

from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np

from fashion_focus.simulation import StreamSettings, exhibits_for, load_assets
from fashion_focus.simulation.assets import Assets
from fashion_focus.simulation.drawing.range import TURNS, Maker
from fashion_focus.simulation.scenes import render, scene_pair
from fashion_focus.simulation.staging.layers import Layers
from fashion_focus.simulation.staging.stage import Stage
from fashion_focus.simulation.streams.plan import plan_stream
from fashion_focus.simulation.talking.comments import write_comments
from fashion_focus.training.detector_batches import Draw
from fashion_focus.training.detector_targets import Labelled

_SECONDS = 40.0
_MOMENTS = 10  # pairs of pictures taken of one show
_LATER = (0.2, 0.6)  # seconds from the first picture of a pair to the second
_DRAWN = 200  # products that are drawn besides the real ones
_DRAWN_HOST = 0.4  # share of the shows with a drawn host in a room, though there are clips of real ones
_SHELF = (8, 24)


@dataclass(frozen=True, slots=True)
class ShowScenes:
    """Pairs of pictures, a share of them of whole shows and the others composed anew each time (SimulatedScenes).

    Folders may be None (then all is drawn). split: of the real products.
    """

    products: Path | None
    places: Path | None
    videos: Path | None
    split: str = "train"
    seed: int = 0
    share: float = 0.6

    def open(self) -> Draw:
        """Load pictures once; raises SettingsError where a folder is not there."""
        cv2.setNumThreads(1)
        assets = load_assets(
            products=self.products,
            places=self.places,
            videos=self.videos,
            split=self.split,
            drawn=_DRAWN,
            seed=self.seed,
            maker=Maker(azimuths=TURNS),
        )
        shows = _Shows(assets)

        def draw(rng: np.random.Generator, width: int, height: int) -> tuple[Labelled, Labelled]:
            if rng.random() < self.share:
                return shows.pair(rng, size=(width, height))
            return scene_pair(rng, assets, width=width, height=height)

        return draw


class Show:
    """One show on stage, of which single pictures are taken; what happens in it is its plan."""

    def __init__(self, rng: np.random.Generator, assets: Assets, settings: StreamSettings) -> None:
        self.plan = plan_stream(rng, assets, settings)
        self._stage = Stage(rng, assets, self.plan)
        self._layers = Layers(rng, self.plan, write_comments(rng, self.plan))

    def picture(self, rng: np.random.Generator, time: float) -> Labelled:
        """The picture at a time, with its truth."""
        width, height = self.plan.settings.size
        scene, _ = self._stage.scene(time, self._layers.at(time), talking=bool(rng.random() < 0.5))
        return render(scene, rng, width=width, height=height)


class _Shows:
    """A show for each size that is asked for, replaced when enough was taken of it."""

    def __init__(self, assets: Assets) -> None:
        self._assets = assets
        self._running: dict[tuple[int, int], tuple[Show, list[float]]] = {}

    def pair(self, rng: np.random.Generator, *, size: tuple[int, int]) -> tuple[Labelled, Labelled]:
        """Two pictures of one show."""
        if not self._running.get(size, (None, []))[1]:
            self._running[size] = self._begin(rng, size=size)
        show, times = self._running[size]
        time = times.pop()
        return show.picture(rng, time), show.picture(rng, time + float(rng.uniform(*_LATER)))

    def _begin(self, rng: np.random.Generator, *, size: tuple[int, int]) -> tuple[Show, list[float]]:
        """A new show, and the times at which pairs are taken of it, the last first."""
        hosted = self._assets if rng.random() >= _DRAWN_HOST else replace(self._assets, hosts=())
        settings = StreamSettings(
            seconds=_SECONDS, size=size, n_products=int(rng.integers(*_SHELF)), n_exhibits=exhibits_for(_SECONDS)
        )
        show = Show(rng, hosted, settings)
        return show, [float(time) for time in np.sort(rng.uniform(0, _SECONDS - 1, _MOMENTS))[::-1]]
