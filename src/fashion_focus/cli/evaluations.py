"""`fashion-focus evaluate`: how good the results of `localize` are, where the truth is known."""

from dataclasses import dataclass
from pathlib import Path

import typer
from rich.table import Table

from fashion_focus.cli.experiments import Found, run_set, show_tables
from fashion_focus.cli.terminal import plain_table, show, tell, tell_json
from fashion_focus.core.arrays import Pixels
from fashion_focus.core.errors import InputError, SettingsError
from fashion_focus.core.frame import Frame
from fashion_focus.evaluation import (
    LABELS,
    NARROW,
    BoxSource,
    Difference,
    Evaluation,
    Summary,
    Variant,
    compare_runs,
    evaluate_folders,
    page_text,
    read_truths,
    to_document,
    written,
    written_band,
)
from fashion_focus.evaluation.experiments import ExperimentSettings
from fashion_focus.files import write_atomically
from fashion_focus.media import open_video


def add_to(app: typer.Typer) -> None:
    """Hang this module's commands into the program."""
    app.command("evaluate", epilog="Example: fashion-focus evaluate streams out --html report.html")(evaluate)


@dataclass(frozen=True, slots=True)
class Showing:
    """How figures are shown: beside another run's, on a page, with tracking, as JSON."""

    compare: Path | None = None
    html: Path | None = None
    tracking: bool = False
    as_json: bool = False


def evaluate(
    truth: Path = typer.Argument(None, metavar="TRUTH_DIR", help="Folder with <stream>/truth.json."),
    predictions: Path = typer.Argument(None, metavar="PREDICTIONS_DIR", help="Folder with <stream>/focus.json."),
    streams: Path = typer.Option(None, "--set", metavar="DIR", help="Run the pipeline on the streams in DIR."),
    all_modalities: bool = typer.Option(False, "--all-modalities", help="With --set: Table 1, recall at 1 to 10."),
    losses: bool = typer.Option(False, "--losses", help="With --set: the figures with perfect stages in our place."),
    boxes: BoxSource = typer.Option(None, "--boxes", help="With --all-modalities: whose boxes; by default both."),
    transcripts: bool = typer.Option(False, "--transcripts", help="With --set: read transcripts, do not listen."),
    rate: float = typer.Option(4.0, "--rate", min=0.5, max=30.0, help="With --set: analysed pictures a second."),
    out: Path = typer.Option(None, "--out", help="With --set: folder for what was run; else out/evaluate/<DIR>."),
    compare: Path = typer.Option(None, "--compare", help="Folder of another run on the same streams."),
    html: Path = typer.Option(None, "--html", help="Also write one page with plots and failures."),
    tracking: bool = typer.Option(False, "--tracking", help="Also HOTA, IDF1 and MOTA; needs the extra [evaluate]."),
    as_json: bool = typer.Option(False, "--json", help="Print one JSON object."),
) -> None:
    """Score focuses against the truth of streams; docs/protocols.md defines every figure.

    Give the folders of truth and predictions, or --set and the streams are run here. What was run stays under --out,
    where the same command finds it again: one that was stopped goes on.
    """
    showing = Showing(compare, html, tracking, as_json)
    if streams is None:
        if truth is None or predictions is None:
            raise SettingsError("nothing to score; name TRUTH_DIR and PREDICTIONS_DIR, or --set DIR")
        _score(truth, predictions, showing)
        return
    if truth is not None:
        raise SettingsError("--set runs the streams itself; leave TRUTH_DIR and PREDICTIONS_DIR away")
    sources = (boxes,) if boxes else tuple(BoxSource)
    scores = html is not None or compare is not None or tracking or not (all_modalities or losses)
    settings = ExperimentSettings(
        rate=rate,
        transcripts=transcripts,
        boxes=sources if all_modalities else (),
        variants=tuple(Variant) if losses else (Variant.WHOLE,) if scores else (),
    )
    found = run_set(streams, out or Path("out/evaluate") / streams.resolve().name, settings, quiet=as_json)
    if not as_json:
        show_tables(found.tables)
    if scores:
        _score(streams, found.predictions, showing, found)
    elif as_json:
        tell_json(found.document)


def _score(truth: Path, predictions: Path, showing: Showing, found: Found | None = None) -> None:
    """Print the figures of a run. found: experiments on the same streams, for the page and the JSON object."""
    run = evaluate_folders(truth, predictions, tracking=showing.tracking)
    other = evaluate_folders(truth, showing.compare) if showing.compare else None
    comparison = compare_runs(other, run) if other else None
    if showing.html:
        page = page_text(
            run,
            read_truths(truth),
            title=f"{'the pipeline' if found else predictions.resolve().name} on {truth.resolve().name}",
            comparison=comparison,
            picture_at=_Pictures(truth).at,
            tables=found.tables if found else (),
        )
        write_atomically(showing.html, page)
    if showing.as_json:
        tell_json({**to_document(run, comparison), **(found.document if found else {})})
        return
    _show(run, comparison)
    if showing.html:
        tell(f"\nwrote {showing.html}")


def _show(run: Evaluation, comparison: dict[str, Difference] | None) -> None:
    show(_parts(run))
    tell("")
    show(_overall(run))
    tell("")
    show(_confidence(run))
    if comparison is not None:
        tell("")
        show(_differences(comparison))


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
