"""`fashion-focus evaluate`: how good the results of `localize` are, where the truth is known."""

from pathlib import Path

import typer
from rich.table import Table

from fashion_focus.cli.terminal import plain_table, show, tell, tell_json
from fashion_focus.core.arrays import Pixels
from fashion_focus.core.errors import InputError
from fashion_focus.core.frame import Frame
from fashion_focus.evaluation import (
    LABELS,
    NARROW,
    Difference,
    Evaluation,
    Summary,
    compare_runs,
    evaluate_folders,
    page_text,
    read_truths,
    to_document,
    written,
    written_band,
)
from fashion_focus.files import write_atomically
from fashion_focus.media import open_video


def add_to(app: typer.Typer) -> None:
    """Hang this module's commands into the program."""
    app.command("evaluate", epilog="Example: fashion-focus evaluate streams out --html report.html")(evaluate)


def evaluate(
    truth: Path = typer.Argument(metavar="TRUTH_DIR", help="Folder with <stream>/truth.json."),
    predictions: Path = typer.Argument(metavar="PREDICTIONS_DIR", help="Folder with <stream>/focus.json."),
    compare: Path = typer.Option(None, "--compare", help="Folder of another run on the same streams."),
    html: Path = typer.Option(None, "--html", help="Also write one page with plots and failures."),
    tracking: bool = typer.Option(False, "--tracking", help="Also HOTA, IDF1 and MOTA; needs the extra [evaluate]."),
    as_json: bool = typer.Option(False, "--json", help="Print one JSON object."),
) -> None:
    """Score focuses against the truth of streams; docs/protocols.md defines every figure."""
    run = evaluate_folders(truth, predictions, tracking=tracking)
    comparison = compare_runs(evaluate_folders(truth, compare), run) if compare else None
    if html:
        pictures = _Pictures(truth)
        title = f"{predictions.resolve().name} on {truth.resolve().name}"
        page = page_text(run, read_truths(truth), title=title, comparison=comparison, picture_at=pictures.at)
        write_atomically(html, page)
    if as_json:
        tell_json(to_document(run, comparison))
        return
    show(_parts(run))
    tell("")
    show(_overall(run))
    tell("")
    show(_confidence(run))
    if comparison is not None:
        tell("")
        show(_differences(comparison))
    if html:
        tell(f"\nwrote {html}")


class _Pictures:
    """Pictures of the streams' videos, as far as they lie beside the truth."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def at(self, stream: str, time: float) -> Pixels | None:
        path = self._folder / stream / "video.mp4"
        if not path.exists():
            return None
        try:
            with open_video(path, start=time, sound=False) as source:
                frame = next((piece for piece in source if isinstance(piece, Frame)), None)
        except InputError:
            # The figures are sound without the picture; a video that cannot be read is no fault of the run.
            return None
        return None if frame is None else frame.pixels


def _parts(run: Evaluation) -> Table:
    """A row a stream, a category, and one for all."""
    titles = [LABELS[name].short for name in NARROW]
    table = plain_table("", "n", *titles, right=("n", *titles))
    for group in (run.streams, run.categories, {"overall": run.overall}):
        for name, summary in group.items():
            table.add_row(name, str(summary.n_exhibits), *_cells(summary))
        table.add_section()
    return table


def _cells(summary: Summary) -> list[str]:
    return [written(name, summary.figures[name]) for name in NARROW]


def _overall(run: Evaluation) -> Table:
    table = plain_table("figure", "value", "95 % over exhibits", "95 % over streams", right=("value",))
    for name, label in LABELS.items():
        value = written(name, run.overall.figures[name])
        bands = [written_band(name, group.get(name)) for group in (run.overall.by_exhibit, run.overall.by_stream)]
        table.add_row(f"{label.name} {label.unit}".strip(), value, *bands)
    return table


def _confidence(run: Evaluation) -> Table:
    """Confidence, boxes and tracking."""
    table = plain_table("figure", "value", right=("value",))
    sure = run.abstention
    figures: dict[str, float | None] = {
        "AUROC, right focuses before others": sure.auroc_focus,
        "AUROC, shown products before others": sure.auroc_shelf,
        "expected calibration error": sure.ece,
        "average precision, one ranking": sure.pooled_ap,
        **{f"AP50 of boxes, {name}": value for name, value in run.detection.items()},
    }
    if run.tracking:
        figures |= {"HOTA": run.tracking.hota, "IDF1": run.tracking.idf1, "MOTA": run.tracking.mota}
    for name, value in figures.items():
        table.add_row(name, "–" if value is None else f"{value:.3f}")
    return table


def _differences(comparison: dict[str, Difference]) -> Table:
    table = plain_table(
        "figure", "other run", "this run", "95 % of the change", "p", "real", right=("other run", "this run")
    )
    for name, each in comparison.items():
        better = (each.change > 0) == LABELS[name].more_is_better
        verdict = ("better" if better else "worse") if each.is_real else "no"
        sides = [written(name, each.before), written(name, each.after)]
        table.add_row(LABELS[name].name, *sides, written_band(name, (each.low, each.high)), f"{each.p:.3f}", verdict)
    return table
