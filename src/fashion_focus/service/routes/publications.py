"""Publishing a show: versions that never change, and which of them shoppers see."""

from fastapi import APIRouter, HTTPException

from fashion_focus.service.guard.auth import Books, Editor, Reader
from fashion_focus.service.routes.answers import REFUSALS, known
from fashion_focus.service.schemas.base import Json
from fashion_focus.service.schemas.focuses import PublicationOut, PublishedIn
from fashion_focus.service.shows.publishing import document_of
from fashion_focus.service.shows.review import reviewed
from fashion_focus.store.library.publications import Publication

router = APIRouter(tags=["publishing"], responses=REFUSALS)


@router.get("/videos/{video_id}/preview")
def preview(video_id: str, _: Reader, books: Books) -> Json:
    """What shoppers would get if the show were published now."""
    video = known(books.videos.get(video_id), "video")
    focuses = reviewed(books.focuses.of(video_id), books.corrections.of(video_id))
    return document_of(video, focuses, books.catalogs.products(video.catalog_id))


@router.post("/videos/{video_id}/publications", status_code=201)
def publish(video_id: str, token: Editor, books: Books) -> PublicationOut:
    """Publish the accepted focuses as the next version, and show it to shoppers."""
    document = preview(video_id, token, books)
    if not document["focuses"]:
        raise HTTPException(409, "nothing is accepted yet; accept at least one focus")
    publication = books.publications.add(video_id, document, author=token.name)
    books.videos.change(video_id, published=publication.version)
    books.feed.tell("show.published", video_id, {"version": publication.version})
    return _out(publication)


@router.get("/videos/{video_id}/publications")
def publications(video_id: str, _: Reader, books: Books) -> list[PublicationOut]:
    """Every version, the newest first."""
    known(books.videos.get(video_id), "video")
    return [_out(publication) for publication in books.publications.of(video_id)]


@router.put("/videos/{video_id}/published")
def show_version(video_id: str, wanted: PublishedIn, _: Editor, books: Books) -> PublishedIn:
    """Show shoppers an earlier version again, or nothing (0)."""
    known(books.videos.get(video_id), "video")
    if wanted.version:
        known(books.publications.get(video_id, wanted.version), "version")
    books.videos.change(video_id, published=wanted.version)
    books.feed.tell("show.published", video_id, {"version": wanted.version})
    return wanted


def _out(publication: Publication) -> PublicationOut:
    return PublicationOut(
        version=publication.version,
        author=publication.author,
        created=publication.created,
        n_focuses=len(publication.document["focuses"]),
        n_products=len(publication.document["products"]),
    )
