"""A whole show into a folder: video, product list, comments, transcript and truth."""

from collections.abc import Callable
from pathlib import Path

import numpy as np

from fashion_focus.core.errors import SettingsError
from fashion_focus.files import write_atomically
from fashion_focus.media import VideoWriter
from fashion_focus.simulation.assets import Assets, load_assets
from fashion_focus.simulation.overlays import badge, comment_stack, price_tag
from fashion_focus.simulation.scenes import render
from fashion_focus.simulation.sprites import Matrix, Sprite, placing
from fashion_focus.simulation.streams.files import write_shelf, write_transcript, write_typed
from fashion_focus.simulation.streams.plan import StreamPlan, StreamSettings, plan_stream
from fashion_focus.simulation.streams.record import Record
from fashion_focus.simulation.streams.stage import Stage
from fashion_focus.simulation.streams.talk import Typed, write_comments, write_lines
from fashion_focus.simulation.streams.voice import RATE_HZ, SaidLine, has_voice, say, sound_track

_COMMENTS_SHOWN = 3
_DRAWN_FOR_EACH = 4  # drawn products for each place on the shelf, so that families and categories can be chosen from


def simulate_stream(
    folder: Path, settings: StreamSettings, *, seed: int, progress: Callable[[float], None] | None = None
) -> Path:
    """Make a show in a folder and give the folder back; the same settings and seed give the same show.

    Writes video.mp4, catalog.csv with images/, comments.jsonl, transcript.srt and, last, truth.json. progress: is told
    the share done, from 0 to 1. Raises SettingsError where the folder's name leads to a file, StoreError where it
    cannot be written.
    """
    if folder.exists() and not folder.is_dir():
        raise SettingsError(f"cannot make a show in {folder}: it is a file; name a folder")
    (folder / "images").mkdir(parents=True, exist_ok=True)
    assets = load_assets(
        products=settings.products,
        places=settings.places,
        videos=settings.videos,
        split=settings.split,
        drawn=0 if settings.products else max(24, _DRAWN_FOR_EACH * settings.n_products),
        seed=seed,
    )
    return perform(folder, settings, assets=assets, seed=seed, progress=progress)


def perform(
    folder: Path,
    settings: StreamSettings,
    *,
    assets: Assets,
    seed: int,
    progress: Callable[[float], None] | None = None,
) -> Path:
    """As simulate_stream, with assets that are loaded already; the settings' folders are not looked at."""
    rng = np.random.default_rng([seed, 1])
    plan = plan_stream(rng, assets, settings)
    said = say(rng, write_lines(rng, plan), language=settings.language, seconds=settings.seconds)
    comments = write_comments(rng, plan)
    write_shelf(folder, plan.shelf)
    write_typed(folder / "comments.jsonl", comments)
    write_transcript(folder / "transcript.srt", said)
    stage = Stage(rng, assets, plan)
    record = Record(plan)
    layers = _Overlays(rng, plan, comments)
    _film(folder / "video.mp4", plan, (stage, layers, record), said=said, progress=progress or _silent)
    write_atomically(folder / "truth.json", record.text(folder.name, said))
    return folder


def _film(
    path: Path,
    plan: StreamPlan,
    crew: "tuple[Stage, _Overlays, Record]",
    *,
    said: list[SaidLine],
    progress: Callable[[float], None],
) -> None:
    stage, layers, record = crew
    settings = plan.settings
    width, height = settings.size
    count = round(settings.seconds * settings.fps)
    sound = sound_track(said, seconds=settings.seconds)
    audible = has_voice()
    noise = np.random.default_rng(0)
    with VideoWriter(path, settings.size, fps=settings.fps, sound_rate_hz=RATE_HZ if audible else 0) as writer:
        for number in range(count):
            time = number / settings.fps
            scene, tracks = stage.scene(time, layers.at(time))
            picture, truth = render(scene, noise, width=width, height=height)
            record.add(time, scene, truth, tracks)
            writer.write(picture)
            if audible:
                edges = (round(share * len(sound) / count) for share in (number, number + 1))
                writer.write_sound(sound[slice(*edges)])
            if number % settings.fps == 0:
                progress(number / count)
    progress(1.0)


class _Overlays:
    """The overlays at each moment: badge, the last comments, and prices while something is shown."""

    def __init__(self, rng: np.random.Generator, plan: StreamPlan, comments: list[Typed]) -> None:
        self._rng = rng
        self._size = plan.settings.size
        self._comments = comments
        self._badge = badge(rng)
        # Times at which a price stands on the screen, and at which height.
        self._prices = [
            (exhibit.start, exhibit.end, price_tag(rng, exhibit.article.title[:18]), float(rng.uniform(0.3, 0.8)))
            for exhibit in plan.exhibits
            if rng.random() < 0.4
        ]
        self._stack: tuple[int, Sprite | None] = (0, None)

    def at(self, time: float) -> tuple[tuple[Sprite, Matrix], ...]:
        """Overlay sprites with their matrices, back to front."""
        width, height = self._size
        unit = float(np.sqrt(width * height))
        laid = [self._from_left(self._badge, top=0.03 * height, tall=0.035 * unit)]
        stack = self._latest(time)
        if stack is not None:
            tall = unit * 0.03 * stack.size[1] / 57
            laid.append(self._from_left(stack, top=0.97 * height - tall, tall=tall))
        for start, end, tag, share in self._prices:
            if start <= time < end:
                tall = 0.07 * unit
                centre = (width * 0.97 - tall * tag.size[0] / tag.size[1] / 2, share * height)
                laid.append((tag, placing(tag, centre=centre, height=tall, angle=0.0)))
        return tuple(laid)

    def _latest(self, time: float) -> Sprite | None:
        shown = sum(typed.time <= time for typed in self._comments)
        if shown != self._stack[0]:
            last = self._comments[max(0, shown - _COMMENTS_SHOWN) : shown]
            lines = [f"{typed.user}: {typed.text}" for typed in last]
            self._stack = (shown, comment_stack(self._rng, lines))
        return self._stack[1]

    def _from_left(self, sprite: Sprite, *, top: float, tall: float) -> tuple[Sprite, Matrix]:
        centre = (0.02 * self._size[0] + tall * sprite.size[0] / sprite.size[1] / 2, top + tall / 2)
        return sprite, placing(sprite, centre=centre, height=tall, angle=0.0)


def _silent(_share: float) -> None:
    """Tell nobody."""
