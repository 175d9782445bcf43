"""Answers that many routes give."""

from typing import Any, TypeVar

from fastapi import HTTPException

from fashion_focus.service.schemas.base import Problem

Found = TypeVar("Found")

# FastAPI's own type for documented answers.
Documented = dict[int | str, dict[str, Any]]

FILE_BODY: dict[str, Any] = {"requestBody": {"content": {"application/octet-stream": {}}}}
"""For routes that take a file's bytes as they are."""

REFUSALS: Documented = {
    400: {"model": Problem, "description": "The material cannot be used as it is"},
    401: {"model": Problem, "description": "Not signed in"},
    403: {"model": Problem, "description": "The role does not allow this"},
    404: {"model": Problem, "description": "There is no such thing"},
    409: {"model": Problem, "description": "It is not in a state for this"},
    413: {"model": Problem, "description": "Too large"},
    429: {"model": Problem, "description": "Too many requests"},
    503: {"model": Problem, "description": "Cannot be done now"},
}


def known(value: Found | None, what: str) -> Found:
    """The value. Raises 404 where there is none."""
    if value is None:
        raise HTTPException(404, f"there is no {what} with this id")
    return value
