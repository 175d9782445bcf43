"""Shapes of publications: what would be published, what was, and what lies between."""

from datetime import datetime

from pydantic import ConfigDict, Field

from fashion_focus.service.schemas.base import Shape, example
from fashion_focus.service.shows.differences import ChangeKind, Reason


class PlaceOut(Shape):
    """Where shoppers find which product; title: "" where the product is not known."""

    product_id: str
    title: str
    start: float
    end: float


class ChangeOut(Shape):
    """A focus that differs. place: as it will be, or was where it is removed; was: where it is moved or relinked."""

    kind: ChangeKind
    focus_id: str
    place: PlaceOut
    was: PlaceOut | None


class DifferenceOut(Shape):
    """What changes for shoppers, in order of time.

    products: titles of products that are told otherwise (words, price, link, picture); retitled: the show's own title.
    """

    changes: list[ChangeOut]
    products: list[str]
    retitled: bool

    model_config = ConfigDict(
        json_schema_extra=example(
            {
                "changes": [
                    {
                        "kind": "moved",
                        "focus_id": "f1",
                        "place": {"product_id": "MB01", "title": "Tan bucket bag", "start": 12.4, "end": 31.0},
                        "was": {"product_id": "MB01", "title": "Tan bucket bag", "start": 12.4, "end": 28.5},
                    }
                ],
                "products": [],
                "retitled": False,
            }
        )
    )


class WithheldOut(Shape):
    """A focus that shoppers will not get, and why."""

    focus_id: str
    place: PlaceOut
    reason: Reason


class DraftOut(Shape):
    """What publishing now would do.

    seen: names this draft, to be sent along when it is published; published: the version that shoppers see, 0 for none;
    unchanged: they see exactly this already.
    """

    seen: str
    published: int
    n_focuses: int
    n_products: int
    unchanged: bool
    difference: DifferenceOut
    withheld: list[WithheldOut]

    model_config = ConfigDict(
        json_schema_extra=example(
            {
                "seen": "3f6c1d0e8a5b4c2f9e7d6a1b0c8f5e4d",
                "published": 2,
                "n_focuses": 212,
                "n_products": 61,
                "unchanged": False,
                "difference": {
                    "changes": [
                        {
                            "kind": "added",
                            "focus_id": "f9",
                            "place": {"product_id": "SH12", "title": "White sneaker", "start": 50.0, "end": 64.2},
                            "was": None,
                        }
                    ],
                    "products": ["Tan bucket bag"],
                    "retitled": False,
                },
                "withheld": [
                    {
                        "focus_id": "f3",
                        "place": {"product_id": "SH12", "title": "White sneaker", "start": 80.0, "end": 92.5},
                        "reason": "undecided",
                    }
                ],
            }
        )
    )


class PublishIn(Shape):
    """What is to be published. seen: the draft that was looked at; "" for whatever stands now."""

    seen: str = Field(default="", max_length=64)

    model_config = ConfigDict(json_schema_extra=example({"seen": "3f6c1d0e8a5b4c2f9e7d6a1b0c8f5e4d"}))


class PublicationOut(Shape):
    """A published version, without its content."""

    version: int
    author: str
    created: datetime
    n_focuses: int
    n_products: int

    model_config = ConfigDict(
        json_schema_extra=example(
            {"version": 2, "author": "Mei", "created": "2026-11-20T12:04:31", "n_focuses": 197, "n_products": 60}
        )
    )


class PublishedIn(Shape):
    """Which version shoppers see; 0: none."""

    version: int = Field(ge=0, le=2**31)

    model_config = ConfigDict(json_schema_extra=example({"version": 2}))
