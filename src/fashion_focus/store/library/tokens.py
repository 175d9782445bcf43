"""Who may do what: tokens, of which only hashes are kept."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import sqlalchemy
from sqlalchemy import select
from sqlalchemy.orm import Mapped, Session, mapped_column

from fashion_focus.store.database import Table
from fashion_focus.store.ids import new_id, now


class Role(StrEnum):
    """What a token allows: to look, to change, to give tokens; each role may also do what the one before may."""

    READ = "read"
    EDIT = "edit"
    ADMIN = "admin"

    def allows(self, wanted: "Role") -> bool:
        """Whether this role may do what `wanted` may."""
        order = list(Role)
        return order.index(self) >= order.index(wanted)


@dataclass(frozen=True, slots=True)
class Token:
    """A token without its secret. once: it is good for one sign-in only."""

    id: str
    name: str
    role: Role
    hash: str
    once: bool
    created: datetime


class TokenRow(Table):
    """A token's line in the database."""

    __tablename__ = "tokens"

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    role: Mapped[str]
    hash: Mapped[str]
    once: Mapped[bool] = mapped_column(default=False)
    created: Mapped[datetime]


class TokenStore:
    """Tokens that are good now; a revoked one is gone."""

    def __init__(self, database: sqlalchemy.Engine) -> None:
        self._database = database

    def add(self, name: str, role: Role, *, hashed: str, once: bool = False) -> Token:
        """Keep a token; its id is the part by which it is found again."""
        row = TokenRow(id=new_id(), name=name, role=role.value, hash=hashed, once=once, created=now())
        with Session(self._database, expire_on_commit=False) as session, session.begin():
            session.add(row)
        return _token(row)

    def get(self, token_id: str) -> Token | None:
        """A token that is good, or None."""
        with Session(self._database) as session:
            row = session.get(TokenRow, token_id)
            return _token(row) if row else None

    def all(self) -> list[Token]:
        """Every token that is good, the oldest first."""
        with Session(self._database) as session:
            rows = session.scalars(select(TokenRow).order_by(TokenRow.created, TokenRow.id))
            return [_token(row) for row in rows]

    def remove(self, token_id: str) -> bool:
        """Revoke a token; False where there is none, so that of two who use it up, one succeeds."""
        with Session(self._database) as session, session.begin():
            gone = session.execute(sqlalchemy.delete(TokenRow).where(TokenRow.id == token_id))
            return bool(gone.rowcount)  # type: ignore[attr-defined]  # a DELETE's result has a row count


def _token(row: TokenRow) -> Token:
    return Token(row.id, row.name, Role(row.role), row.hash, row.once, row.created)
