"""Everything that a running service holds: its stores, its folders, and the children that do its work."""

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy

from fashion_focus.service.confined import ConfinedChild
from fashion_focus.service.feed import Feed
from fashion_focus.service.live import Studio
from fashion_focus.service.settings import ServiceSettings
from fashion_focus.store.database import file_url, open_database
from fashion_focus.store.library.catalogs import CatalogStore, StoredProduct
from fashion_focus.store.library.changes import ChangeStore
from fashion_focus.store.library.corrections import CorrectionStore
from fashion_focus.store.library.focuses import FocusStore
from fashion_focus.store.library.jobs import JobStore
from fashion_focus.store.library.publications import PublicationStore
from fashion_focus.store.library.tokens import TokenStore
from fashion_focus.store.library.videos import VideoStore


@dataclass(frozen=True, slots=True)
class Folders:
    """Where files lie; every name below them is one of the server's own."""

    data: Path

    @property
    def pictures(self) -> Path:
        """Pictures of products."""
        return self.data / "pictures"

    def video(self, video_id: str) -> Path:
        """Everything of one video."""
        return self.data / "videos" / video_id

    def content(self, video_id: str) -> Path:
        """The video's own bytes."""
        return self.video(video_id) / "content"

    def catalog_import(self, import_id: str) -> Path:
        """What a seller has uploaded of a product list."""
        return self.data / "imports" / import_id


@dataclass(frozen=True, slots=True)
class Children:
    """Child processes by what they do: localize, look at videos and search, draw filmstrips, read product lists."""

    localizing: ConfinedChild
    looking: ConfinedChild
    drawing: ConfinedChild
    reading: ConfinedChild

    def close(self) -> None:
        """End all of them."""
        for child in (self.localizing, self.looking, self.drawing, self.reading):
            child.close()


@dataclass(frozen=True, slots=True)
class Library:
    """The parts of a running service."""

    settings: ServiceSettings
    database: sqlalchemy.Engine
    folders: Folders
    children: Children
    tokens: TokenStore
    catalogs: CatalogStore
    videos: VideoStore
    jobs: JobStore
    focuses: FocusStore
    corrections: CorrectionStore
    publications: PublicationStore
    feed: Feed
    studio: Studio

    def close(self) -> None:
        """Save live streams, end the children and let go of the database."""
        self.studio.close()
        self.children.close()
        self.database.dispose()

    def products_for_child(self, catalog_id: str) -> list[dict[str, Any]]:
        """A catalog's products as a child takes them."""
        return [self._for_child(product) for product in self.catalogs.products(catalog_id)]

    def _for_child(self, product: StoredProduct) -> dict[str, Any]:
        return {
            "id": product.id,
            "title": product.title,
            "description": product.description,
            "category": list(product.category),
            "brand": product.brand,
            "color": product.color,
            "size": product.size,
            "price": product.price,
            "link": product.link,
            "group": product.group,
            "number": product.number,
            "images": [str(self.folders.pictures / name) for name in product.pictures],
        }


def open_library(settings: ServiceSettings) -> Library:
    """Open or make the data folder. Raises StoreError where the database cannot be opened."""
    folders = Folders(settings.data.resolve())
    database = open_database(settings.database or file_url(folders.data))
    for folder in (folders.pictures, folders.data / "videos", folders.data / "imports"):
        folder.mkdir(parents=True, exist_ok=True)
    # Imports that nobody finished before the last end.
    for left in (folders.data / "imports").iterdir():
        shutil.rmtree(left, ignore_errors=True)
    silence, threads = settings.limits.silence_s, settings.threads
    catalogs, feed = CatalogStore(database), Feed(ChangeStore(database))
    return Library(
        settings=settings,
        database=database,
        folders=folders,
        children=Children(
            localizing=ConfinedChild(silence_s=silence, threads=threads),
            looking=ConfinedChild(silence_s=silence, threads=threads),
            drawing=ConfinedChild(silence_s=silence, threads=threads),
            reading=ConfinedChild(offline=False, silence_s=silence, threads=threads),
        ),
        tokens=TokenStore(database),
        catalogs=catalogs,
        videos=VideoStore(database),
        jobs=JobStore(database),
        focuses=FocusStore(database),
        corrections=CorrectionStore(database),
        publications=PublicationStore(database),
        feed=feed,
        studio=Studio(database, feed=feed, catalogs=catalogs, pictures=folders.pictures, settings=settings),
    )
