"""Named sets of streams with fixed seeds and no product in common: what learns, what tunes, what judges."""

from fashion_focus.simulation.sets.making import Material, make_set
from fashion_focus.simulation.sets.named import SETS, NamedSet, StreamRow

__all__ = ["SETS", "Material", "NamedSet", "StreamRow", "make_set"]
