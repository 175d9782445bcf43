"""What all shapes of the API share."""

from collections.abc import Callable
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

Title = Annotated[str, Field(min_length=1, max_length=200)]
Text = Annotated[str, Field(max_length=5000)]
Seconds = Annotated[float, Field(ge=0.0, le=1e6, description="seconds on the media clock")]
Share = Annotated[float, Field(ge=0.0, le=1.0)]
Box = Annotated[
    tuple[Share, Share, Share, Share],
    Field(description="x0, y0, x1, y1 as shares of the picture's sides"),
]
Id = Annotated[str, Field(min_length=1, max_length=80, pattern=r"^[A-Za-z0-9_.:-]+$")]

# What a JSON column or a JSON Schema extension holds.
Json = dict[str, Any]


class Shape(BaseModel):
    """A shape that refuses what it does not know, and takes the fields of stored values."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False, from_attributes=True)


def example(value: Json) -> Callable[[Json], None]:
    """Puts one example into a shape's JSON Schema."""

    def add(schema: Json) -> None:
        schema["examples"] = [value]

    return add


class Problem(BaseModel):
    """What went wrong: one sentence with its remedy."""

    detail: str

    model_config = ConfigDict(json_schema_extra=example({"detail": "there is no video with this id"}))
