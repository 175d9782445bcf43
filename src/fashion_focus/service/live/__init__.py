"""Live streams in the service: the engine behind one seam, pins by people and by the machine."""

from fashion_focus.service.live.studio import Studio

__all__ = ["Studio"]
