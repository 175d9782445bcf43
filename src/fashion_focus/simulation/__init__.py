"""Made-up live-selling streams with exact truth: products, stage, host, speech, comments.

Real material comes in by path, the rest is drawn from a seed; out go pictures with truth, or whole shows on disk.
It must not know who learns from it or who is judged by it.
"""

from fashion_focus.simulation.articles import Article
from fashion_focus.simulation.assets import Assets, load_assets
from fashion_focus.simulation.scenes import SceneTruth, scene_pair
from fashion_focus.simulation.sets import SETS, Material, NamedSet, StreamRow, make_set
from fashion_focus.simulation.streams.plan import StreamSettings, exhibits_for
from fashion_focus.simulation.streams.show import Place, Show, perform, rehearse, simulate_stream

__all__ = [
    "SETS",
    "Article",
    "Assets",
    "Material",
    "NamedSet",
    "Place",
    "SceneTruth",
    "Show",
    "StreamRow",
    "StreamSettings",
    "exhibits_for",
    "load_assets",
    "make_set",
    "perform",
    "rehearse",
    "scene_pair",
    "simulate_stream",
]
