"""Views of a drawn product that are drawn when they are first looked at: most products of a large shelf never turn."""

from collections.abc import Callable, Sequence
from typing import overload

from fashion_focus.core.arrays import Pixels
from fashion_focus.simulation.sprites import Sprite, make_sprite


class Turntable(Sequence[Sprite]):
    """As a tuple of sprites, one for each azimuth in degrees; pickled, it is that tuple.

    draw: gives RGBA for an azimuth. max_side: px of the longest side of a sprite.
    """

    def __init__(self, draw: Callable[[float], Pixels], azimuths: tuple[float, ...], *, max_side: int) -> None:
        self.azimuths = azimuths
        self._draw = draw
        self._max_side = max_side
        self._drawn: dict[int, Sprite] = {}

    def __len__(self) -> int:
        return len(self.azimuths)

    @overload
    def __getitem__(self, index: int) -> Sprite: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Sprite]: ...
    def __getitem__(self, index: int | slice) -> Sprite | Sequence[Sprite]:
        places = range(len(self))[index]
        return self._view(places) if isinstance(places, int) else tuple(self._view(place) for place in places)

    def __reduce__(self) -> tuple[type[tuple[Sprite, ...]], tuple[list[Sprite]]]:
        return tuple, (list(self),)

    def forget(self) -> None:
        """Let go of all that is drawn; it is drawn again when it is looked at."""
        self._drawn.clear()

    def _view(self, place: int) -> Sprite:
        if place not in self._drawn:
            azimuth = self.azimuths[place]
            sprite = make_sprite(self._draw(azimuth), max_side=self._max_side, azimuth=azimuth)
            if sprite is None:
                raise RuntimeError(f"a drawn product is empty from {azimuth} degrees; this is a fault of the drawing")
            self._drawn[place] = sprite
        return self._drawn[place]
