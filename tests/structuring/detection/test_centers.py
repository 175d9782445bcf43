"""Maps to boxes: the network's geometry, undone."""

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fashion_focus.core.errors import ModelError
from fashion_focus.core.taxonomy import COARSE, LEAVES
from fashion_focus.structuring import DetectorSettings, ShownCalibration
from fashion_focus.structuring.detection.centers import STRIDE, Centers, check_maps, decode, unrivalled

H, W = 18, 32
Maps = dict[str, npt.NDArray[np.float32]]


def empty_maps() -> Maps:
    channels = {"heat": len(COARSE), "box": 4, "presented": 1, "leaf": len(LEAVES), "appearance": 64}
    return {name: np.zeros((n, H, W), np.float32) for name, n in channels.items()}


def put(maps: Maps, box: tuple[float, float, float, float], *, coarse: int = 0, score: float = 0.8) -> tuple[int, int]:
    x0, y0, x1, y1 = box
    column, row = int((x0 + x1) / 2 / STRIDE), int((y0 + y1) / 2 / STRIDE)
    x, y = (column + 0.5) * STRIDE, (row + 0.5) * STRIDE
    maps["heat"][coarse, row, column] = score
    maps["box"][:, row, column] = (x - x0, y - y0, x1 - x, y1 - y)
    return row, column


HEAT_ALONE = ShownCalibration(constant=0.0, heat=1.0, presented=0.0)


def read(maps: Maps, *, most: int = 50, least_score: float = 0.1, shown: ShownCalibration = HEAT_ALONE) -> Centers:
    return decode(maps, DetectorSettings(max_detections=most, least_score=least_score, shown=shown))


@given(
    x=st.floats(0, 100), y=st.floats(0, 50), width=st.floats(5, 127), height=st.floats(5, 71), coarse=st.integers(0, 6)
)
def test_a_box_written_as_maps_reads_back(x: float, y: float, width: float, height: float, coarse: int) -> None:
    box = (x, y, min(x + width, W * STRIDE - 1), min(y + height, H * STRIDE - 1))
    maps = empty_maps()
    put(maps, box, coarse=coarse)
    found = read(maps)
    np.testing.assert_allclose(found.boxes, [box], atol=1e-3)
    assert found.coarse.tolist() == [coarse]
    assert found.scores.tolist() == pytest.approx([0.8])


def test_a_thing_that_stands_about_scores_below_one_that_is_shown() -> None:
    maps = empty_maps()
    shown, idle = put(maps, (20, 20, 60, 60)), put(maps, (80, 20, 120, 60))
    maps["presented"][0][shown], maps["presented"][0][idle] = 0.9, 0.1
    found = read(maps, shown=ShownCalibration(constant=0.0, heat=1.0, presented=1.0))
    assert (found.rows[0], found.columns[0]) == shown
    assert found.scores[0] > 0.9
    assert found.scores[1] < 0.6


def test_only_the_top_of_a_hill_is_a_thing() -> None:
    maps = empty_maps()
    row, column = put(maps, (20, 20, 60, 60))
    maps["heat"][0, row - 1 : row + 2, column - 1 : column + 2] += 0.1
    maps["box"][:] = 20
    assert (read(maps).rows.tolist(), read(maps).columns.tolist()) == ([row], [column])


def test_neighbours_of_equal_heat_are_one_thing() -> None:
    maps = empty_maps()
    row, column = put(maps, (20, 20, 60, 60))
    maps["heat"][0, row, column + 1] = maps["heat"][0, row, column]
    maps["box"][:] = 20
    assert len(read(maps)) == 1


def test_classes_that_claim_the_same_box_give_one_thing_of_the_stronger_class() -> None:
    maps = empty_maps()
    put(maps, (20, 20, 60, 60), coarse=1, score=0.5)
    put(maps, (20, 20, 64, 60), coarse=4, score=0.7)
    assert read(maps).coarse.tolist() == [4]


def test_the_best_come_first_and_no_more_than_wanted() -> None:
    maps = empty_maps()
    for i, score in enumerate((0.3, 0.9, 0.6)):
        put(maps, (10 + 40 * i, 10, 30 + 40 * i, 30), score=score)
    np.testing.assert_allclose(read(maps, most=2).scores, [0.9, 0.6])


def test_weak_peaks_and_broken_boxes_are_dropped() -> None:
    maps = empty_maps()
    put(maps, (10, 10, 30, 30), score=0.05)
    row, column = put(maps, (50, 10, 70, 30))
    maps["box"][0, row, column] = np.nan
    row, column = put(maps, (90, 10, 110, 30))
    maps["box"][:, row, column] = 0.1
    assert len(read(maps)) == 0


def test_of_overlapping_boxes_the_first_stays() -> None:
    boxes = np.array([[0, 0, 10, 10], [0, 0, 10, 11], [0, 5, 10, 15], [40, 40, 50, 50]], np.float32)
    assert unrivalled(boxes, 0.6).tolist() == [True, False, True, True]


@pytest.mark.parametrize("name", ["heat", "box", "presented", "leaf", "appearance"])
def test_a_network_without_an_output_is_named_with_it(name: str) -> None:
    maps = {key: value[None] for key, value in empty_maps().items() if key != name}
    with pytest.raises(ModelError, match=f"net.onnx.*'{name}'"):
        check_maps(maps, pictures=1, size=(W * STRIDE, H * STRIDE), model="net.onnx")


def test_a_network_of_another_size_is_refused() -> None:
    maps = {key: value[None] for key, value in empty_maps().items()}
    with pytest.raises(ModelError, match="shape"):
        check_maps(maps, pictures=1, size=(512, 288), model="net.onnx")
