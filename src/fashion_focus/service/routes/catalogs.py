"""Product lists: uploaded, looked over, kept."""

import json
import shutil
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, HTTPException, Query, Request
from pydantic import TypeAdapter
from starlette.concurrency import run_in_threadpool

from fashion_focus.files import write_atomically
from fashion_focus.service.confined.lists import inside
from fashion_focus.service.guard.auth import Books, Editor, Reader
from fashion_focus.service.guard.receiving import receive_file
from fashion_focus.service.library import Library
from fashion_focus.service.routes.answers import FILE_BODY, REFUSALS, known
from fashion_focus.service.schemas.base import Id
from fashion_focus.service.schemas.catalogs import (
    CatalogIn,
    CatalogOut,
    ImportCheckIn,
    ImportFile,
    ImportOut,
    ImportPreview,
    NoteOut,
    ProductChange,
    ProductOut,
)
from fashion_focus.store.ids import new_id
from fashion_focus.store.library.catalogs import StoredProduct

router = APIRouter(tags=["catalogs"], responses=REFUSALS)

_SAMPLE = 60
_PRODUCTS = TypeAdapter(list[ProductOut])
_NOTES = TypeAdapter(list[NoteOut])


@router.post("/catalog-imports", status_code=201)
def start_import(_: Editor, books: Books) -> ImportOut:
    """A place for the files of one product list."""
    import_id = new_id()
    (books.folders.catalog_import(import_id) / "files").mkdir(parents=True)
    return ImportOut(id=import_id)


@router.put("/catalog-imports/{import_id}/files", openapi_extra=FILE_BODY)
async def put_import_file(
    import_id: Id, name: Annotated[str, Query(min_length=1, max_length=600)], _: Editor, books: Books, request: Request
) -> ImportFile:
    """One file of a list: the list itself, a picture, or a ZIP of all; the body is the file's bytes."""
    folder = _folder(books, import_id) / "files"
    target = inside(folder, name)
    limits = books.settings.limits
    used = await run_in_threadpool(_used, folder)
    if used[1] >= limits.catalog_files:
        raise HTTPException(413, f"an import takes at most {limits.catalog_files} files; pack them into one ZIP")
    n_bytes = await receive_file(request, target, limit=limits.catalog_bytes - used[0])
    return ImportFile(name=name, n_bytes=n_bytes)


@router.post("/catalog-imports/{import_id}/check")
def check_import(import_id: Id, wanted: ImportCheckIn, _: Editor, books: Books) -> ImportPreview:
    """What the files would give as a catalog, and what is wrong with them; nothing is kept yet."""
    folder, limits = _folder(books, import_id), books.settings.limits
    answer = books.children.reading.call(
        "read_list",
        {
            "folder": str(folder / "files"),
            "pictures": str(folder / "pictures"),
            "bytes": limits.catalog_bytes,
            "files": limits.catalog_files,
            "fetch": wanted.fetch_images,
            "allow_private": books.settings.allow_private,
        },
    )
    products, notes = _PRODUCTS.validate_python(answer["products"]), _NOTES.validate_python(answer["notes"])
    kept = {"products": [p.model_dump() for p in products], "notes": [n.model_dump() for n in notes]}
    write_atomically(folder / "checked.json", json.dumps(kept))
    return ImportPreview(
        n_products=len(products),
        n_pictures=sum(len(product.pictures) for product in products),
        without_picture=[product.id for product in products if not product.pictures],
        twins=_twins(products),
        sample=products[:_SAMPLE],
        notes=notes,
    )


@router.post("/catalogs", status_code=201)
def keep_catalog(wanted: CatalogIn, _: Editor, books: Books) -> CatalogOut:
    """Keep a checked import as a catalog."""
    folder = _folder(books, wanted.import_id)
    checked = folder / "checked.json"
    if not checked.is_file():
        raise HTTPException(409, "check this import before it is kept")
    rows = json.loads(checked.read_text(encoding="utf-8"))
    pictures = folder / "pictures"
    for picture in pictures.iterdir() if pictures.is_dir() else ():
        shutil.move(picture, books.folders.pictures / picture.name)
    products = [_stored(ProductOut.model_validate(row)) for row in rows["products"]]
    catalog = books.catalogs.add(wanted.title, products, rows["notes"])
    shutil.rmtree(folder, ignore_errors=True)
    books.feed.tell("catalog.added", catalog.id, {"title": catalog.title, "n_products": catalog.n_products})
    return CatalogOut.model_validate(catalog)


@router.get("/catalogs")
def catalogs(_: Reader, books: Books) -> list[CatalogOut]:
    """Every catalog, the newest first."""
    return [CatalogOut.model_validate(catalog) for catalog in books.catalogs.all()]


@router.get("/catalogs/{catalog_id}")
def catalog(catalog_id: str, _: Reader, books: Books) -> CatalogOut:
    """One catalog."""
    return CatalogOut.model_validate(known(books.catalogs.get(catalog_id), "catalog"))


@router.get("/catalogs/{catalog_id}/products")
def products_of(catalog_id: str, _: Reader, books: Books) -> list[ProductOut]:
    """A catalog's products, in the order of its list."""
    known(books.catalogs.get(catalog_id), "catalog")
    return [ProductOut.model_validate(product) for product in books.catalogs.products(catalog_id)]


@router.patch("/catalogs/{catalog_id}/products")
def change_product(
    catalog_id: str, product_id: Annotated[str, Query(max_length=500)], wanted: ProductChange, _: Editor, books: Books
) -> ProductOut:
    """Change what is said of a product; it counts for pages at once and for words in the next job."""
    changes = wanted.model_dump(exclude_none=True)
    return ProductOut.model_validate(known(books.catalogs.change_product(catalog_id, product_id, changes), "product"))


@router.delete("/catalogs/{catalog_id}", status_code=204)
def remove_catalog(catalog_id: str, _: Editor, books: Books) -> None:
    """Forget a catalog that no video uses."""
    if any(video.catalog_id == catalog_id for video in books.videos.all()):
        raise HTTPException(409, "a video uses this catalog; remove the video first")
    pictures = [name for product in books.catalogs.products(catalog_id) for name in product.pictures]
    if not books.catalogs.remove(catalog_id):
        raise HTTPException(404, "there is no catalog with this id")
    for name in pictures:
        (books.folders.pictures / name).unlink(missing_ok=True)


def _folder(books: Library, import_id: str) -> Path:
    folder = books.folders.catalog_import(import_id)
    if "." in import_id or not folder.is_dir():
        raise HTTPException(404, "there is no import with this id; it may be over")
    return folder


def _used(folder: Path) -> tuple[int, int]:
    """Bytes and files in a folder."""
    sizes = [path.stat().st_size for path in folder.rglob("*") if path.is_file()]
    return sum(sizes), len(sizes)


def _twins(products: list[ProductOut]) -> list[list[str]]:
    groups: dict[str, list[str]] = {}
    for product in products:
        if product.group:
            groups.setdefault(product.group, []).append(product.id)
    return [ids for ids in groups.values() if len(ids) > 1][:_SAMPLE]


def _stored(product: ProductOut) -> StoredProduct:
    facts = product.model_dump()
    return StoredProduct(
        **{name: value for name, value in facts.items() if name not in ("category", "pictures")},
        category=tuple(product.category),
        pictures=tuple(product.pictures),
    )
