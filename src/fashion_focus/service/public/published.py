"""What shoppers get without signing in: published shows and nothing else."""

from fastapi import APIRouter, HTTPException, Request, Response

from fashion_focus.export import chapters_vtt_text
from fashion_focus.service.guard.auth import Books
from fashion_focus.service.guard.security import RateLimit
from fashion_focus.service.library import Library
from fashion_focus.service.routes.answers import REFUSALS, known
from fashion_focus.service.schemas.base import Json
from fashion_focus.service.schemas.videos import FrameQuery, SearchOut
from fashion_focus.service.shows.finding import Shown, search_frame
from fashion_focus.service.shows.publishing import report_of, shown_catalog
from fashion_focus.service.shows.review import ReviewedFocus, Standing
from fashion_focus.store.library.publications import Publication
from fashion_focus.store.library.videos import StoredVideo

router = APIRouter(tags=["published"], responses=REFUSALS)


def published_video(books: Library, video_id: str) -> tuple[StoredVideo, Publication]:
    """A video that shoppers may see, with the version that they see. Raises 404."""
    video = known(books.videos.get(video_id), "published show")
    return video, known(
        books.publications.get(video_id, video.published) if video.published else None, "published show"
    )


@router.get("/published/{video_id}")
def show(video_id: str, books: Books, request: Request, response: Response) -> Json:
    """A published show: its focuses and products, and the addresses of its video and chapters."""
    video, publication = published_video(books, video_id)
    tag = f'"{video.id}-{publication.version}"'
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = "public, max-age=5"
    base = str(request.base_url).rstrip("/")
    return {
        **publication.document,
        "id": video.id,
        "version": publication.version,
        "published": publication.created.isoformat() + "Z",
        "video": f"{base}/media/published/{video.id}/content",
        "poster": f"{base}/media/published/{video.id}/poster.jpg",
        "chapters": f"{base}/api/v1/published/{video.id}/chapters.vtt",
        "pictures": f"{base}/media/pictures/",
    }


@router.get("/published/{video_id}/chapters.vtt", response_class=Response)
def chapters(video_id: str, books: Books) -> Response:
    """Chapters of a published show, as WebVTT."""
    video, publication = published_video(books, video_id)
    rows = [
        ReviewedFocus(row["id"], row["product_id"], row["start"], row["end"], Standing.ACCEPTED, None)
        for row in publication.document["focuses"]
    ]
    catalog = shown_catalog(publication.document)
    text = chapters_vtt_text(report_of(video, rows, n_products=len(catalog), name=""), catalog)
    return Response(text, media_type="text/vtt")


@router.post("/published/{video_id}/search")
def search(video_id: str, wanted: FrameQuery, books: Books, request: Request) -> SearchOut:
    """Products that a time of a published show may show; products of the show come first."""
    video, publication = published_video(books, video_id)
    limit: RateLimit = request.app.state.searches
    if not limit.allows(request.client.host if request.client else ""):
        raise HTTPException(429, "too many searches; wait a minute", headers={"Retry-After": "60"})
    starts = {product["id"]: product["starts"] for product in publication.document["products"]}
    return search_frame(books, video, wanted, Shown(starts))
