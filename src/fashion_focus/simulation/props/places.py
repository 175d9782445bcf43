"""Where a show happens: rooms, clips of real hosts, and tables, read small and kept in memory."""

from collections.abc import Iterator
from pathlib import Path

import av
import cv2
import numpy as np

from fashion_focus.core.arrays import Pixels
from fashion_focus.core.errors import MediaError

_SIDE = 432  # longest side kept of a room or a host's picture
_EVERY = 6  # of a clip, every so many pictures are kept
_MOST = 16  # pictures kept of one clip


def read_picture(path: Path, *, max_side: int = _SIDE) -> Pixels:
    """A picture file as RGB or RGBA (H, W, 3 or 4), at most max_side px long.

    Raises MediaError where it cannot be read.
    """
    raw = cv2.imread(str(path), cv2.IMREAD_UNCHANGED)
    if raw is None or raw.ndim != 3:
        raise MediaError(f"cannot read {path}: not a colour picture; remove it from its folder")
    factor = min(1.0, max_side / max(raw.shape[:2]))
    code = cv2.COLOR_BGRA2RGBA if raw.shape[2] == 4 else cv2.COLOR_BGR2RGB
    if factor < 1.0:
        raw = cv2.resize(raw, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.cvtColor(raw, code), np.uint8)


def read_rooms(folders: list[Path]) -> tuple[Pixels, ...]:
    """All JPEG pictures (H, W, 3) in these folders, in the order of their names."""
    return tuple(read_picture(path)[..., :3] for folder in folders for path in sorted(folder.glob("*.jpg")))


def read_hosts(folders: list[Path]) -> tuple[tuple[Pixels, ...], ...]:
    """For each clip in these folders, some consecutive pictures (H, W, 3) of it."""
    clips = [path for folder in folders for path in sorted(folder.iterdir()) if path.suffix in {".mkv", ".mp4"}]
    return tuple(pictures for clip in clips if (pictures := tuple(_pictures(clip))))


def _pictures(path: Path) -> Iterator[Pixels]:
    with av.open(str(path)) as container:
        kept = 0
        for index, frame in enumerate(container.decode(video=0)):
            if index % _EVERY:
                continue
            factor = _SIDE / max(frame.width, frame.height)
            small = frame.reformat(round(frame.width * factor / 2) * 2, round(frame.height * factor / 2) * 2, "rgb24")
            yield np.asarray(small.to_ndarray(), np.uint8)
            kept += 1
            if kept >= _MOST:
                return


def draw_tables(rng: np.random.Generator, count: int) -> tuple[Pixels, ...]:
    """Table tops (90, 480, 3): wood, cloth and stone, lit from above."""
    return tuple(_draw_table(rng) for _ in range(count))


def _draw_table(rng: np.random.Generator) -> Pixels:
    shape = (90, 480)
    cloth = rng.uniform(30, 235, 3)
    base = 0.4 * cloth + 0.6 * cloth.mean() if rng.random() < 0.4 else np.array([150, 105, 65]) * rng.uniform(0.4, 1.4)
    stretch = [(90, 12), (20, 60), (8, 8)][rng.integers(3)]
    grain = cv2.resize(
        rng.normal(0, 1, stretch).astype(np.float32), (shape[1], shape[0]), interpolation=cv2.INTER_CUBIC
    )
    light = np.linspace(1.12, 0.75, shape[0], dtype=np.float32)[:, None]
    out = base[None, None] * (light + grain * rng.uniform(0.01, 0.12))[..., None] + rng.normal(0, 3, (*shape, 1))
    out[:2] *= 1.15
    return np.clip(out, 0, 255).astype(np.uint8)
