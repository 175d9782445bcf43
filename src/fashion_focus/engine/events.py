"""What a session tells, as CloudEvents: the same words whoever reads them, and ids that depend on the media alone."""

import base64
import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime

from fashion_focus.core.events import Event, FocusEnded, FocusStarted, FocusUpdated, StreamNote, TrackletClosed
from fashion_focus.core.focus import Focus
from fashion_focus.export import focus_to_dict, tracklet_to_dict
from fashion_focus.store.outbox import OutgoingEvent

FOCUS_STARTED, FOCUS_UPDATED, FOCUS_ENDED = "focus.started", "focus.updated", "focus.ended"
TRACKLET_CLOSED = "tracklet.closed"
STREAM_NOTE, STREAM_STATE, STREAM_GAP = "stream.note", "stream.state", "stream.gap"

_FOCUS_TYPES = {FocusStarted: FOCUS_STARTED, FocusUpdated: FOCUS_UPDATED, FocusEnded: FOCUS_ENDED}


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a stream's life something happened: its run, and the epoch within the run."""

    stream: str
    run: int
    epoch: int


def cloud_event(event: Event, place: Place) -> OutgoingEvent:
    """A session's event as CloudEvents 1.0 JSON."""
    if isinstance(event, TrackletClosed):
        subject = event.tracklet.id
        return made(TRACKLET_CLOSED, place, subject=subject, at=event.time, data=tracklet_to_dict(event.tracklet))
    if isinstance(event, StreamNote):
        note = event.note
        data = {"code": note.code, "text": note.text, "count": note.count}
        return made(STREAM_NOTE, place, subject=note.code, at=event.time, data=data)
    return focus_event(_FOCUS_TYPES[type(event)], event.focus, place, at=event.time)


def focus_event(kind: str, focus: Focus, place: Place, *, at: float) -> OutgoingEvent:
    """One of the three events of a focus; data: the focus as in focus.json."""
    return made(kind, place, subject=focus.id, at=at, data=focus_to_dict(focus, focus.state.value))


def made(kind: str, place: Place, *, subject: str, at: float, data: dict[str, object]) -> OutgoingEvent:
    """A CloudEvent about a subject at a media time (seconds).

    The id is a hash of stream, run, epoch, kind, subject, product and media time: whoever finds the same thing in the
    same stream again, after a crash, gives it the same id. Extension attributes: mediatime, epoch and run.
    """
    parts = (place.stream, place.run, place.epoch, kind, subject, data.get("product_id", ""), round(at * 1000))
    digest = hashlib.sha256(json.dumps(parts).encode()).digest()
    event_id = base64.b32encode(digest).decode()[:26].lower()
    document = {
        "specversion": "1.0",
        "id": event_id,
        "source": f"/streams/{place.stream}",
        "type": kind,
        "subject": subject,
        "time": datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "datacontenttype": "application/json",
        "run": place.run,
        "epoch": place.epoch,
        "mediatime": round(at, 3),
        "data": data,
    }
    return OutgoingEvent(event_id, place.stream, kind, json.dumps(document, ensure_ascii=False))
