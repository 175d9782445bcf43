"""What goes into and comes out of a network: names, types and shapes, and the check of what a caller hands in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from fashion_focus.core.errors import ModelError

Size = int | str
"""A length of one axis: a number, or a name (such as "batch") where it may vary."""


@dataclass(frozen=True, slots=True)
class Port:
    """One input or output. type: NumPy's name of the element type; shape: one length an axis, names where it varies."""

    name: str
    type: str
    shape: tuple[Size, ...]

    def fits(self, array: npt.NDArray[np.generic]) -> bool:
        """True where element type, rank and all fixed lengths agree."""
        if array.dtype.name != self.type or array.ndim != len(self.shape):
            return False
        pairs = zip(self.shape, array.shape, strict=True)
        return all(isinstance(want, str) or want == got for want, got in pairs)

    def __str__(self) -> str:
        return f"{self.name} {self.type}[{', '.join(map(str, self.shape))}]"


def check_inputs(model: str, ports: Sequence[Port], inputs: Mapping[str, npt.NDArray[np.generic]]) -> None:
    """Raises ModelError, naming what came and what is wanted, where the inputs do not fit the ports."""
    wanted = {port.name for port in ports}
    if inputs.keys() != wanted:
        raise ModelError(f"{model}: got inputs {sorted(inputs)}; it takes {', '.join(map(str, ports))}")
    for port in ports:
        array = inputs[port.name]
        if not port.fits(array):
            got = Port(port.name, array.dtype.name, array.shape)
            raise ModelError(f"{model}: got {got}; it takes {port}")
