"""Shows written straight into a service's stores: as many exhibits as a test asks for, without a machine's work."""

import shutil
import uuid
from dataclasses import dataclass
from pathlib import Path

from tests.service.conftest import Served

from fashion_focus.store.library.catalogs import StoredProduct
from fashion_focus.store.library.focuses import FoundFocus
from fashion_focus.store.library.videos import VideoState

CATEGORIES = ("clothing", "shoe", "bag", "snack", "bottle", "beauty")
COLOURS = ("红色", "蓝色", "黑色", "白色", "绿色")


@dataclass(frozen=True, slots=True)
class Made:
    """A made show. seconds: the length that it claims; its picture is that of a shorter file."""

    n_focuses: int = 12
    n_products: int = 4
    seconds: float = 12.0
    title: str = "秋季新品"


def put_made(service: Served, file: Path, made: Made) -> str:
    """Put a show into a service; gives the video's id. Its data hold no Latin letters but those of ids."""
    products = [
        StoredProduct(
            f"p{k}",
            f"{COLOURS[k % len(COLOURS)]}商品{k}",
            category=(CATEGORIES[k % 6],),
            price=f"¥{99 + k}",
            number=str(k),
        )
        for k in range(made.n_products)
    ]
    catalog = service.library.catalogs.add(made.title, products, [])
    video = service.library.videos.add(made.title, "video.mp4", file.stat().st_size)
    service.library.folders.video(video.id).mkdir(parents=True)
    shutil.copyfile(file, service.library.folders.content(video.id))
    facts = {"duration": made.seconds, "size": [640, 360], "fps": 8.0, "container": "mov", "video_codec": "h264"}
    service.library.videos.change(
        video.id, state=VideoState.READY, facts=facts, offset=video.n_bytes, catalog_id=catalog.id
    )
    service.library.focuses.replace(video.id, [_found(k, made) for k in range(made.n_focuses)])
    return video.id


def new() -> str:
    """An id for a correction."""
    return uuid.uuid4().hex


def _found(k: int, made: Made) -> FoundFocus:
    each = made.seconds / made.n_focuses
    start, confidence = round(k * each, 3), 0.3 + 0.69 * ((k * 37) % 100) / 100
    others = tuple(
        {"product_id": f"p{(k + n) % made.n_products}", "confidence": round(confidence / (n + 2), 3)} for n in (1, 2, 3)
    )
    words = [
        {"start": round(start + n * each / 8, 3), "end": round(start + (n + 1) * each / 8, 3), "word": "商品"}
        for n in range(3)
    ]
    evidence = {"shares": {"visual": 0.7, "speech": 0.3}, "tracklets": [f"t{k}"], "words": words, "comments": []}
    state = "final" if confidence > 0.8 else "undecided"
    return FoundFocus(
        f"f{k}", f"p{k % made.n_products}", start, round(start + 0.8 * each, 3), confidence, state, others, evidence
    )
