"""How tests wait: for a condition, with a patience that no busy machine uses up."""

import time
from collections.abc import Callable

from fashion_focus.engine import EngineSettings

PATIENCE = 180.0
"""Seconds; reached only where something is really wrong."""

PATIENT = EngineSettings(
    flush_every=0.05,
    queue_pictures=400,
    late=PATIENCE,
    stall=60.0,
    start_stall=PATIENCE,
    model_deadline=PATIENCE,
    backoff_most=1.0,
    allow_private=True,
)
"""An engine that calls no decoder and no network stuck, and thins no picture, merely because the machine is busy.

Its sources may be on this machine."""


def until(there: Callable[[], bool], timeout: float = PATIENCE) -> None:
    """Return once it is so; fails where it does not become so."""
    deadline = time.monotonic() + timeout
    while not there():
        assert time.monotonic() < deadline, "waited for too long"
        time.sleep(0.02)
