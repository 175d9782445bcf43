"""Table 1, recall at several ranks and the loss table, as text that a terminal and a page show alike, and as JSON."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from fashion_focus.evaluation.losses import LOSS_FIGURES, LossRow
from fashion_focus.evaluation.metrics.latency import Latency
from fashion_focus.evaluation.metrics.retrieval import LPR4M_RANKS, PAPER_MEANS, TABLE_1_CATEGORIES
from fashion_focus.evaluation.modalities import Among, ModalityResult, Recall
from fashion_focus.evaluation.report.labels import LABELS, written, written_band

_CATEGORIES = tuple(map(str, TABLE_1_CATEGORIES))


@dataclass(frozen=True, slots=True)
class TextTable:
    """A table ready to be shown. left: how many columns, from the first, hold text; the others hold numbers."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    left: int = 1
    note: str = ""


def modality_tables(results: Sequence[ModalityResult]) -> list[TextTable]:
    """Table 1 with the paper's means beneath ours, and recall at several ranks."""
    return [_table_1(results), _recall_table(results)]


def loss_table(rows: Sequence[LossRow], *, n_exhibits: int) -> TextTable:
    """Figures of the whole system and of each stage given perfect input."""
    return TextTable(
        f"Where recall is lost ({n_exhibits} exhibits)",
        ("what is perfect", *(LABELS[name].short for name in LOSS_FIGURES), "R1@.5, 95 % over streams"),
        tuple(
            (row.title, *(written(name, row.figures[name]) for name in LOSS_FIGURES), _band(row, "R1@0.5"))
            for row in rows
        ),
    )


def latency_table(found: Latency) -> TextTable:
    """How long a live viewer waits."""
    cells = f"{found.n_said} of {found.n_exhibits}", _seconds(found.p50), _seconds(found.p95)
    return TextTable("From an exhibit on screen to its focus said", ("said while shown", "p50", "p95"), (cells,))


def experiments_document(
    results: Sequence[ModalityResult], losses: Sequence[LossRow], waits: Latency | None = None
) -> dict[str, object]:
    """What `fashion-focus evaluate --set --json` prints."""
    return {
        "schema_version": 1,
        "paper_means": PAPER_MEANS,
        "modalities": [_result(result) for result in results],
        "latency": asdict(waits) if waits else None,
        "losses": [{"variant": row.variant.value, "title": row.title, **_figures(row)} for row in losses],
    }


def _table_1(results: Sequence[ModalityResult]) -> TextTable:
    rows = []
    for result in results:
        for row in result.rows:
            cells = (_percent(row.recalls[name]) for name in _CATEGORIES)
            rows.append((result.boxes.value, _gallery(result), row.name, *cells, _percent(row.mean)))
    dashes = ("–",) * len(_CATEGORIES)
    rows += [("paper", "its own data", name, *dashes, f"{mean:.1f}") for name, mean in PAPER_MEANS.items()]
    if results:
        counts = [results[0].n.get(name, 0) for name in _CATEGORIES]
        rows.append(("exhibits", "", "", *map(str, counts), str(sum(counts))))
    return TextTable(
        "Table 1: recall at 1 of the identical product, in percent of all exhibits",
        ("boxes", "gallery", "query", *_CATEGORIES, "mean"),
        tuple(rows),
        left=3,
        note="The paper's data is not public: its means stand beside ours and are not comparable.",
    )


def _recall_table(results: Sequence[ModalityResult]) -> TextTable:
    rows = [
        (
            result.boxes.value,
            _gallery(result),
            modality.value,
            *(_recall(recalls[k]) for k in LPR4M_RANKS),
            _found(result),
        )
        for result in results
        for modality, recalls in result.recalls.items()
    ]
    ranks = tuple(f"R@{k}" for k in LPR4M_RANKS)
    title = "Recall of the identical product, all categories, with 95 % over streams"
    return TextTable(title, ("boxes", "gallery", "query", *ranks, "followed"), tuple(rows), left=3)


def _gallery(result: ModalityResult) -> str:
    return f"{'shelf' if result.among is Among.SHELF else 'pool'} of {result.n_products:.0f}"


def _found(result: ModalityResult) -> str:
    return f"{result.n_found} of {sum(result.n.values())}"


def _seconds(wait: float | None) -> str:
    return "–" if wait is None else f"{wait:.1f} s"


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{share:.1f}"


def _recall(recall: Recall) -> str:
    band = "" if recall.band is None else f" ({recall.band[0]:.2f} to {recall.band[1]:.2f})"
    return f"{recall.value:.3f}{band}"


def _band(row: LossRow, name: str) -> str:
    return written_band(name, row.bands.get(name))


def _figures(row: LossRow) -> dict[str, object]:
    return {**row.figures, "ci95_streams": row.bands}


def _result(result: ModalityResult) -> dict[str, object]:
    return {
        "boxes": result.boxes.value,
        "gallery": result.among.value,
        "products": result.n_products,
        "exhibits": result.n,
        "followed": result.n_found,
        "table_1": {row.name: {**row.recalls, "mean": row.mean} for row in result.rows},
        "recall": {modality.value: _recalls(found) for modality, found in result.recalls.items()},
    }


def _recalls(recalls: Mapping[int, Recall]) -> dict[str, object]:
    return {str(k): asdict(recall) for k, recall in recalls.items()}
