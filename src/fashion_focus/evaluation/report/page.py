"""One HTML page of an evaluation: figures with intervals, the reliability plot, and what went wrong, with pictures."""

from collections.abc import Mapping, Sequence

from jinja2 import Environment, PackageLoader, StrictUndefined

from fashion_focus.evaluation.evaluating import Evaluation, Summary
from fashion_focus.evaluation.failures import FailureKind
from fashion_focus.evaluation.metrics.resampling import Difference
from fashion_focus.evaluation.report.cases import PictureAt, failure_cases, failure_counts
from fashion_focus.evaluation.report.labels import LABELS, NARROW, written, written_band
from fashion_focus.evaluation.report.plot import SIDE, reliability_bars
from fashion_focus.evaluation.report.tables import TextTable
from fashion_focus.evaluation.truth import StreamTruth


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
        cases=failure_cases(evaluation, truths, picture_at=picture_at),
        kinds=list(FailureKind),
        counts=failure_counts(evaluation),
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
