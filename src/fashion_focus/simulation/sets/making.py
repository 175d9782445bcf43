"""A named set on disk: its products once, its streams in parallel, each whole or not at all, and kept when done."""

import hashlib
import json
import multiprocessing
import shutil
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, wait
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from fashion_focus.core.errors import SettingsError
from fashion_focus.files import check_folder, write_atomically
from fashion_focus.simulation.articles import Article
from fashion_focus.simulation.assets import Assets, load_assets, read_articles
from fashion_focus.simulation.sets.named import MAX_SIDE, VERSION, NamedSet, StreamRow
from fashion_focus.simulation.streams.files import write_pictures, write_shelf
from fashion_focus.simulation.streams.show import Place, perform

_LISTED = "set.json"
_PART = ".part"
_POLL = 0.5  # seconds between looks at what is done
Progress = Callable[[float], None]
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Material:
    """Folders of real products, rooms and hosts that a set mixes with what is drawn; None to draw all."""

    products: Path | None = None
    places: Path | None = None
    videos: Path | None = None

    def told(self, split: str) -> dict[str, object]:
        """What it is, without saying where: counts, and a digest of the lists of products."""
        listings = sorted(self.products.glob("*/products.jsonl")) if self.products else []
        digest = hashlib.sha256(b"".join(listing.read_bytes() for listing in listings)).hexdigest()
        return {
            "products": {"split": split, "lists": len(listings), "sha256": digest} if listings else None,
            "places": len(list(self.places.glob("*.jpg"))) if self.places else 0,
            "videos": len(list(self.videos.glob("*/*.m*"))) if self.videos else 0,
        }


def make_set(
    folder: Path,
    named: NamedSet,
    *,
    material: Material | None = None,
    workers: int = 1,
    first: int | None = None,
    progress: Progress | None = None,
) -> Path:
    """Make a set, or what is missing of it, in a folder; gives the folder back.

    first: make so many streams of each category only (of a set that mixes them: of all); the others can follow later.

    Writes set.json, the whole gallery's catalog.csv with images/, and a folder a stream. A finished stream is kept, a
    half one is made anew; the files but video.mp4 are the same whatever the number of workers. progress: is told the
    share done. Raises SettingsError where the folder holds another set or material is asked for that the set does not
    take, StoreError where it cannot be written.
    """
    material = material or Material()
    if material.products is not None and not named.split:
        raise SettingsError(f"the set {named.name} has drawn products only; leave the folder of products out")
    check_folder(folder)
    _claim(folder, named, material)
    for left in folder.glob(f".*{_PART}"):
        shutil.rmtree(left)
    jobs = _Jobs(folder, named, material)
    _in_parallel(jobs.draw_pictures, _shards(range(named.n_products), workers), progress=None)
    asked = [row.name for row in named.streams if first is None or row.number <= first]
    missing = [name for name in asked if not (folder / name / "truth.json").exists()]
    before = len(asked) - len(missing)

    def tell() -> None:
        done = sum((folder / name / "truth.json").exists() for name in missing)
        if progress is not None:
            progress((before + done) / max(1, len(asked)))

    _in_parallel(jobs.make_streams, _shards(missing, workers), progress=tell)
    tell()
    return folder


