"""Shapes of live streams and pins."""

from datetime import datetime

from pydantic import ConfigDict, Field

from fashion_focus.service.schemas.base import Id, Json, Seconds, Shape, Title, example
from fashion_focus.store.library.desks import PinMode


class StreamIn(Shape):
    """A live stream to be started. source: rtmp, rtsp, https of HLS, or push:; watch: what shoppers' players read."""

    title: Title
    source: str = Field(min_length=1, max_length=2000)
    catalog_id: Id
    watch: str = Field(default="", max_length=2000, pattern=r"^(https?://.*)?$")
    mode: PinMode = PinMode.OFF
    speech: bool = True

    model_config = ConfigDict(
        json_schema_extra=example(
            {"title": "Friday live", "source": "push:", "catalog_id": "mzxw6ytboimzxw6ytboi2345", "mode": "off"}
        )
    )


class DeskChange(Shape):
    """What of a live stream may be changed while it runs."""

    mode: PinMode | None = None
    public: bool | None = None

    model_config = ConfigDict(json_schema_extra=example({"mode": "auto"}))


class PinIn(Shape):
    """What shoppers see from now on; "" for nothing."""

    product_id: str = Field(max_length=500)

    model_config = ConfigDict(json_schema_extra=example({"product_id": "MB01-blue"}))


class PinOut(Shape):
    """A pin."""

    number: int
    product_id: str
    time: float
    by: str
    created: datetime


class MarkIn(Shape):
    """A moment to be looked at after the stream; "" where no product is meant."""

    product_id: str = Field(default="", max_length=500)

    model_config = ConfigDict(json_schema_extra=example({"product_id": "MB01-blue"}))


class MarkOut(Shape):
    """A marked moment, in seconds of the stream."""

    number: int
    product_id: str
    time: float
    by: str
    created: datetime


class NewProduct(Shape):
    """A product that the shelf lacks. product_id: "" for its number, or an id of the service's own."""

    title: Title
    product_id: str = Field(default="", max_length=500)
    number: str = Field(default="", max_length=60)
    category: str = Field(default="", max_length=60)
    price: str = Field(default="", max_length=60)
    link: str = Field(default="", max_length=2000)

    model_config = ConfigDict(
        json_schema_extra=example({"title": "Tan bucket bag", "number": "81", "category": "bag", "price": "299 CNY"})
    )


class RecordingIn(Shape):
    """Of which live stream a video is the recording; starts: seconds of the stream at which the video begins."""

    stream_id: Id
    starts: Seconds = 0.0

    model_config = ConfigDict(json_schema_extra=example({"stream_id": "mzxw6ytboimzxw6ytboi2345", "starts": 12.5}))


class TakenOut(Shape):
    """How many exhibits a video's review took from a live stream."""

    accepted: int
    proposed: int
    undecided: int


class StreamOut(Shape):
    """A live stream: how it is, what is pinned, what the machine sees.

    drops: pictures lost, by cause. quiet: seconds for which a person's pin still holds the machine's. late: the
    analysis lags so far that the machine pins nothing.
    """

    id: str
    title: str
    catalog_id: str
    watch: str
    mode: PinMode
    public: bool
    created: datetime
    state: str
    media_time: float = 0.0
    lag: float = 0.0
    rate: float = 0.0
    drops: dict[str, int] = Field(default_factory=dict)
    reconnects: int = 0
    quiet: float = 0.0
    late: bool = False
    error: str = ""
    pin: PinOut | None = None
    focuses: list[Json] = Field(default_factory=list)
