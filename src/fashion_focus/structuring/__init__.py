"""Frames to tracklets: detects, follows, keeps key frames; knows nothing of particular products."""

from fashion_focus.structuring.cuts import CutDetector
from fashion_focus.structuring.detection.center_detector import CenterDetector
from fashion_focus.structuring.detection.detector import Detector, ScriptedDetector
from fashion_focus.structuring.judging import Judge, LookJudge
from fashion_focus.structuring.key_frames import KeyFramePolicy, WantedCrop
from fashion_focus.structuring.refinement import BoxRefiner, Refined
from fashion_focus.structuring.settings import (
    CutSettings,
    DetectorSettings,
    KeyFrameSettings,
    LookCalibration,
    RefinementSettings,
    ShownCalibration,
    StructuringSettings,
    TrackerSettings,
)
from fashion_focus.structuring.stage import StructuringStage, StructuringUpdate
from fashion_focus.structuring.tracking.track import Sighting
from fashion_focus.structuring.tracking.tracker import Tracker, TrackUpdate

__all__ = [
    "BoxRefiner",
    "CenterDetector",
    "CutDetector",
    "CutSettings",
    "Detector",
    "DetectorSettings",
    "Judge",
    "KeyFramePolicy",
    "KeyFrameSettings",
    "LookCalibration",
    "LookJudge",
    "Refined",
    "RefinementSettings",
    "ScriptedDetector",
    "ShownCalibration",
    "Sighting",
    "StructuringSettings",
    "StructuringStage",
    "StructuringUpdate",
    "TrackUpdate",
    "Tracker",
    "TrackerSettings",
    "WantedCrop",
]
