"""Scores over time to focuses; knows nothing of pixels, sound or vectors."""

from fashion_focus.localization.localizer import Localizer, Support, no_words
from fashion_focus.localization.settings import LocalizationSettings
from fashion_focus.localization.sighting import Identity, Sighting

__all__ = ["Identity", "LocalizationSettings", "Localizer", "Sighting", "Support", "no_words"]
