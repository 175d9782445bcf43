"""Many live streams at once: sources in, events out, each stream a FocusSession that survives crashes.

What comes in: `StreamConfig`s, and media from their sources. What goes out: CloudEvents through `Engine.events`, each
only after it is on disk. The engine knows nothing of HTTP, users or pages. Needs the extra `[server]`.
"""

from fashion_focus.decoding.sources import Source, SourceKind, parse_source, redacted
from fashion_focus.engine.config import (
    FINAL_STATES,
    RUNNING_STATES,
    EngineSettings,
    Health,
    StreamConfig,
    StreamState,
    StreamStatus,
)
from fashion_focus.engine.engine import Engine
from fashion_focus.engine.feed import EventFeed
from fashion_focus.engine.logs import JsonLines
from fashion_focus.engine.pushing import PushServer
from fashion_focus.engine.source.publisher import Publisher
from fashion_focus.store.outbox import StoredEvent

__all__ = [
    "FINAL_STATES",
    "RUNNING_STATES",
    "Engine",
    "EngineSettings",
    "EventFeed",
    "Health",
    "JsonLines",
    "Publisher",
    "PushServer",
    "Source",
    "SourceKind",
    "StoredEvent",
    "StreamConfig",
    "StreamState",
    "StreamStatus",
    "parse_source",
    "redacted",
]
