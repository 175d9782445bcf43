"""Shapes of videos, jobs and searches."""

from datetime import datetime

from pydantic import ConfigDict, Field

from fashion_focus.service.schemas.base import Box, Id, Json, Seconds, Shape, Title, example
from fashion_focus.store.library.jobs import JobState
from fashion_focus.store.library.videos import VideoState


class VideoIn(Shape):
    """A video that is about to be sent."""

    title: Title
    file_name: Title
    n_bytes: int = Field(gt=0, le=1 << 50)

    model_config = ConfigDict(
        json_schema_extra=example({"title": "Autumn bags 11-20", "file_name": "show.mp4", "n_bytes": 73400320})
    )


class VideoChange(Shape):
    """What of a video may be changed."""

    title: Title | None = None
    time_offset: float | None = Field(default=None, ge=-5.0, le=5.0)

    model_config = ConfigDict(json_schema_extra=example({"title": "Autumn bags"}))


class JobOut(Shape):
    """A job and how far it is. rate: media seconds a second."""

    id: str
    video_id: str
    catalog_id: str
    options: Json
    state: JobState
    done: float
    total: float
    rate: float
    n_found: int
    error: str
    created: datetime


class Counts(Shape):
    """How many focuses stand how."""

    proposed: int = 0
    undecided: int = 0
    accepted: int = 0
    changed: int = 0
    rejected: int = 0


class VideoOut(Shape):
    """A video. offset of n_bytes have arrived; published: the version that shoppers see, 0 for none."""

    id: str
    title: str
    file_name: str
    n_bytes: int
    offset: int
    state: VideoState
    error: str
    facts: Json
    catalog_id: str
    published: int
    time_offset: float
    created: datetime
    job: JobOut | None = None
    counts: Counts = Counts()
    n_products: int = 0
    n_shown: int = 0


class JobIn(Shape):
    """What to localize with."""

    catalog_id: Id
    headline: str = Field(default="", max_length=300)
    speech: bool = True
    rate: float = Field(default=4.0, ge=0.5, le=30.0)

    model_config = ConfigDict(json_schema_extra=example({"catalog_id": "mzxw6ytboimzxw6ytboi2345", "speech": True}))


class FrameQuery(Shape):
    """A time of a video and what is meant there; without a box, the most prominent thing."""

    time: Seconds
    box: Box | None = None
    top: int = Field(default=5, ge=1, le=20)

    model_config = ConfigDict(json_schema_extra=example({"time": 41.2, "box": [0.3, 0.2, 0.6, 0.9]}))


class Hit(Shape):
    """A product that may be meant."""

    product_id: str
    title: str
    picture: str
    price: str
    link: str
    probability: float
    starts: list[float] = Field(default_factory=list)


class SearchOut(Shape):
    """What was found, best first; in_show: products that this show exhibits come first."""

    hits: list[Hit]
