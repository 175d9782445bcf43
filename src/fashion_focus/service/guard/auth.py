"""Who asks: tokens in a header or a cookie, sign-in links that work once, and what a role may do."""

import hashlib
import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Annotated

import argon2
from fastapi import Cookie, Depends, Header, HTTPException, Request

from fashion_focus.service.library import Library
from fashion_focus.store.library.tokens import Role, Token, TokenStore

COOKIE = "ff_session"
_VERIFIED_KEPT = 1000


class Doorkeeper:
    """Gives tokens and knows them again; what was verified once is remembered until the token is revoked."""

    def __init__(self, tokens: TokenStore) -> None:
        self._tokens = tokens
        self._hasher = argon2.PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)  # OWASP's second choice
        self._verified: OrderedDict[str, str] = OrderedDict()
        self._lock = threading.Lock()

    def give(self, name: str, role: Role, *, once: bool = False) -> tuple[Token, str]:
        """A new token and its secret, which is shown this one time."""
        secret = secrets.token_urlsafe(24)
        token = self._tokens.add(name, role, hashed=self._hasher.hash(secret), once=once)
        return token, f"ff_{token.id}_{secret}"

    def check(self, text: str) -> Token | None:
        """The token that a text is, or None; sign-in links are no tokens."""
        token = self._known(text)
        return token if token is not None and not token.once else None

    def use_link(self, text: str) -> tuple[Token, str] | None:
        """Turn a sign-in link's text into a token for a browser, once."""
        link = self._known(text)
        if link is None or not link.once or not self._tokens.remove(link.id):
            return None
        return self.give("browser", link.role)

    def _known(self, text: str) -> Token | None:
        _, _, rest = text.partition("ff_")
        token_id, _, secret = rest.partition("_")
        token = self._tokens.get(token_id) if token_id and secret else None
        if token is None:
            return None
        digest = hashlib.sha256(text.encode()).hexdigest()
        with self._lock:
            if self._verified.get(digest) == token.id:
                return token
        try:
            self._hasher.verify(token.hash, secret)
        except (argon2.exceptions.VerificationError, argon2.exceptions.InvalidHashError):
            return None
        with self._lock:
            self._verified[digest] = token.id
            while len(self._verified) > _VERIFIED_KEPT:
                self._verified.popitem(last=False)
        return token


def library_of(request: Request) -> Library:
    """The running service's parts."""
    library: Library = request.app.state.library
    return library


def current_token(
    request: Request,
    authorization: Annotated[str, Header(include_in_schema=False)] = "",
    ff_session: Annotated[str, Cookie(include_in_schema=False)] = "",
) -> Token:
    """The token that came with a request. Raises 401."""
    keeper: Doorkeeper = request.app.state.keeper
    scheme, _, bearer = authorization.partition(" ")
    token = keeper.check(bearer.strip() if scheme.lower() == "bearer" else ff_session)
    if token is None:
        raise HTTPException(401, "sign in first", headers={"WWW-Authenticate": "Bearer"})
    return token


def perhaps_token(request: Request, ff_session: Annotated[str, Cookie(include_in_schema=False)] = "") -> Token | None:
    """The token of whoever is signed in, or None."""
    keeper: Doorkeeper = request.app.state.keeper
    return keeper.check(ff_session) if ff_session else None


def allowed(role: Role) -> Callable[[Token], Token]:
    """A dependency that lets a role and those above it through. Raises 401, 403."""

    def check(token: Annotated[Token, Depends(current_token)]) -> Token:
        if not token.role.allows(role):
            raise HTTPException(403, f"this needs the role {role.value}; ask whoever gave you your token")
        return token

    return check


Books = Annotated[Library, Depends(library_of)]
Perhaps = Annotated[Token | None, Depends(perhaps_token)]
Reader = Annotated[Token, Depends(allowed(Role.READ))]
Editor = Annotated[Token, Depends(allowed(Role.EDIT))]
Admin = Annotated[Token, Depends(allowed(Role.ADMIN))]
