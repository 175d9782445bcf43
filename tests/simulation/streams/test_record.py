"""The record of a long show: on disk, not in memory."""

import json
import tracemalloc
from pathlib import Path

import numpy as np

from fashion_focus.simulation import Assets, StreamSettings, rehearse
from fashion_focus.simulation.scenes import render
from fashion_focus.simulation.streams.record import BOXES_HZ, Record
from fashion_focus.simulation.talking.sound import SoundTrack
from fashion_focus.simulation.talking.voice import RATE_HZ, SaidLine

HOUR = 3600


def test_an_hour_s_boxes_are_kept_on_disk(tmp_path: Path, drawn_assets: Assets) -> None:
    settings = StreamSettings(seconds=float(HOUR), size=(64, 64), n_products=8, n_exhibits=4)
    show = rehearse(settings, assets=drawn_assets, seed=2)
    scene, tracks = show.stage.scene(1.0, ())
    _, truth = render(scene, np.random.default_rng(0), width=64, height=64)
    record = Record(show.plan, tmp_path / "boxes.part")
    tracemalloc.start()
    for number in range(2000):
        record.add(number / BOXES_HZ, scene, truth, tracks)
    record.write(tmp_path / "truth.json", "s1", [], [])
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (tmp_path / "truth.json").stat().st_size > 200_000
    assert peak < 150_000
    frames = json.loads((tmp_path / "truth.json").read_text())["boxes"]["frames"]
    assert [frame["t"] for frame in frames] == [round(number / BOXES_HZ, 3) for number in range(2000)]
    assert not (tmp_path / "boxes.part").exists()


def test_three_hours_of_speech_take_no_more_memory_than_a_line() -> None:
    line = np.full(RATE_HZ, 100, np.int16)
    lines = (SaidLine(10.0 * number, 10.0 * number + 1, "word", line.copy()) for number in range(3 * HOUR // 10))
    track = SoundTrack(lines, np.zeros(RATE_HZ, np.int16))
    tracemalloc.start()
    for second in range(3 * HOUR // 5):
        track.until(5.0 * (second + 1))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(track.said) == 3 * HOUR // 10
    assert peak < 8_000_000  # all its samples are 476 MB
