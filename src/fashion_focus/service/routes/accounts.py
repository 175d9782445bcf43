"""Signing in and out, and tokens."""

from typing import Annotated

from fastapi import APIRouter, Cookie, HTTPException, Request, Response

from fashion_focus.service.guard.auth import COOKIE, Admin, Books, Doorkeeper, Reader
from fashion_focus.service.guard.security import RateLimit
from fashion_focus.service.routes.answers import REFUSALS
from fashion_focus.service.schemas.accounts import SessionOut, SignIn, TokenIn, TokenOut
from fashion_focus.store.library.tokens import Token

router = APIRouter(tags=["accounts"], responses=REFUSALS)

_SESSION_S = 180 * 24 * 3600


def _keeper(request: Request) -> Doorkeeper:
    keeper: Doorkeeper = request.app.state.keeper
    return keeper


@router.post("/session")
def sign_in(wanted: SignIn, request: Request, response: Response) -> SessionOut:
    """Sign this browser in, with a token or a link that works once."""
    limit: RateLimit = request.app.state.sign_ins
    if not limit.allows(request.client.host if request.client else ""):
        raise HTTPException(429, "too many attempts; wait a minute", headers={"Retry-After": "60"})
    keeper = _keeper(request)
    given: tuple[Token, str] | None = None
    if wanted.link:
        given = keeper.use_link(wanted.link)
    elif token := keeper.check(wanted.token):
        given = token, wanted.token
    if given is None:
        raise HTTPException(401, "this token or link is not good any more; fashion-focus serve --link prints another")
    secure = request.url.scheme == "https"
    response.set_cookie(COOKIE, given[1], max_age=_SESSION_S, httponly=True, samesite="strict", secure=secure)
    return SessionOut(name=given[0].name, role=given[0].role)


@router.get("/session")
def session(token: Reader) -> SessionOut:
    """Who is signed in."""
    return SessionOut(name=token.name, role=token.role)


@router.delete("/session", status_code=204)
def sign_out(
    token: Reader, books: Books, response: Response, ff_session: Annotated[str, Cookie(include_in_schema=False)] = ""
) -> None:
    """Sign this browser out; a token that a link gave is revoked with it."""
    if ff_session and token.name == "browser":
        books.tokens.remove(token.id)
    response.delete_cookie(COOKIE)


@router.get("/tokens")
def tokens(_: Admin, books: Books) -> list[TokenOut]:
    """Every token that is good, without secrets."""
    return [TokenOut(id=t.id, name=t.name, role=t.role, created=t.created) for t in books.tokens.all() if not t.once]


@router.post("/tokens", status_code=201)
def make_token(wanted: TokenIn, _: Admin, request: Request) -> TokenOut:
    """A new token; its secret is told this one time."""
    token, secret = _keeper(request).give(wanted.name, wanted.role)
    return TokenOut(id=token.id, name=token.name, role=token.role, created=token.created, secret=secret)


@router.delete("/tokens/{token_id}", status_code=204)
def revoke_token(token_id: str, _: Admin, books: Books) -> None:
    """A token is good no more."""
    if not books.tokens.remove(token_id):
        raise HTTPException(404, "there is no token with this id")
