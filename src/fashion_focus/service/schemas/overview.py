"""Shapes of what operators and data scientists look at: work that runs, room that is left, how often it was right."""

from pydantic import Field

from fashion_focus.service.schemas.base import Shape
from fashion_focus.service.schemas.videos import JobOut


class OpsJob(JobOut):
    """A job with the title of its show."""

    title: str


class FailureOut(Shape):
    """Jobs that failed for one reason, the newest first."""

    error: str
    jobs: list[OpsJob]


class OpsStream(Shape):
    """A live stream as its operator sees it. lag: of the analysis, in seconds; drops: pictures lost, by cause."""

    id: str
    title: str
    state: str
    media_time: float
    lag: float
    rate: float
    pictures: int
    reconnects: int
    drops: dict[str, int]
    error: str


class DiskOut(Shape):
    """The disk that the data folder lies on, in bytes. days_left: at the pace of the last week; None without one."""

    total: int
    free: int
    videos: int
    days_left: float | None


class MachineOut(Shape):
    """load: runnable processes a processor, over the last minute. gpu: whether the models use one."""

    processors: int
    load: float
    gpu: bool


class ModelOut(Shape):
    """A model that works here."""

    name: str
    file: str
    n_bytes: int
    licence: str


class OpsOut(Shape):
    """What runs, what waits, what failed, and what is left."""

    jobs: list[OpsJob] = Field(description="queued and running, in the order of their turn")
    failures: list[FailureOut]
    streams: list[OpsStream]
    disk: DiskOut
    machine: MachineOut
    models: list[ModelOut]
    followers: int = Field(description="pages and programs that follow changes")


class FiguresOut(Shape):
    """Figures of one category, or of all. recall: by rank; None where there is nothing to count."""

    category: str
    n: int
    recall: dict[int, float] | None
    precision: float | None
    t_iou: float | None


class BinOut(Shape):
    """Found focuses with a confidence in [low, high), and the share of them that are right."""

    low: float
    high: float
    n: int
    right: float | None


class PointOut(Shape):
    """Precision and recall where only what is at least so sure counts."""

    confidence: float
    precision: float
    recall: float


class ErrorOut(Shape):
    """An exhibit that the machine got wrong. said: its first choice, shown: what people say; "" for nothing."""

    video_id: str
    title: str
    focus_id: str
    time: float
    category: str
    said: str
    said_title: str
    shown: str
    shown_title: str


class QualityOut(Shape):
    """How often the machine was right, by what people decided.

    published: mean recall of the paper, in percent, by row of its Table 1; measured on other data.
    """

    n_shows: int
    n_open: int = Field(description="exhibits that nobody has decided; they count nowhere")
    figures: list[FiguresOut] = Field(description="by category, and all together as the last")
    published: dict[str, float]
    calibration: list[BinOut]
    curve: list[PointOut]
    errors: list[ErrorOut]