@dataclass(frozen=True, slots=True)
class _Jobs:
    """What the workers do; small enough to be sent to them."""

    folder: Path
    named: NamedSet
    material: Material

    def draw_pictures(self, places: Sequence[int]) -> None:
        """The gallery's pictures of some drawn products; the first worker writes the list."""
        articles = self.named.articles()
        images = self.folder / "images"
        for article in (articles[place] for place in places if place < len(articles)):
            if not (images / f"{article.product_id}.jpg").exists() or not _has_back(images, article):
                write_pictures(images, (article,))
        if 0 in places:
            self._list(articles)

    def make_streams(self, names: Sequence[str]) -> None:
        """Some streams, one after another."""
        if not names:
            return
        assets = self._assets()
        rows = {row.name: row for row in self.named.streams}
        for name in names:
            # Fresh articles for each stream, so that what is drawn of them does not add up.
            self._make(rows[name], assets.with_articles((*self.named.articles(), *assets.articles)))

    def _make(self, row: StreamRow, assets: Assets) -> None:
        beside = self.folder / f".{row.name}{_PART}"
        shutil.rmtree(beside, ignore_errors=True)
        perform(Place(beside, row.name, self.folder / "images"), row.settings, assets=assets, seed=row.seed)
        shutil.rmtree(self.folder / row.name, ignore_errors=True)
        beside.rename(self.folder / row.name)

    def _assets(self) -> Assets:
        return load_assets(
            products=self.material.products,
            places=self.material.places,
            videos=self.material.videos,
            split=self.named.split or "train",
            drawn=0,
            seed=self.named.seed,
        )

    def _list(self, articles: Sequence[Article]) -> None:
        """catalog.csv of the whole gallery, and the pictures of what is not drawn."""
        if (self.folder / "catalog.csv").exists():
            return
        real: tuple[Article, ...] = ()
        if self.material.products is not None:
            real = read_articles(self.material.products, split=self.named.split, max_side=MAX_SIDE)
        write_pictures(self.folder / "images", real)
        write_shelf(self.folder, (*articles, *real), pictures=self.folder / "images")


def _has_back(images: Path, article: Article) -> bool:
    return (images / f"{article.product_id}_back.jpg").exists()


def _claim(folder: Path, named: NamedSet, material: Material) -> None:
    """Write set.json, or see that the one there is of the same set."""
    identity = _identity(named, material)
    text = json.dumps(identity, ensure_ascii=False, indent=1) + "\n"
    path = folder / _LISTED
    if path.exists() and (there := path.read_text(encoding="utf-8")) != text:
        other = _difference(there, identity)
        raise SettingsError(f"cannot make the set {named.name} in {folder}: {other}, or name another folder")
    if not path.exists() and any(not each.name.startswith(".") for each in folder.iterdir()):
        raise SettingsError(f"cannot make the set {named.name} in {folder}: it is not empty; name a new folder")
    write_atomically(path, text)


def _difference(there: str, wanted: dict[str, object]) -> str:
    """In what the set that is there is another one, and what would make it go on."""
    try:
        found = json.loads(there)
        name, material = str(found["set"]), found["real"]
    except (ValueError, KeyError, TypeError):
        return f"its {_LISTED} cannot be read; put it back"
    if name != wanted["set"]:
        return f"it holds the set {name}; ask for that one"
    if material != json.loads(json.dumps(wanted["real"])):
        return "it was made with other products, places or videos; give the same folders"
    return "it was made by another version; install that one"


def _identity(named: NamedSet, material: Material) -> dict[str, object]:
    streams = [
        {
            "name": row.name,
            "seed": row.seed,
            "seconds": row.settings.seconds,
            "size": row.settings.size,
            "fps": row.settings.fps,
            "products": row.settings.n_products,
            "language": row.settings.language,
            "categories": row.settings.categories,
        }
        for row in named.streams
    ]
    drawn = {"products": len(named.articles()), "seed": named.seed, "left_out": sorted(named.left_out)}
    real = material.told(named.split)
    return {"set": named.name, "version": VERSION, "drawn": drawn, "real": real, "streams": streams}


def _shards(items: Iterable[_T], workers: int) -> list[list[_T]]:
    every = list(items)
    return [every[first::workers] for first in range(max(1, workers))]


def _in_parallel(
    work: Callable[[Sequence[_T]], None], shards: list[list[_T]], *, progress: Callable[[], None] | None
) -> None:
    """Each shard in a process of its own; a single one in this."""
    if len(shards) == 1:
        work(shards[0])
        return
    # Spawned, not forked: threads of OpenCV and FFmpeg do not survive a fork.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(len(shards), mp_context=context) as pool:
        left: set[Future[None]] = {pool.submit(work, shard) for shard in shards}
        while left:
            done, left = wait(left, timeout=_POLL)
            for future in done:
                future.result()
            if progress is not None:
                progress()
