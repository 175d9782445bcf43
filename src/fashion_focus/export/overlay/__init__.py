"""A video and its report in, the same video with boxes and product names out; recognizes nothing itself."""

from fashion_focus.export.overlay.video import write_overlay

__all__ = ["write_overlay"]
