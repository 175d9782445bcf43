"""A small show with everything that exports must cope with, and makers of larger ones."""

from pathlib import Path

import numpy as np

from fashion_focus.core.arrays import Pixels
from fashion_focus.core.focus import Alternative, Evidence, Focus, FocusReport, FocusState, VideoFacts
from fashion_focus.core.interval import Interval
from fashion_focus.core.notes import Note
from fashion_focus.core.product import Catalog, Product
from fashion_focus.core.taxonomy import ClassPath
from fashion_focus.core.tracklet import KeyFrame, Tracklet
from fashion_focus.core.words import Comment, PrintedLine, Word

EVIL_TITLE = '<img src=x onerror=alert(1)> & "Sons" --> \'</script>'
VIDEO = VideoFacts("show.mp4", 120.0, (1280, 720), 25.0, "ab" * 32)


def tracklet(name: str, *, start: float, n: int, path: ClassPath = ("bag", "backpack")) -> Tracklet:
    """A thing that moves to the right by 10 pixels a quarter of a second."""
    times = start + 0.25 * np.arange(n, dtype=np.float64)
    boxes = np.array([[310.04 + 10 * k, 120.0, 640.0 + 10 * k, 560.5] for k in range(n)], np.float32)
    return Tracklet(name, path, times, boxes, np.full(n, 0.91, np.float32), np.full(n, 0.8, np.float32))


def key_frame(time: float, *, seed: int = 0, quality: float = 0.5) -> KeyFrame:
    """A crop of noise, which is the worst that a picture codec can meet."""
    crop: Pixels = np.random.default_rng(seed).integers(0, 255, (220, 180, 3), np.uint8)
    return KeyFrame(time, (310.0, 120.0, 490.0, 340.0), crop, quality)


def focus(
    name: str, product: str, start: float, end: float, *, confidence: float = 0.93, state: str = "final"
) -> Focus:
    """A focus that rests on nothing that is told."""
    return Focus(name, product, Interval(start, end), confidence, FocusState(state))


def small_catalog(images: tuple[Path, ...] = ()) -> Catalog:
    """Five products: two twins, a Chinese one, one with an evil title, one that is never shown."""
    return Catalog(
        (
            Product("MB01-blue", "Fusion Backpack, Blue", images, category=("bag", "backpack"), price="¥299"),
            Product("MB01-red", "Fusion Backpack, Red", category=("Bag",)),
            Product("TEA-1", "茉莉花茶 500 ml", category=("bottle",)),
            Product("=EVIL()", EVIL_TITLE),
            Product("SOCK", "Wool\nsocks", category=("clothing",)),
        ),
        "shelf.csv",
    )


def small_report() -> FocusReport:
    """Three final focuses, two of them overlapping, one undecided, two tracklets and two notes."""
    words = (Word(12.6, 13.4, "backpack", 0.875), Word(13.5, 13.9, "blue"))
    comments = (Comment(14.0, "petra", "is it <b>blue</b>?"),)
    printed = (PrintedLine("NORTH <TRAIL>", 0.98),)
    evidence = Evidence(
        {"visual": 0.7, "speech": 0.3}, ("t7",), words, comments, (key_frame(13.0), key_frame(20.0)), printed
    )
    first = Focus(
        "f1", "MB01-blue", Interval(12.4, 31.0), 0.93, alternatives=(Alternative("MB01-red", 0.04),), evidence=evidence
    )
    unsure = Focus(
        "u1",
        "MB01-red",
        Interval(70.0, 75.0),
        0.46,
        FocusState.UNDECIDED,
        (Alternative("MB01-blue", 0.41),),
        Evidence({"visual": 1.0}, ("t9",), key_frames=(key_frame(71.0),)),
    )
    return FocusReport(
        video=VIDEO,
        catalog_file="shelf.csv",
        n_products=5,
        models={"profile": "compact", "structuring": "dla34@0a1b2c3d"},
        focuses=(first, focus("f2", "TEA-1", 28.0, 44.0004, confidence=0.62), focus("f3", "=EVIL()", 60.0, 66.0)),
        undecided=(unsure,),
        tracklets=(tracklet("t7", start=12.4, n=4), tracklet("t9", start=70.0, n=3)),
        notes=(Note("corrupt-packets", "3 packets could not be decoded", 95.2, 3), Note("no-photo", "2 without photo")),
    )


def empty_report() -> FocusReport:
    """Nothing was found."""
    return FocusReport(VIDEO, "shelf.csv", 5, {}, ())


def large_report(n: int) -> tuple[FocusReport, Catalog]:
    """A show of six hours with n focuses of 80 products, each with three noisy key frames."""
    catalog = Catalog(tuple(Product(f"P{k}", f"Product {k}", category=("shoe",)) for k in range(80)), "big.csv")
    step = 21600 / n
    frames = tuple(key_frame(1.0 + k, seed=k) for k in range(3))
    focuses = tuple(
        Focus(f"f{k}", f"P{k % 80}", Interval(k * step, k * step + step), 0.9, evidence=Evidence(key_frames=frames))
        for k in range(n)
    )
    return FocusReport(VideoFacts("long.mp4", 21600.0, (720, 1280), 25.0), "big.csv", 80, {}, focuses), catalog
