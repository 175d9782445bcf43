"""A whole show into a folder: video, product list, comments, transcript and truth."""

from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from fashion_focus.core.errors import SettingsError
from fashion_focus.media import VideoWriter
from fashion_focus.simulation.assets import Assets, load_assets
from fashion_focus.simulation.drawing.range import TURNS, Maker
from fashion_focus.simulation.scenes import render
from fashion_focus.simulation.staging.layers import Layers
from fashion_focus.simulation.staging.stage import Stage
from fashion_focus.simulation.streams.files import write_shelf, write_transcript, write_typed
from fashion_focus.simulation.streams.plan import StreamPlan, StreamSettings, plan_stream
from fashion_focus.simulation.streams.record import Record
from fashion_focus.simulation.talking.comments import Typed, write_comments
from fashion_focus.simulation.talking.lines import write_lines
from fashion_focus.simulation.talking.sound import SoundTrack, draw_backing
from fashion_focus.simulation.talking.voice import RATE_HZ, say

_DRAWN_FOR_EACH = 4  # drawn products for each place on the shelf, so that families and categories can be chosen from
_WAITING = 6  # pictures that may wait for the encoder
_BITS_PER_PIXEL = (0.05, 0.13)  # of H.264 at a live stream's rates, 1.2 to 3 Mbit/s at 720p25
Progress = Callable[[float], None]


def simulate_stream(folder: Path, settings: StreamSettings, *, seed: int, progress: Progress | None = None) -> Path:
    """Make a show in a folder and give the folder back; the same settings and seed give the same show.

    Writes video.mp4, catalog.csv with images/, comments.jsonl, transcript.srt and, last, truth.json. progress: is told
    the share done, from 0 to 1. Raises SettingsError where the folder's name leads to a file, StoreError where it
    cannot be written.
    """
    if folder.exists() and not folder.is_dir():
        raise SettingsError(f"cannot make a show in {folder}: it is a file; name a folder")
    assets = load_assets(
        products=settings.products,
        places=settings.places,
        videos=settings.videos,
        split=settings.split,
        drawn=0 if settings.products else max(24, _DRAWN_FOR_EACH * settings.n_products),
        seed=seed,
        maker=Maker(azimuths=TURNS),
    )
    return perform(folder, settings, assets=assets, seed=seed, progress=progress)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a show is written. name: what its truth calls it, "" for the folder's name.

    pictures: an images/ folder that has its products' pictures already, if there is one.
    """

    folder: Path
    name: str = ""
    pictures: Path | None = None


def perform(
    place: Path | Place, settings: StreamSettings, *, assets: Assets, seed: int, progress: Progress | None = None
) -> Path:
    """As simulate_stream, with assets that are loaded already; the settings' folders are not looked at."""
    place = place if isinstance(place, Place) else Place(place)
    folder = place.folder
    folder.mkdir(parents=True, exist_ok=True)
    show = rehearse(settings, assets=assets, seed=seed)
    write_shelf(folder, show.plan.shelf, language=settings.language, pictures=place.pictures)
    write_typed(folder / "comments.jsonl", show.comments)
    record = Record(show.plan, folder / ".boxes.part")
    try:
        _film(folder / "video.mp4", show, record, progress=progress)
        said = show.sound.said
        write_transcript(folder / "transcript.srt", said)
        record.write(folder / "truth.json", place.name or folder.name, said, show.comments)
    finally:
        record.discard()
    return folder


@dataclass(frozen=True, slots=True)
class Show:
    """A show before it is filmed. bit_rate: bits a second of its video."""

    plan: StreamPlan
    comments: list[Typed]
    stage: Stage
    layers: Layers
    sound: SoundTrack
    bit_rate: int


def rehearse(settings: StreamSettings, *, assets: Assets, seed: int) -> Show:
    """All that a show consists of, to be looked at at any moment; the same settings and seed give the same show."""
    rng = np.random.default_rng([seed, 1])
    plan = plan_stream(rng, assets, settings)
    lines = say(rng, write_lines(rng, plan), language=settings.language, seconds=settings.seconds)
    comments = write_comments(rng, plan)
    stage, layers = Stage(rng, assets, plan), Layers(rng, plan, comments)
    sound = SoundTrack(lines, draw_backing(rng))
    return Show(plan, comments, stage, layers, sound, _bit_rate(float(rng.uniform(*_BITS_PER_PIXEL)), settings))


def _bit_rate(bits_per_pixel: float, settings: StreamSettings) -> int:
    """Bits a second that look alike in every size: small pictures and slow ones need more bits a pixel.

    bits_per_pixel: at 720p25.
    """
    pixels = settings.size[0] * settings.size[1]
    worth = float((1280 * 720 / pixels) ** 0.25 * (25 / settings.fps) ** 0.5)
    return round(bits_per_pixel * worth * pixels * settings.fps)


def _film(path: Path, show: Show, record: Record, *, progress: Progress | None) -> None:
    """Draw picture after picture; another thread encodes the one before."""
    settings, sound = show.plan.settings, show.sound
    width, height = settings.size
    count = round(settings.seconds * settings.fps)
    noise = np.random.default_rng(0)
    waiting: deque[Future[None]] = deque()
    with (
        VideoWriter(path, settings.size, fps=settings.fps, bit_rate=show.bit_rate, sound_rate_hz=RATE_HZ) as writer,
        ThreadPoolExecutor(1) as encoder,
    ):
        for number in range(count):
            time = number / settings.fps
            samples = sound.until((number + 1) / settings.fps)
            scene, tracks = show.stage.scene(time, show.layers.at(time), talking=sound.speaking(time))
            picture, truth = render(scene, noise, width=width, height=height)
            record.add(time, scene, truth, tracks)
            waiting += [encoder.submit(writer.write, picture), encoder.submit(writer.write_sound, samples)]
            while len(waiting) > _WAITING:
                waiting.popleft().result()
            if progress is not None and number % settings.fps == 0:
                progress(number / count)
        for left in waiting:
            left.result()
    if progress is not None:
        progress(1.0)
