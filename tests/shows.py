"""A tiny show for tests: coloured goods held into an empty picture, a detector that knows where."""

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from fashion_focus.core.arrays import Pixels
from fashion_focus.core.frame import Frame
from fashion_focus.core.product import Catalog, Product
from fashion_focus.core.tracklet import Detections
from fashion_focus.embedding import HistogramEncoder
from fashion_focus.gallery import embed_catalog, read_products
from fashion_focus.language import ScriptedRecognizer
from fashion_focus.media import ArrayPicture
from fashion_focus.profiles import Models
from fashion_focus.retrieval import Calibration, Shelf
from fashion_focus.session import FocusSession, SessionConfig
from fashion_focus.structuring import ScriptedDetector

RATE = 4.0
WIDTH, HEIGHT = 320, 180
COLOURS = {
    "red-bag": (200, 30, 30),
    "blue-shoe": (30, 40, 200),
    "green-tea": (20, 150, 40),
    "grey-cup": (120, 120, 120),
}
TITLES = {"red-bag": "Red bag", "blue-shoe": "Blue shoe", "green-tea": "Green tea", "grey-cup": "Grey cup"}


@dataclass(frozen=True, slots=True)
class Turn:
    """A product in the picture from start to end, shown or only standing about."""

    product_id: str
    start: float
    end: float
    shown: bool = True

    @property
    def box(self) -> tuple[int, int, int, int]:
        """Where it is, xyxy."""
        return (120, 40, 200, 140) if self.shown else (10, 110, 50, 160)


SHOW = (
    Turn("red-bag", 2.0, 7.0),
    Turn("grey-cup", 0.0, 30.0, shown=False),
    Turn("blue-shoe", 9.0, 14.0),
    Turn("red-bag", 18.0, 23.0),
)
DURATION = 30.0


def goods(product_id: str, *, width: int = 80, height: int = 100) -> Pixels:
    """What a product looks like: its colour, with a darker stripe."""
    pixels = np.full((height, width, 3), COLOURS[product_id], np.uint8)
    pixels[height // 3 : height // 2] = np.array(COLOURS[product_id], np.uint8) // 2
    return pixels


def make_catalog(folder: Path) -> Catalog:
    """The products with one picture each, written to a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    products = []
    for name in COLOURS:
        path = folder / f"{name}.png"
        cv2.imwrite(str(path), goods(name)[..., ::-1])
        products.append(Product(name, TITLES[name], (path,)))
    return Catalog(tuple(products), file="shelf.csv")


def frame_at(time: float, show: tuple[Turn, ...] = SHOW) -> Frame:
    """The picture at a time: what is in turn, on a quiet ground."""
    pixels = np.full((HEIGHT, WIDTH, 3), 230, np.uint8)
    for turn in show:
        if turn.start <= time < turn.end:
            x0, y0, x1, y1 = turn.box
            pixels[y0:y1, x0:x1] = cv2.resize(goods(turn.product_id), (x1 - x0, y1 - y0))
    return Frame(ArrayPicture(pixels), time, pts=round(time * 1000))


def frames(show: tuple[Turn, ...] = SHOW, *, duration: float = DURATION) -> list[Frame]:
    """All analysed frames of a show."""
    return [frame_at(k / RATE, show) for k in range(round(duration * RATE))]


def detections_at(time: float, show: tuple[Turn, ...] = SHOW) -> Detections:
    """What a perfect detector says of a time."""
    turns = [turn for turn in show if turn.start <= time < turn.end]
    if not turns:
        return Detections.none(time)
    appearance = np.zeros((len(turns), 64), np.float32)
    for row, turn in enumerate(turns):
        appearance[row, list(COLOURS).index(turn.product_id)] = 1.0
    return Detections(
        time,
        boxes=np.array([turn.box for turn in turns], np.float32),
        scores=np.full(len(turns), 0.9, np.float32),
        presented=np.array([0.95 if turn.shown else 0.05 for turn in turns], np.float32),
        paths=(("other",),) * len(turns),
        appearance=appearance,
    )


def make_models(show: tuple[Turn, ...] = SHOW, *, duration: float = DURATION) -> Models:
    """A profile without weights: the perfect detector, and histograms for an encoder."""
    encoder = HistogramEncoder()
    script = [detections_at(k / RATE, show) for k in range(round(duration * RATE))]
    return Models(
        profile="scripted",
        detector=ScriptedDetector(script),
        encoder=encoder,
        calibration=Calibration.plain(encoder.name),
        recognizer=lambda _: ScriptedRecognizer(()),
        names={"structuring": "scripted", "visual": encoder.name},
    )


def make_session(
    catalog: Catalog, show: tuple[Turn, ...] = SHOW, *, duration: float = DURATION, models: Models | None = None
) -> FocusSession:
    """A session over a show, ready to be fed with `frames`."""
    models = models or make_models(show, duration=duration)
    shelf = Shelf.build(embed_catalog(catalog, models.encoder).gallery, models.calibration)
    printed = read_products(catalog, models.reader)
    return FocusSession(catalog, models=models, shelf=shelf, config=SessionConfig(rate=RATE), printed=printed)
