"""The database's own errors, told in one line of ours."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import SQLAlchemyError

from fashion_focus.core.errors import StoreError


@contextmanager
def store_errors(deed: str) -> Iterator[None]:
    """Raises StoreError, which names the deed, where the database fails inside."""
    try:
        yield
    except SQLAlchemyError as error:
        reason = str(error).splitlines()[0]
        raise StoreError(f"cannot {deed}: {reason}; check the disk and the database") from error
