"""The engine as the service uses it: opened when first needed, followed by one thread that pins and tells pages."""

import json
import logging
import queue
import threading
from datetime import timedelta
from pathlib import Path
from typing import Any

import sqlalchemy

from fashion_focus.core.errors import FashionFocusError, SettingsError
from fashion_focus.core.product import Catalog, Product
from fashion_focus.engine import (
    FINAL_STATES,
    RUNNING_STATES,
    Engine,
    EngineSettings,
    Publisher,
    StreamConfig,
    StreamState,
    StreamStatus,
)
from fashion_focus.export import Bands
from fashion_focus.profiles import load_models
from fashion_focus.service.feed import Feed
from fashion_focus.service.live.pinning import AutoPin
from fashion_focus.service.settings import ServiceSettings
from fashion_focus.store.library.catalogs import CatalogStore
from fashion_focus.store.library.desks import DeskStore, Pin, PinMode
from fashion_focus.store.streams import StreamStore

logger = logging.getLogger(__name__)

LATE_S = 8.0
"""Lag of the analysis from which the machine pins nothing: what it sees is no longer what viewers see."""

_FOCUS_TYPES = ("focus.started", "focus.updated", "focus.ended")
_LOOK_AGAIN_S = 0.25
_RECENT_S = 60.0


class Studio:
    """All live streams of a service. Safe for threads; close it."""

    def __init__(
        self,
        database: sqlalchemy.Engine,
        *,
        feed: Feed,
        catalogs: CatalogStore,
        pictures: Path,
        settings: ServiceSettings,
    ) -> None:
        self._database, self._feed, self._catalogs, self._pictures = database, feed, catalogs, pictures
        self._settings = settings
        self._lock = threading.Lock()
        self._engine: Engine | None = None
        self._over = threading.Event()
        self._follower: threading.Thread | None = None
        self._pinners: dict[str, AutoPin] = {}
        self._grown: queue.SimpleQueue[str] = queue.SimpleQueue()
        self.desks = DeskStore(database)

    def open(self) -> None:
        """Go on with streams that ran when the service ended; without any, the engine stays away."""
        states = {stored.state for stored in StreamStore(self._database).streams()}
        if states - {state.value for state in FINAL_STATES}:
            self._running_engine()

    def close(self) -> None:
        """Save every stream; they go on with the next start."""
        self._over.set()
        with self._lock:
            if self._engine is not None:
                self._engine.close()
        if self._follower is not None:
            self._follower.join()

    def start(self, stream_id: str, source: str, *, catalog_id: str, speech: bool) -> StreamStatus:
        """Begin a stream, or a new run of one that is over. Raises SettingsError, StoreError, CatalogError."""
        config = StreamConfig(stream_id, source, catalog_id, rate=2.0, speech=speech)
        return self._running_engine().start(config)

    def stop(self, stream_id: str) -> None:
        """End a stream; what is open is settled. Raises SettingsError."""
        self._running_engine().stop(stream_id)

    def shelf_grew(self, stream_id: str) -> None:
        """Have a running stream take in what is new in its catalog, soon; others read all of it at their start."""
        self._grown.put(stream_id)

    def publish(self, stream_id: str) -> Publisher:
        """Where a publisher's MPEG-TS goes. Raises SettingsError."""
        return self._running_engine().publish(stream_id)

    def status(self, stream_id: str) -> StreamStatus | None:
        """How a stream is; None as long as no stream was started since the service began."""
        engine = self._engine
        if engine is None:
            return None
        return next((status for status in engine.streams() if status.id == stream_id), None)

    def open_focuses(self, stream_id: str) -> list[dict[str, Any]]:
        """What the machine sees or saw within the last minute, the newest first.

        As in focus.json, with the event's type and the band of its confidence.
        """
        engine, status = self._engine, self.status(stream_id)
        if engine is None or status is None:
            return []
        newest: dict[str, dict[str, Any]] = {}
        for event in engine.events.after(max(0, engine.events.last - 2000), stream=stream_id, limit=2000):
            if event.type in _FOCUS_TYPES:
                document = json.loads(event.body)
                band = Bands().of(float(document["data"]["confidence"])).value
                newest[document["subject"]] = {**document["data"], "type": event.type, "band": band}
        recent = [
            focus
            for focus in newest.values()
            if focus["type"] != "focus.ended" or float(focus["end"]) > status.media_time - _RECENT_S
        ]
        return sorted(recent, key=lambda focus: -float(focus["start"]))[:50]

    def quiet_for(self, stream_id: str, media_time: float) -> float:
        """Seconds for which a person's pin still keeps the machine from pinning."""
        return self._pinner(stream_id).quiet_for(media_time)

    def pin(self, stream_id: str, product_id: str, *, by: str) -> Pin:
        """A person's pin, at the time of the newest picture."""
        status = self.status(stream_id)
        time = status.media_time if status else 0.0
        self._pinner(stream_id).person_pinned(product_id, time)
        return self._set_pin(stream_id, product_id, time, by)

    def _running_engine(self) -> Engine:
        with self._lock:
            if self._over.is_set():
                raise SettingsError("the service is ending; start it again")
            if self._engine is None:
                models = load_models(threads=self._settings.threads)
                limits = EngineSettings(allow_private=self._settings.allow_private)
                self._engine = Engine(self._database, models=models, catalogs=self._catalog, settings=limits).open()
                self._follower = threading.Thread(target=self._follow, args=(self._engine,), name="studio", daemon=True)
                self._follower.start()
            return self._engine

    def _catalog(self, reference: str) -> Catalog:
        products = self._catalogs.products(reference)
        if not products:
            raise SettingsError(f"there is no catalog {reference}; choose another")
        return Catalog(
            tuple(
                Product(
                    product.id,
                    product.title,
                    tuple(self._pictures / name for name in product.pictures),
                    category=product.category,
                    brand=product.brand,
                    color=product.color,
                    number=product.number,
                )
                for product in products
            ),
            file=reference,
        )

    def _follow(self, engine: Engine) -> None:
        """Tell pages of what is committed, and pin: also when nothing is told, since a pin ends by the clock."""
        seq = engine.events.last
        while not self._over.is_set():
            try:
                events = engine.events.after(seq)
                for event in events:
                    seq = event.seq
                    self._take(json.loads(event.body), event.stream)
                for status in engine.streams():
                    self._pin_by_itself(status)
                self._refresh_shelves(engine)
            except FashionFocusError as error:
                logger.warning("following streams: %s", error)
                events = []
            if not events:
                engine.events.wait(max(seq, engine.events.last), _LOOK_AGAIN_S)

    def _refresh_shelves(self, engine: Engine) -> None:
        """Shelves that have grown since; one whose stream is too busy to look is tried again."""
        grown = {self._grown.get() for _ in range(self._grown.qsize())}
        for stream_id in grown:
            status = self.status(stream_id)
            if status is None or status.state not in RUNNING_STATES:
                continue
            try:
                engine.refresh_shelf(stream_id)
            except FashionFocusError as error:
                logger.warning("the shelf of stream %s could not grow: %s", stream_id, error)
                self._grown.put(stream_id)

    def _take(self, document: dict[str, Any], stream_id: str) -> None:
        """One committed event: pages hear of focuses and states, and the machine may pin."""
        kind, data, time = document["type"], document["data"], float(document["mediatime"])
        if kind not in _FOCUS_TYPES:
            if kind in ("stream.state", "stream.gap"):
                self._feed.tell(kind, stream_id, data)
            return
        self._feed.tell(kind, stream_id, data)
        pinner = self._pinner(stream_id)
        if kind == "focus.ended":
            pinner.gone(data["product_id"], time)
        else:
            pinner.seen(data["product_id"], float(data["confidence"]), time)
        if (status := self.status(stream_id)) is not None and status.lag <= LATE_S:
            self._decide(stream_id, time)

    def _pin_by_itself(self, status: StreamStatus) -> None:
        if status.state is StreamState.RUNNING and status.lag <= LATE_S:
            self._decide(status.id, status.media_time)

    def _decide(self, stream_id: str, time: float) -> None:
        desk = self.desks.get(stream_id)
        if desk is None or desk.mode is not PinMode.AUTO:
            return
        if (wanted := self._pinner(stream_id).decide(time)) is not None:
            self._set_pin(stream_id, wanted, time, "auto")

    def _pinner(self, stream_id: str) -> AutoPin:
        if stream_id not in self._pinners:
            pinner = AutoPin()
            for pin in self.desks.pins(stream_id)[:1]:
                pinner.resume(pin.product_id, pin.time, by_person=pin.by != "auto")
            self._pinners.setdefault(stream_id, pinner)
        return self._pinners[stream_id]

    def _set_pin(self, stream_id: str, product_id: str, time: float, by: str) -> Pin:
        pin = self.desks.pin(stream_id, product_id, time=time, by=by)
        status = self.status(stream_id)
        behind = timedelta(seconds=max(0.0, status.lag + status.media_time - time) if status else 0.0)
        date = f"{(pin.created - behind).isoformat()}Z"
        told = {"number": pin.number, "product_id": product_id, "time": time, "by": by, "date": date}
        self._feed.tell("pin.changed", stream_id, told)
        return pin
