"""Frames to detections: the detector's contract, its implementations, and the geometry of a centre network's maps."""
