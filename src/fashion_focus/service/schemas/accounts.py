"""Shapes of sessions and tokens."""

from datetime import datetime

from pydantic import ConfigDict, Field

from fashion_focus.service.schemas.base import Shape, Title, example
from fashion_focus.store.library.tokens import Role


class SignIn(Shape):
    """A token, or the text of a link that works once."""

    token: str = Field(default="", max_length=200)
    link: str = Field(default="", max_length=200)

    model_config = ConfigDict(json_schema_extra=example({"token": "ff_mzxw6ytboi_c2VjcmV0"}))


class SessionOut(Shape):
    """Who is signed in."""

    name: str
    role: Role


class TokenIn(Shape):
    """A token to be made."""

    name: Title
    role: Role = Role.READ

    model_config = ConfigDict(json_schema_extra=example({"name": "shop import", "role": "edit"}))


class TokenOut(Shape):
    """A token; its secret is shown only when it is made."""

    id: str
    name: str
    role: Role
    created: datetime
    secret: str = ""
