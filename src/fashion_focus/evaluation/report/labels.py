"""What figures are called, in which order they stand, and how their values are written."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Label:
    """A figure's name, one for narrow columns, its decimals and unit, and whether more of it is better."""

    name: str
    short: str = ""
    decimals: int = 3
    unit: str = ""
    more_is_better: bool = True


LABELS: dict[str, Label] = {
    "R1@0.3": Label("R1@0.3", "R1@.3"),
    "R1@0.5": Label("R1@0.5", "R1@.5"),
    "R1@0.7": Label("R1@0.7", "R1@.7"),
    "R5@0.3": Label("R5@0.3", "R5@.3"),
    "R5@0.5": Label("R5@0.5", "R5@.5"),
    "R5@0.7": Label("R5@0.7", "R5@.7"),
    "mIoU": Label("mIoU", "mIoU"),
    "mAP": Label("mAP 0.5:0.95", "mAP"),
    "mAP@0.5": Label("mAP@0.5", "mAP@.5"),
    "precision@0.5": Label("precision@0.5", "prec"),
    "false_per_hour": Label("false focuses", "false/h", 1, "per hour", more_is_better=False),
    "start_error": Label("start error", "start", 2, "s", more_is_better=False),
    "end_error": Label("end error", "end", 2, "s", more_is_better=False),
    "tracked": Label("tracked", "tracked"),
    "time_recall": Label("time recall", "time"),
}

NARROW = ("R1@0.3", "R1@0.5", "R1@0.7", "R5@0.5", "mIoU", "precision@0.5", "false_per_hour", "tracked", "time_recall")
"""The figures that tables of several rows show."""


def written(name: str, value: float | None) -> str:
    """A figure as tables show it; a dash where it has no value."""
    return "–" if value is None else f"{value:.{LABELS[name].decimals}f}"


def written_band(name: str, band: tuple[float, float] | None) -> str:
    """An interval as tables show it, or nothing."""
    return "" if band is None else f"{written(name, band[0])} to {written(name, band[1])}"
