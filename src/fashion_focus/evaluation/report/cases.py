"""Failures as a page shows them: what was in the picture then, what was meant, what was said."""

import base64
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from fashion_focus.catalog import load_picture
from fashion_focus.core.arrays import Pixels
from fashion_focus.core.errors import CatalogError
from fashion_focus.core.product import Product
from fashion_focus.evaluation.evaluating import Evaluation
from fashion_focus.evaluation.failures import Failure, FailureKind
from fashion_focus.evaluation.metrics.scoring import ExhibitScore
from fashion_focus.evaluation.truth import UNKNOWN, StreamTruth

MOST_PICTURED = 60
"""So many failures come with pictures; the page stays small."""
_MOMENT_SIDE, _PRODUCT_SIDE = 480, 240
_QUALITY = 70
_FRAME_COLOUR = (255, 0, 200)

PictureAt = Callable[[str, float], Pixels | None]
"""Stream and seconds to the picture (H, W, 3) then, or None."""


@dataclass(frozen=True, slots=True)
class Case:
    """A failure as the page shows it; pictures are data addresses or "".

    followed: in how much of an exhibit some box fitted its product, "" for a false focus: whether the fault lies before
    or after the tracklets.
    """

    failure: Failure
    category: str
    followed: str
    wanted: str
    said: str
    moment: str
    wanted_picture: str
    said_picture: str


def failure_cases(
    evaluation: Evaluation, truths: Sequence[StreamTruth], *, picture_at: PictureAt | None
) -> dict[FailureKind, list[Case]]:
    """All failures by kind, the first ones with pictures; the exhibited product is framed in the picture of then."""
    known = {truth.stream: truth for truth in truths}
    rows = _rows(evaluation)
    cases: dict[FailureKind, list[Case]] = {kind: [] for kind in FailureKind}
    for number, failure in enumerate(evaluation.failures):
        pictured = picture_at if number < MOST_PICTURED else None
        cases[failure.kind].append(_case(failure, known[failure.stream], rows.get(_key(failure)), pictured))
    return cases


def failure_counts(evaluation: Evaluation) -> dict[str, dict[FailureKind, int]]:
    """Category to kind to the number of failures: of the exhibit, or of the product that a false focus names."""
    rows, focuses = _rows(evaluation), _focus_categories(evaluation)
    counts: dict[str, dict[FailureKind, int]] = {}
    for failure in evaluation.failures:
        row = rows.get(_key(failure))
        category = row.category if row else focuses.get((failure.stream, failure.said), UNKNOWN)
        kinds = counts.setdefault(category or UNKNOWN, dict.fromkeys(FailureKind, 0))
        kinds[failure.kind] += 1
    return dict(sorted(counts.items()))


def _case(failure: Failure, truth: StreamTruth, row: ExhibitScore | None, picture_at: PictureAt | None) -> Case:
    wanted, said = _product(truth, failure.wanted), _product(truth, failure.said)
    middle = (failure.start + failure.end) / 2
    moment = picture_at(failure.stream, middle) if picture_at else None
    return Case(
        failure,
        row.category if row else truth.categories.get(failure.said, ""),
        f"followed in {row.tracked} of {row.moments} pictures" if row else "",
        wanted.title if wanted else failure.wanted,
        said.title if said else failure.said,
        _address(None if moment is None else _framed(moment, truth, failure.wanted, middle), _MOMENT_SIDE),
        _address(_view(wanted) if picture_at else None, _PRODUCT_SIDE),
        _address(_view(said) if picture_at else None, _PRODUCT_SIDE),
    )


def _key(failure: Failure) -> tuple[str, str, float]:
    return failure.stream, failure.wanted, failure.start


def _rows(evaluation: Evaluation) -> Mapping[tuple[str, str, float], ExhibitScore]:
    rows = (row for score in evaluation.scores for row in score.exhibits)
    return {(row.stream, row.exhibit.product_id, row.exhibit.interval.start): row for row in rows}


def _focus_categories(evaluation: Evaluation) -> dict[tuple[str, str], str]:
    rows = (row for score in evaluation.scores for row in score.focuses)
    return {(row.stream, row.focus.product_id): row.category for row in rows}


def _framed(picture: Pixels, truth: StreamTruth, product_id: str, time: float) -> Pixels:
    """The picture with the exhibited product's true box drawn in, where there is one."""
    frame = min(truth.frames, key=lambda each: abs(each.time - time), default=None)
    drawn = np.ascontiguousarray(picture).copy()
    for thing in frame.objects if frame else ():
        if thing.product_id == product_id:
            x0, y0, x1, y1 = (round(value) for value in thing.box)
            cv2.rectangle(drawn, (x0, y0), (x1, y1), _FRAME_COLOUR, max(2, max(drawn.shape[:2]) // 160))
    return drawn


def _product(truth: StreamTruth, product_id: str) -> Product | None:
    return truth.catalog[product_id] if truth.catalog and product_id in truth.catalog else None


def _view(product: Product | None) -> Pixels | None:
    if product is None or not product.images:
        return None
    try:
        return load_picture(product.images[0], longest=_PRODUCT_SIDE)
    except CatalogError:
        # A page about timing need not fail over a catalog's broken picture; its place stays empty.
        return None


def _address(pixels: Pixels | None, longest: int) -> str:
    """A picture as a data address, its longer side at most `longest` pixels; "" for none."""
    if pixels is None:
        return ""
    scale = min(1.0, longest / max(pixels.shape[:2]))
    size = max(1, round(pixels.shape[1] * scale)), max(1, round(pixels.shape[0] * scale))
    small = cv2.resize(np.ascontiguousarray(pixels[:, :, ::-1]), size, interpolation=cv2.INTER_AREA)
    _, encoded = cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
    return "data:image/jpeg;base64," + base64.b64encode(encoded.tobytes()).decode("ascii")
