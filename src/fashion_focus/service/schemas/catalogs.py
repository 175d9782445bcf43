"""Shapes of catalogs, products and their import."""

from datetime import datetime

from pydantic import ConfigDict, Field

from fashion_focus.service.schemas.base import Id, Shape, Text, Title, example


class NoteOut(Shape):
    """A remark on what was left out."""

    code: str
    text: str
    count: int = 1


class ProductOut(Shape):
    """A product. pictures: names below /media/pictures/."""

    id: str
    title: str
    description: str = ""
    category: list[str] = Field(default_factory=list)
    brand: str = ""
    color: str = ""
    size: str = ""
    price: str = ""
    link: str = ""
    group: str = ""
    number: str = ""
    pictures: list[str] = Field(default_factory=list)


class ProductChange(Shape):
    """Facts of a product to be changed; others stay."""

    title: Title | None = None
    price: str | None = Field(default=None, max_length=60)
    link: str | None = Field(default=None, max_length=2000)
    description: Text | None = None

    model_config = ConfigDict(json_schema_extra=example({"title": "Tan bucket bag", "price": "299 CNY"}))


class CatalogOut(Shape):
    """A product list."""

    id: str
    title: str
    n_products: int
    notes: list[NoteOut]
    created: datetime


class ImportOut(Shape):
    """A place that takes the files of a product list."""

    id: str


class ImportFile(Shape):
    """A file that has arrived."""

    name: str
    n_bytes: int


class ImportCheckIn(Shape):
    """fetch_images: pictures that the list names by web address are fetched."""

    fetch_images: bool = False

    model_config = ConfigDict(json_schema_extra=example({"fetch_images": False}))


class ImportPreview(Shape):
    """What an import would give, and what is wrong with it."""

    n_products: int
    n_pictures: int
    without_picture: list[str]
    twins: list[list[str]] = Field(description="ids of products of one style, which are hard to tell apart")
    sample: list[ProductOut]
    notes: list[NoteOut]


class CatalogIn(Shape):
    """A checked import to be kept."""

    import_id: Id
    title: Title

    model_config = ConfigDict(
        json_schema_extra=example({"import_id": "mzxw6ytboimzxw6ytboi2345", "title": "Autumn bags"})
    )
