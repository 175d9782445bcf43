"""Views of a drawn product that are drawn when they are first looked at: most products of a large shelf never turn."""

from collections.abc import Callable, Sequence
from typing import overload

from fashion_focus.simulation.sprites import Sprite


class Turntable(Sequence[Sprite]):
    """As a tuple of sprites, one for each azimuth in degrees; pickled, it is that tuple.

    make: gives the sprite for an azimuth, None where nothing is drawn.
    """

    def __init__(self, make: Callable[[float], Sprite | None], azimuths: tuple[float, ...]) -> None:
        self.azimuths = azimuths
        self._make = make
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

    @property
    def n_drawn(self) -> int:
        """How many of the views are kept just now."""
        return len(self._drawn)

    def forget(self) -> None:
        """Let go of all that is drawn; it is drawn again when it is looked at."""
        self._drawn.clear()

    def _view(self, place: int) -> Sprite:
        if place not in self._drawn:
            azimuth = self.azimuths[place]
            sprite = self._make(azimuth)
            if sprite is None:
                raise RuntimeError(f"a drawn product is empty from {azimuth} degrees; this is a fault of the drawing")
            self._drawn[place] = sprite
        return self._drawn[place]
