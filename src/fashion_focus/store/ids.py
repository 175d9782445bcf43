"""Names that the server gives to things: they say nothing, and nobody can guess them."""

import base64
import secrets
from datetime import UTC, datetime

_BYTES = 15  # 120 random bits: also good as the one secret in the address of a published show


def new_id() -> str:
    """24 letters and digits, safe in addresses and file names."""
    return base64.b32encode(secrets.token_bytes(_BYTES)).decode("ascii").lower()


def now() -> datetime:
    """The wall clock, in UTC without its mark, as SQLite gives times back."""
    return datetime.now(UTC).replace(tzinfo=None)
