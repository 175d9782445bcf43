"""Detections to tracklets: motion, association, and the tracker that owns what is followed; sees no pixels."""
