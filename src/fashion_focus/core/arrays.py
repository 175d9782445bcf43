"""Names for the arrays that cross room borders; shapes stand in each docstring.

Letters: N detections, T frames, G gallery views, P products, D embedding width, H x W x 3 pixels (RGB, uint8).
"""

import numpy as np
import numpy.typing as npt

Pixels = npt.NDArray[np.uint8]
Vector = npt.NDArray[np.float32]
Vectors = npt.NDArray[np.float32]
Boxes = npt.NDArray[np.float32]
Scores = npt.NDArray[np.float32]
Times = npt.NDArray[np.float64]
Indices = npt.NDArray[np.int64]


def freeze(array: npt.NDArray[np.generic]) -> None:
    """Mark an array that is shared as read-only."""
    array.flags.writeable = False
