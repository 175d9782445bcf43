"""One life of an engine, in a process of its own that a test may kill at any moment."""

import multiprocessing
import time
from dataclasses import replace
from multiprocessing.process import BaseProcess
from pathlib import Path

from tests.engine import painted
from tests.engine.painted import ColourDetector
from tests.engine.waiting import PATIENT
from tests.shows import Turn

from fashion_focus.core.frame import Frame
from fashion_focus.core.tracklet import Detections
from fashion_focus.engine import FINAL_STATES, Engine, StreamConfig
from fashion_focus.store.database import file_url, open_database

STREAM = "show"
SHOW = tuple(
    Turn(product, 1.0 + 4 * k, 3.5 + 4 * k)
    for k, product in enumerate(("red-bag", "blue-shoe", "green-tea", "grey-cup", "red-bag", "green-tea"))
)
DURATION = 26.0

_A_LOOK = 0.02  # seconds; what a network would take
_context = multiprocessing.get_context("forkserver")
_context.set_forkserver_preload([__name__])


class SlowDetector(ColourDetector):
    """Takes its time, so that a kill meets it at work."""

    def detect(self, frame: Frame) -> Detections:
        time.sleep(_A_LOOK)
        return super().detect(frame)


def open_engine(folder: Path) -> Engine:
    """An engine on a folder's database, which saves often."""
    settings = replace(PATIENT, flush_every=0.02, checkpoint_every=0.1)
    database = open_database(file_url(folder))
    return Engine(database, models=painted.models(SlowDetector()), catalogs=painted.catalogs, settings=settings)


def live(folder: Path) -> None:
    """Go on with the show, or begin it, until it is over."""
    with open_engine(folder).open() as engine:
        if not engine.streams():
            engine.start(StreamConfig(STREAM, str(folder / "show.mp4"), "all", realtime=False))
        while engine.status(STREAM).state not in FINAL_STATES:
            time.sleep(0.02)


def begin(folder: Path) -> BaseProcess:
    """A life that has begun."""
    process = _context.Process(target=live, args=(folder,))
    process.start()
    return process
