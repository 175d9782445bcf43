"""Product lists as the service keeps them: their products, with pictures under names of the server's own."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

import sqlalchemy
from sqlalchemy import JSON, ForeignKey, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from fashion_focus.store.database import Table
from fashion_focus.store.ids import new_id, now


@dataclass(frozen=True, slots=True)
class StoredProduct:
    """A product of a catalog. pictures: file names in the service's folder of pictures, the main one first."""

    id: str
    title: str
    description: str = ""
    category: tuple[str, ...] = ()
    brand: str = ""
    color: str = ""
    size: str = ""
    price: str = ""
    link: str = ""
    group: str = ""
    number: str = ""
    pictures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StoredCatalog:
    """A product list. notes: what was left out when it was imported, as (code, text, count)."""

    id: str
    title: str
    n_products: int
    notes: tuple[dict[str, Any], ...]
    created: datetime


class CatalogRow(Table):
    """A catalog's line in the database."""

    __tablename__ = "catalogs"

    id: Mapped[str] = mapped_column(primary_key=True)
    title: Mapped[str]
    notes: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    created: Mapped[datetime]


class ProductRow(Table):
    """A product's line in the database; order: its place in the seller's list."""

    __tablename__ = "products"

    catalog_id: Mapped[str] = mapped_column(ForeignKey("catalogs.id", ondelete="CASCADE"), primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    order: Mapped[int]
    # Everything else of a product is shown, never searched by; so one column holds it.
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)


class CatalogStore:
    """Catalogs and their products."""

    def __init__(self, database: sqlalchemy.Engine) -> None:
        self._database = database

    def add(self, title: str, products: Sequence[StoredProduct], notes: Sequence[dict[str, Any]]) -> StoredCatalog:
        """Keep a whole list at once."""
        row = CatalogRow(id=new_id(), title=title, notes=list(notes), created=now())
        with Session(self._database, expire_on_commit=False) as session, session.begin():
            session.add(row)
            session.flush()
            session.add_all(_product_row(row.id, product, order) for order, product in enumerate(products))
        return StoredCatalog(row.id, title, len(products), tuple(notes), row.created)

    def all(self) -> list[StoredCatalog]:
        """Every catalog, the newest first."""
        return self._read(None)

    def get(self, catalog_id: str) -> StoredCatalog | None:
        """One catalog, or None."""
        found = self._read(catalog_id)
        return found[0] if found else None

    def products(self, catalog_id: str) -> list[StoredProduct]:
        """A catalog's products in the order of the seller's list; none for an unknown catalog."""
        query = select(ProductRow).where(ProductRow.catalog_id == catalog_id).order_by(ProductRow.order)
        with Session(self._database) as session:
            return [_product(row) for row in session.scalars(query)]

    def change_product(self, catalog_id: str, product_id: str, changes: dict[str, str]) -> StoredProduct | None:
        """Change some facts of a product, such as its title or price; None where there is no such product."""
        with Session(self._database) as session, session.begin():
            row = session.get(ProductRow, (catalog_id, product_id))
            if row is None:
                return None
            changed = replace(_product(row), **changes)  # type: ignore[arg-type]  # the caller's schema allows text facts only
            row.facts = _facts(changed)
            return changed

    def append(self, catalog_id: str, product: StoredProduct) -> bool:
        """Put a product at a list's end; False where the list has one of this id."""
        last = select(func.max(ProductRow.order)).where(ProductRow.catalog_id == catalog_id)
        with Session(self._database) as session, session.begin():
            if session.get(ProductRow, (catalog_id, product.id)) is not None:
                return False
            newest = session.scalar(last)
            session.add(_product_row(catalog_id, product, 0 if newest is None else newest + 1))
            return True

    def add_picture(self, catalog_id: str, product_id: str, name: str) -> StoredProduct | None:
        """One more picture of a product, behind those it has; None where there is no such product."""
        with Session(self._database) as session, session.begin():
            row = session.get(ProductRow, (catalog_id, product_id))
            if row is None:
                return None
            product = _product(row)
            changed = replace(product, pictures=(*product.pictures, name))
            row.facts = _facts(changed)
            return changed

    def remove(self, catalog_id: str) -> bool:
        """Forget a catalog; False where there is none."""
        with Session(self._database) as session, session.begin():
            row = session.get(CatalogRow, catalog_id)
            if row is not None:
                session.delete(row)
            return row is not None

    def _read(self, catalog_id: str | None) -> list[StoredCatalog]:
        query = (
            select(CatalogRow, func.count(ProductRow.id))
            .outerjoin(ProductRow, ProductRow.catalog_id == CatalogRow.id)
            .group_by(CatalogRow.id)
            .order_by(CatalogRow.created.desc(), CatalogRow.id)
        )
        if catalog_id is not None:
            query = query.where(CatalogRow.id == catalog_id)
        with Session(self._database) as session:
            return [
                StoredCatalog(row.id, row.title, count, tuple(row.notes), row.created)
                for row, count in session.execute(query)
            ]


def _product_row(catalog_id: str, product: StoredProduct, order: int) -> ProductRow:
    return ProductRow(catalog_id=catalog_id, id=product.id, order=order, facts=_facts(product))


def _facts(product: StoredProduct) -> dict[str, Any]:
    facts = asdict(product)
    del facts["id"]
    return facts


def _product(row: ProductRow) -> StoredProduct:
    facts = dict(row.facts)
    category, pictures = tuple(facts.pop("category")), tuple(facts.pop("pictures"))
    return StoredProduct(id=row.id, category=category, pictures=pictures, **facts)
