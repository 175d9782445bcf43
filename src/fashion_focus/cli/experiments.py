"""`fashion-focus evaluate --set`: the pipeline run on streams with a truth, whole and with perfect stages."""

from dataclasses import dataclass
from pathlib import Path

from fashion_focus.cli.terminal import Reporting, plain_table, progress, show, tell
from fashion_focus.evaluation import (
    TextTable,
    Variant,
    experiments_document,
    latency_table,
    loss_rows,
    loss_table,
    modality_tables,
    read_streams,
)
from fashion_focus.evaluation.experiments import Experiments, ExperimentSettings
from fashion_focus.files import check_folder
from fashion_focus.profiles import load_models


@dataclass(frozen=True, slots=True)
class Found:
    """What experiments gave. predictions: the folder of the whole system's focuses, whether or not they were wanted."""

    tables: tuple[TextTable, ...]
    document: dict[str, object]
    predictions: Path


def run_set(streams: Path, out: Path, settings: ExperimentSettings, *, quiet: bool) -> Found:
    """Run what is missing under `out`, and put the asked-for tables together."""
    experiments = Experiments(read_streams(streams), load_models(), settings, folder=check_folder(out))
    how = Reporting.QUIET if quiet else Reporting.AUTO
    with progress("evaluate", total=experiments.seconds, how=how) as advance:
        experiments.run(lambda stream, seconds: advance(seconds, stream))
    results = experiments.modalities() if settings.boxes else ()
    runs = experiments.losses() if len(settings.variants) > 1 else {}
    rows = loss_rows(runs)
    waits = experiments.latency() if Variant.WHOLE in settings.variants else None
    tables = modality_tables(results) if results else []
    if rows:
        tables.append(loss_table(rows, n_exhibits=runs[Variant.WHOLE].overall.n_exhibits))
    if waits:
        tables.append(latency_table(waits))
    document = experiments_document(results, rows, waits)
    return Found(tuple(tables), document, experiments.results.predictions(Variant.WHOLE))


def show_tables(tables: tuple[TextTable, ...]) -> None:
    """Tables with their titles and notes, on the terminal."""
    for table in tables:
        tell(table.title)
        grid = plain_table(*table.columns, right=table.columns[table.left :])
        for column in grid.columns[: table.left]:
            column.no_wrap = True
        for row in table.rows:
            grid.add_row(*row)
        show(grid)
        tell(f"{table.note}\n" if table.note else "")
