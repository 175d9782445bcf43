"""Scores over time to focuses; knows nothing of pixels, sound or vectors."""

from fashion_focus.localization.localizer import Localizer, Support, no_words
from fashion_focus.localization.observation import Identity, Observation
from fashion_focus.localization.settings import LocalizationSettings

__all__ = ["Identity", "LocalizationSettings", "Localizer", "Observation", "Support", "no_words"]
