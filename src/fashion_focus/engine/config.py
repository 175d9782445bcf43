"""What a stream and the engine may be told, and what they tell of themselves."""

import math
import re
from dataclasses import dataclass, field
from enum import StrEnum

from fashion_focus.core.errors import SettingsError
from fashion_focus.decoding.sources import parse_source, redacted
from fashion_focus.session import SessionConfig

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


class StreamState(StrEnum):
    """Where a stream is. The last three are ends: only `Engine.start` makes it run again, as a new run."""

    STARTING = "starting"
    """Its shelf is being made, or its source has not given a picture yet."""
    RUNNING = "running"
    """Pictures come in."""
    WAITING = "waiting"
    """Its source is away; it is tried again and again."""
    PAUSED = "paused"
    ENDED = "ended"
    """The source came to its end; everything that was open is settled."""
    STOPPED = "stopped"
    """Stopped by its owner; everything that was open is settled."""
    FAILED = "failed"
    """It cannot go on; `StreamStatus.error` says why and what to do."""


RUNNING_STATES = frozenset({StreamState.STARTING, StreamState.RUNNING, StreamState.WAITING})
FINAL_STATES = frozenset({StreamState.ENDED, StreamState.STOPPED, StreamState.FAILED})


@dataclass(frozen=True, slots=True)
class StreamConfig:
    """One stream, as its owner describes it; kept in the database, so that it goes on after a crash.

    id: letters, digits, ".", "_" and "-", at most 64. source: a file's path, or an address: rtmp(s)://, rtsp(s)://,
    http(s)://….m3u8, or push: (its owner writes MPEG-TS into `Engine.publish`). catalog: a reference that the engine's
    `catalogs` turns into a Catalog, now and after each restart. rate: analysed pictures a second; least_rate: the
    fewest that remain when the machine is late. realtime: whether a file is played as fast as it was filmed, as a live
    stream would be; False analyses every picture of it, as fast as the machine can. speech: whether sound is heard.
    end_after: seconds after which a live stream whose source went away and stays away is over; None: never.
    """

    id: str
    source: str = field(repr=False)
    catalog: str
    rate: float = 4.0
    least_rate: float = 1.0
    realtime: bool = True
    speech: bool = True
    headline: str = ""
    end_after: float | None = 600.0

    def __post_init__(self) -> None:
        """Raises SettingsError for an id, a source or rates that cannot be used."""
        if not _ID.fullmatch(self.id):
            raise SettingsError(f"{self.id!r} is no stream id: use letters, digits, '.', '_' and '-', at most 64")
        if not (math.isfinite(self.rate) and 0 < self.least_rate <= self.rate):
            raise SettingsError(
                f"stream {self.id}: least_rate {self.least_rate} must lie above 0, at most at rate {self.rate}"
            )
        parse_source(self.source)

    @property
    def label(self) -> str:
        """The source without its credentials: what may be shown and logged."""
        return redacted(self.source)

    def session(self) -> SessionConfig:
        """What the stream's session is told."""
        return SessionConfig(
            rate=self.rate, headline=self.headline, max_tracklets=0, max_focuses=16, keep_pictures=False
        )


@dataclass(frozen=True, slots=True)
class EngineSettings:
    """Limits of the engine; times in seconds.

    max_streams: more are refused. queue_pictures: pictures that wait for a stream's session; queue_sound: seconds of
    sound that do. late: with half of queue_pictures waiting, or one for half of these seconds, fewer pictures are
    analysed. stall: without a picture for so long, a decoder is killed; start_stall: the same before its first.
    backoff_least, backoff_most: pause before a source is tried again, doubling, with jitter. flush_every: how long an
    event may wait for its commit. checkpoint_every: how often a stream without events is saved. batch: pictures in one
    call of a network. model_deadline: a call that takes longer is given up. keep_events: events kept for readers that
    come back. close_within: how long `close` waits for streams to be saved. allow_private: whether sources may be
    addresses of this machine and its network; what they lead to never may, but for the very address that was given.
    """

    max_streams: int = 64
    queue_pictures: int = 24
    queue_sound: float = 60.0
    late: float = 2.0
    stall: float = 10.0
    start_stall: float = 20.0
    backoff_least: float = 0.5
    backoff_most: float = 30.0
    flush_every: float = 0.25
    checkpoint_every: float = 5.0
    batch: int = 16
    model_deadline: float = 10.0
    keep_events: int = 200_000
    close_within: float = 10.0
    max_pixels: int = 4096 * 2304
    worker_memory: int = 3 << 30
    allow_private: bool = False


@dataclass(frozen=True, slots=True)
class StreamStatus:
    """One stream at one moment.

    run: how often it was started; epoch: rises with each reconnection within a run. media_time: seconds, of the last
    picture that was looked at. lag: seconds that its oldest waiting picture has waited. rate: analysed pictures a
    second at present, below the configured one while the machine is late. drops: pictures lost, by cause.
    error: why it failed or waits, and what to do; "" where all is well.
    """

    id: str
    label: str
    catalog: str
    state: StreamState
    run: int
    epoch: int
    media_time: float
    rate: float
    lag: float
    pictures: int
    focuses: int
    reconnects: int
    drops: dict[str, int]
    error: str = ""


@dataclass(frozen=True, slots=True)
class Health:
    """alive: its threads run. ready: it also takes streams and its store can be written. faults: what is wrong."""

    alive: bool
    ready: bool
    faults: tuple[str, ...] = ()
