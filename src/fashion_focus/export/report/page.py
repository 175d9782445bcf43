"""report.html put together: one file that needs no network, no server and, to be read, no script."""

import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from PIL import Image

from fashion_focus import __version__
from fashion_focus.core.focus import FocusReport
from fashion_focus.core.notes import Note
from fashion_focus.core.product import Catalog
from fashion_focus.export.bands import Band, Bands
from fashion_focus.export.chapters import chapters_vtt_text
from fashion_focus.export.focus_json import encodable, report_to_dict
from fashion_focus.export.focuses_csv import focuses_csv_text
from fashion_focus.export.report.pictures import LEVELS, Level, first_photo, frame_uri, photo_uri
from fashion_focus.export.report.strip import strip_rows, ticks
from fashion_focus.export.report.template import embedded, page_template, source, source_hash
from fashion_focus.export.report.texts import TEXTS, Language
from fashion_focus.export.report.tokens import token_css
from fashion_focus.export.report.views import PageView, page_view
from fashion_focus.files import write_atomically

_MOST_MISSING_PHOTOS = 200
_SAMPLE = 100


@dataclass(frozen=True, slots=True)
class ReportOptions:
    """How a report is written. made: when, for the header; settings: name to value, as the header shows them.

    max_mb: what the file may weigh, in millions of bytes; beyond it pictures shrink, then thin out, which the report
    says among its warnings. language: the one without a script, and the first one for a browser of neither language.
    """

    language: Language = "en"
    made: datetime | None = None
    settings: Mapping[str, str] = field(default_factory=dict)
    max_mb: float = 15.0
    bands: Bands = field(default_factory=Bands)

    def __post_init__(self) -> None:
        if not self.max_mb > 0:
            raise ValueError(f"max_mb must be above 0, found {self.max_mb}")


def write_report(report: FocusReport, catalog: Catalog, path: Path, *, options: ReportOptions | None = None) -> None:
    """Write report.html whole or not at all. Raises StoreError."""
    write_atomically(path, report_html(report, catalog, options=options))


def report_html(report: FocusReport, catalog: Catalog, *, options: ReportOptions | None = None) -> str:
    """The report's page. Key frames of the focuses and photos of the catalog are written into it."""
    page = _Page(report, catalog, options or ReportOptions())
    limit = page.options.max_mb * 1e6
    words = len(page.render(LEVELS[-1]).encode())
    for level in LEVELS[:-1]:
        if words + page.expected_size(level) <= limit:
            html = page.render(level)
            if len(html.encode()) <= limit:
                return html
    return page.render(LEVELS[-1])


class _Page:
    """A report being laid out; its photos are opened once, whatever level they are written at."""

    def __init__(self, report: FocusReport, catalog: Catalog, options: ReportOptions) -> None:
        self.options = options
        self._report = _without_folders(report)
        self._catalog = catalog
        self._view = page_view(report, catalog, bands=options.bands)
        self._photos = _open_photos(self._view, catalog)
        self._template = page_template(options.language)

    def expected_size(self, level: Level) -> float:
        """Bytes that the pictures of a level will take in the page, judged by a sample of the focuses."""
        focuses = self._view.focuses
        sample = focuses[:: max(1, len(focuses) // _SAMPLE)]
        frames = sum(len(frame_uri(k.crop, level)) for focus in sample for k in focus.frames[: level.frames])
        photos = sum(len(photo_uri(photo, level)) for photo in self._photos.values())
        return photos + frames * len(focuses) / max(1, len(sample))

    def render(self, level: Level) -> str:
        """The page with its pictures at a level."""
        frames, photos = self._pictures(level)
        report, view = self._report, self._view
        notes = [*report.notes, *self._notes(level)]
        script, style = source("report.js"), token_css() + source("report.css")
        data = self._data()
        return encodable(
            self._template.render(
                report=report,
                view=view,
                options=self.options,
                frames=frames,
                photos=photos,
                notes=notes,
                strip=strip_rows(view.focuses, report.video.duration),
                ticks=ticks(report.video.duration),
                strong=sum(focus.band is Band.STRONG for focus in view.final),
                script=script,
                style=style,
                script_hash=source_hash(script),
                style_hash=source_hash(style),
                data=data,
                crc32=f"{zlib.crc32(data.encode()):08x}",
                texts=embedded(TEXTS),
                version=__version__,
            )
        )

    def _pictures(self, level: Level) -> tuple[dict[str, list[str]], dict[str, str]]:
        frames = {f.key: [frame_uri(k.crop, level) for k in f.frames[: level.frames]] for f in self._view.focuses}
        photos = {key: photo_uri(photo, level) for key, photo in self._photos.items()} if level.photo_px else {}
        return frames, photos

    def _notes(self, level: Level) -> list[Note]:
        if level == LEVELS[0]:
            return []
        size = f"{self.options.max_mb:g} MB"
        how = f"pictures are at most {level.frame_px} px and {level.frames} an exhibit" if level.frames else "no frames"
        return [Note("report-size", f"To keep this report within {size} it holds fewer or smaller pictures: {how}.")]

    def _data(self) -> str:
        report = self._report
        titles = {view.id: view.title for view in self._view.products.values()}
        document = {
            "focus": report_to_dict(report, boxes=False),
            "titles": titles,
            "csv": focuses_csv_text(report, self._catalog, bands=self.options.bands),
            "vtt": chapters_vtt_text(report, self._catalog),
        }
        return embedded(document)


def _without_folders(report: FocusReport) -> FocusReport:
    """The report with names of files alone: a page that is passed on tells nothing of its maker's disk."""
    video = replace(report.video, file=Path(report.video.file).name)
    return replace(report, video=video, catalog_file=Path(report.catalog_file).name)


def _open_photos(view: PageView, catalog: Catalog) -> dict[str, Image.Image]:
    """The photos that cards and table need, and those of the first missing products, by the products' keys."""
    beyond = {product.key for product in view.missing[_MOST_MISSING_PHOTOS:]}
    photos = {}
    for product in view.products.values():
        if product.id in catalog and product.key not in beyond:
            photo = first_photo(catalog[product.id])
            if photo is not None:
                photos[product.key] = photo
    return photos
