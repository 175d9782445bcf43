"""What the engine counts, for Prometheus; labels name streams and causes, never addresses."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from fashion_focus.engine.config import RUNNING_STATES, StreamState, StreamStatus

_PREFIX = "fashion_focus"
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_BATCHES = (1, 2, 4, 8, 16, 32)

Streams = Callable[[], Sequence[StreamStatus]]


class Metrics:
    """Counters of one engine in a registry of their own; each stream's gauges are read when somebody asks."""

    def __init__(self, streams: Streams) -> None:
        self.registry = CollectorRegistry()
        self._pictures = self._counter("pictures", "Pictures looked at", "stream")
        self._sound = self._counter("sound_seconds", "Seconds of sound heard", "stream")
        self._silence = self._counter("silence_seconds", "Seconds of missing sound taken as silence", "stream")
        self._thinned = self._counter("pictures_thinned", "Pictures passed over at a lower rate", "stream")
        self._drops = self._counter("pictures_dropped", "Pictures lost", "stream", "cause")
        self._events = self._counter("events", "Events committed", "type")
        self._reconnects = self._counter("reconnects", "Sources opened again", "stream", "cause")
        self._batches = self._histogram("model_batch", "Questions in one call of a network", _BATCHES, "network")
        self._calls = self._histogram("model_seconds", "Duration of one call of a network", _SECONDS, "network")
        self._commits = self._histogram("commit_seconds", "Duration of one commit", _SECONDS)
        self._latency = self._histogram("picture_seconds", "From a picture's arrival to its events' commit", _SECONDS)
        self.registry.register(_StreamGauges(streams))

    def asked(self, network: str, *, n: int, seconds: float) -> None:
        """A network was run on n questions."""
        self._batches.labels(network).observe(n)
        self._calls.labels(network).observe(seconds)

    def looked(self, stream: str) -> None:
        """A picture was looked at."""
        self._pictures.labels(stream).inc()

    def heard(self, stream: str, *, seconds: float, silence: bool) -> None:
        """Sound was heard, or silence put where it was missing."""
        (self._silence if silence else self._sound).labels(stream).inc(seconds)

    def thinned(self, stream: str) -> None:
        """A picture was passed over because its stream is late."""
        self._thinned.labels(stream).inc()

    def dropped(self, stream: str, cause: str, *, n: int = 1) -> None:
        """Pictures were lost."""
        self._drops.labels(stream, cause).inc(n)

    def reconnected(self, stream: str, cause: str) -> None:
        """A source is opened again."""
        self._reconnects.labels(stream, cause).inc()

    def committed(self, types: Iterable[str], *, seconds: float) -> None:
        """Events of some types were committed."""
        self._commits.observe(seconds)
        for kind in types:
            self._events.labels(kind).inc()

    def told(self, seconds: float) -> None:
        """What a picture brought was committed so long after it had arrived."""
        self._latency.observe(seconds)

    def _counter(self, name: str, text: str, *labels: str) -> Counter:
        return Counter(f"{_PREFIX}_{name}", text, labels, registry=self.registry)

    def _histogram(self, name: str, text: str, buckets: Sequence[float], *labels: str) -> Histogram:
        return Histogram(f"{_PREFIX}_{name}", text, labels, buckets=buckets, registry=self.registry)


class _StreamGauges(Collector):
    """Lag, rate and media time of each stream that runs, and how many streams are in each state."""

    def __init__(self, streams: Streams) -> None:
        self._streams = streams

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """One family a fact."""
        statuses = self._streams()
        count = GaugeMetricFamily(f"{_PREFIX}_streams", "Streams in a state", labels=["state"])
        for state in StreamState:
            count.add_metric([state.value], sum(status.state is state for status in statuses))
        yield count
        running = [status for status in statuses if status.state in RUNNING_STATES]
        facts: dict[str, Callable[[StreamStatus], float]] = {
            "lag_seconds": lambda status: status.lag,
            "rate": lambda status: status.rate,
            "media_time_seconds": lambda status: status.media_time,
        }
        for name, fact in facts.items():
            family = GaugeMetricFamily(f"{_PREFIX}_stream_{name}", f"Each running stream's {name}", labels=["stream"])
            for status in running:
                family.add_metric([status.id], fact(status))
            yield family
