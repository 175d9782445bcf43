"""How much of a product list is taken in before it is refused."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CatalogLimits:
    """Bounds that keep a wrong or hostile list from filling memory or disk.

    products: in one list. file_bytes: of the list itself. picture_pixels: width times height, looked at before a
    picture is decoded. picture_bytes: of one picture's file. pictures: of one product; more are left out.
    """

    products: int = 100_000
    file_bytes: int = 256 * 1024**2
    picture_pixels: int = 50_000_000
    picture_bytes: int = 64 * 1024**2
    pictures: int = 32
