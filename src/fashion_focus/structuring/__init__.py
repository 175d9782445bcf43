"""Frames to tracklets: detects, follows, keeps key frames; knows nothing of particular products."""
