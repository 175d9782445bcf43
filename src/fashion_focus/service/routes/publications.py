"""Publishing a show: what it would change, versions that never change, and which of them shoppers see."""

from fastapi import APIRouter, HTTPException

from fashion_focus.service.guard.auth import Books, Editor, Reader
from fashion_focus.service.library import Library
from fashion_focus.service.routes.answers import REFUSALS, known
from fashion_focus.service.schemas.base import Json
from fashion_focus.service.schemas.publications import (
    DifferenceOut,
    DraftOut,
    PublicationOut,
    PublishedIn,
    PublishIn,
    WithheldOut,
)
from fashion_focus.service.shows.differences import difference, fingerprint, withheld
from fashion_focus.service.shows.publishing import document_of
from fashion_focus.service.shows.review import reviewed
from fashion_focus.store.library.publications import Publication
from fashion_focus.store.library.videos import StoredVideo

router = APIRouter(tags=["publishing"], responses=REFUSALS)

_AS_IT_STANDS = PublishIn()


@router.get("/videos/{video_id}/preview")
def preview(video_id: str, _: Reader, books: Books) -> Json:
    """What shoppers would get if the show were published now."""
    video = known(books.videos.get(video_id), "video")
    focuses = reviewed(books.focuses.of(video_id), books.corrections.of(video_id))
    return document_of(video, focuses, books.catalogs.products(video.catalog_id))


@router.get("/videos/{video_id}/draft")
def draft(video_id: str, _: Reader, books: Books) -> DraftOut:
    """What publishing now would change for shoppers, and what it would leave private."""
    video = known(books.videos.get(video_id), "video")
    focuses = reviewed(books.focuses.of(video_id), books.corrections.of(video_id))
    products = books.catalogs.products(video.catalog_id)
    document, now = document_of(video, focuses, products), _shown(books, video)
    return DraftOut(
        seen=fingerprint(document),
        published=now.version if now else 0,
        n_focuses=len(document["focuses"]),
        n_products=len(document["products"]),
        unchanged=now is not None and fingerprint(now.document) == fingerprint(document),
        difference=DifferenceOut.model_validate(difference(now.document if now else None, document)),
        withheld=[WithheldOut.model_validate(one) for one in withheld(focuses, products)],
    )


@router.post("/videos/{video_id}/publications", status_code=201)
def publish(video_id: str, token: Editor, books: Books, wanted: PublishIn = _AS_IT_STANDS) -> PublicationOut:
    """Publish the accepted focuses as the next version, and show it to shoppers.

    409 where nothing is accepted, or where `seen` names a draft that somebody has changed since.
    """
    document = preview(video_id, token, books)
    if not document["focuses"]:
        raise HTTPException(409, "nothing is accepted yet; accept at least one focus")
    if wanted.seen and wanted.seen != fingerprint(document):
        raise HTTPException(409, "FF-412 the show was changed since you looked; look at what changes, then publish")
    publication = books.publications.add(video_id, document, author=token.name)
    books.videos.change(video_id, published=publication.version)
    books.feed.tell("show.published", video_id, {"version": publication.version})
    return _out(publication)


@router.get("/videos/{video_id}/publications")
def publications(video_id: str, _: Reader, books: Books) -> list[PublicationOut]:
    """Every version, the newest first."""
    known(books.videos.get(video_id), "video")
    return [_out(publication) for publication in books.publications.of(video_id)]


@router.get("/videos/{video_id}/publications/{version}/difference")
def back_to(video_id: str, version: int, _: Reader, books: Books) -> DifferenceOut:
    """What showing a version again would change for shoppers who see the one that is published now."""
    video = known(books.videos.get(video_id), "video")
    # A larger number than any database keeps is no version either.
    wanted = known(books.publications.get(video_id, version) if 0 < version < 2**31 else None, "version")
    now = _shown(books, video)
    return DifferenceOut.model_validate(difference(now.document if now else None, wanted.document))


@router.put("/videos/{video_id}/published")
def show_version(video_id: str, wanted: PublishedIn, _: Editor, books: Books) -> PublishedIn:
    """Show shoppers an earlier version again, or nothing (0)."""
    known(books.videos.get(video_id), "video")
    if wanted.version:
        known(books.publications.get(video_id, wanted.version), "version")
    books.videos.change(video_id, published=wanted.version)
    books.feed.tell("show.published", video_id, {"version": wanted.version})
    return wanted


def _shown(books: Library, video: StoredVideo) -> Publication | None:
    return books.publications.get(video.id, video.published) if video.published else None


def _out(publication: Publication) -> PublicationOut:
    return PublicationOut(
        version=publication.version,
        author=publication.author,
        created=publication.created,
        n_focuses=len(publication.document["focuses"]),
        n_products=len(publication.document["products"]),
    )
