"""One HTML page of an evaluation: figures with intervals, the reliability plot, and what went wrong, with pictures."""

import base64
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from jinja2 import Environment, PackageLoader, StrictUndefined

from fashion_focus.catalog import load_picture
from fashion_focus.core.arrays import Pixels
from fashion_focus.core.errors import CatalogError
from fashion_focus.core.product import Product
from fashion_focus.evaluation.evaluating import Evaluation, Summary
from fashion_focus.evaluation.failures import Failure, FailureKind
from fashion_focus.evaluation.metrics.resampling import Difference
from fashion_focus.evaluation.report.labels import LABELS, NARROW, written, written_band
from fashion_focus.evaluation.report.plot import SIDE, reliability_bars
from fashion_focus.evaluation.report.tables import TextTable
from fashion_focus.evaluation.truth import StreamTruth

MOST_PICTURED = 60
"""So many failures come with pictures; the page stays small."""
_PICTURE_SIDE = 120
_QUALITY = 70

PictureAt = Callable[[str, float], Pixels | None]
"""Stream and seconds to the picture (H, W, 3) then, or None."""


@dataclass(frozen=True, slots=True)
class Case:
    """A failure as the page shows it; pictures are data addresses or "" ."""

    failure: Failure
    wanted: str
    said: str
    moment: str
    wanted_picture: str
    said_picture: str


def page_text(
    evaluation: Evaluation,
    truths: Sequence[StreamTruth],
    *,
    title: str,
    comparison: Mapping[str, Difference] | None = None,
    picture_at: PictureAt | None = None,
    tables: Sequence[TextTable] = (),
) -> str:
    """The page as text. comparison: figures of another run beside these; picture_at: gives pictures of failures.

    tables: more tables, shown after the figures.
    """
    environment = Environment(
        loader=PackageLoader("fashion_focus.evaluation", "report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("page.html.j2").render(
        title=title,
        run=evaluation,
        labels=LABELS,
        narrow=NARROW,
        written=written,
        band=written_band,
        comparison=comparison or {},
        tables=tables,
        groups=_groups(evaluation),
        bars=reliability_bars(evaluation.abstention.bins),
        side=SIDE,
        cases=_cases(evaluation.failures, {truth.stream: truth for truth in truths}, picture_at),
        kinds=list(FailureKind),
    )


def _groups(evaluation: Evaluation) -> dict[str, dict[str, Summary]]:
    """Tables of the page that have a row a part."""
    groups = {
        "By category": evaluation.categories,
        "By way of showing": evaluation.modes,
        "By how the speech names it": evaluation.spoken,
        "By stream": evaluation.streams,
    }
    return {title: group for title, group in groups.items() if group}


def _cases(
    failures: Sequence[Failure], truths: Mapping[str, StreamTruth], picture_at: PictureAt | None
) -> dict[FailureKind, list[Case]]:
    cases: dict[FailureKind, list[Case]] = {kind: [] for kind in FailureKind}
    for number, failure in enumerate(failures):
        pictured = number < MOST_PICTURED
        wanted = _product(truths[failure.stream], failure.wanted)
        said = _product(truths[failure.stream], failure.said)
        middle = (failure.start + failure.end) / 2
        moment = picture_at(failure.stream, middle) if pictured and picture_at else None
        cases[failure.kind].append(
            Case(
                failure,
                wanted.title if wanted else failure.wanted,
                said.title if said else failure.said,
                _address(moment),
                _address(_view(wanted) if pictured else None),
                _address(_view(said) if pictured else None),
            )
        )
    return cases


def _product(truth: StreamTruth, product_id: str) -> Product | None:
    return truth.catalog[product_id] if truth.catalog and product_id in truth.catalog else None


def _view(product: Product | None) -> Pixels | None:
    if product is None or not product.images:
        return None
    try:
        return load_picture(product.images[0], longest=_PICTURE_SIDE)
    except CatalogError:
        # A page about timing need not fail over a catalog's broken picture; its place stays empty.
        return None


def _address(pixels: Pixels | None) -> str:
    """A picture as a data address; "" for none."""
    if pixels is None:
        return ""
    scale = min(1.0, 2 * _PICTURE_SIDE / max(pixels.shape[:2]))
    size = max(1, round(pixels.shape[1] * scale)), max(1, round(pixels.shape[0] * scale))
    small = cv2.resize(np.ascontiguousarray(pixels[:, :, ::-1]), size, interpolation=cv2.INTER_AREA)
    _, encoded = cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
    return "data:image/jpeg;base64," + base64.b64encode(encoded.tobytes()).decode("ascii")
