"""The database behind everything durable: SQLite in write-ahead mode by default, PostgreSQL by URL."""

from pathlib import Path
from typing import Any

import sqlalchemy
from sqlalchemy import event
from sqlalchemy.orm import DeclarativeBase

from fashion_focus.core.errors import StoreError

_WAIT_MS = 10_000  # for another writer, before a statement fails


class Table(DeclarativeBase):
    """The base of every table; a room's tables live in the module of their repository."""


def file_url(folder: Path) -> str:
    """URL of the database in a data folder, which is made where it is missing."""
    folder.mkdir(parents=True, exist_ok=True)
    return f"sqlite:///{(folder / 'fashion-focus.sqlite').resolve()}"


def open_database(url: str) -> sqlalchemy.Engine:
    """Connect, and make the tables that are missing; what is committed survives a killed process.

    Import every repository that is used before: only known tables are made. Raises StoreError where the database
    cannot be opened.
    """
    database = sqlalchemy.create_engine(url)
    if database.dialect.name == "sqlite":
        event.listen(database, "connect", _set_up_sqlite)
    try:
        Table.metadata.create_all(database)
    except sqlalchemy.exc.SQLAlchemyError as error:
        shown = sqlalchemy.make_url(url).render_as_string(hide_password=True)
        raise StoreError(f"cannot open the database {shown}: {str(error).splitlines()[0]}; check its URL") from error
    return database


def _set_up_sqlite(connection: Any, _record: Any) -> None:  # the driver's connection has no common type
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={_WAIT_MS}"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
