"""The shape of focus.json, version 1: what a file must hold, and the JSON Schema that says so to other programs.

Changes are additive only: readers leave out what they do not know, and whatever came after the first version has a
default. docs/schema/focus.schema.json is `schema_text()`; a test compares the two.
"""

import json
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Seconds = Annotated[float, Field(description="seconds on the media clock; 0 is the first picture")]
Probability = Annotated[float, Field(ge=0.0, le=1.0)]
BoxRow = Annotated[
    tuple[float, float, float, float, float, float],
    Field(description="[time, x0, y0, x1, y1, score]; pixels of the upright picture"),
]


class _Part(BaseModel):
    model_config = ConfigDict(extra="ignore", allow_inf_nan=False, frozen=True)


class VideoPart(_Part):
    """The video that was looked at."""

    file: str
    duration: Seconds
    size: tuple[int, int] = Field(description="width and height of the upright picture, in pixels")
    fps: float = Field(ge=0.0, description="mean frame rate; 0 where the file does not say")
    sha256: str = ""


class CatalogPart(_Part):
    """The product list that was looked for."""

    file: str
    products: int = Field(ge=0)


class AlternativePart(_Part):
    """Another product that the same pictures may show."""

    product_id: str
    confidence: Probability


class WordPart(_Part):
    """A spoken word that supports the product."""

    start: Seconds
    end: Seconds
    word: str
    confidence: Probability = 1.0


class CommentPart(_Part):
    """A viewer's line that supports the product; names of viewers are not written."""

    time: Seconds
    text: str


class PrintedPart(_Part):
    """A line of text that was read off the thing itself."""

    text: str
    confidence: Probability = 1.0


class EvidencePart(_Part):
    """What a focus rests on."""

    shares: dict[str, float] = Field(default={}, description="modality to its share of the decision")
    tracklets: list[str] = Field(default=[], description="ids of tracklets")
    words: list[WordPart] = []
    comments: list[CommentPart] = []
    printed: list[PrintedPart] = []


class FocusPart(_Part):
    """A product and the half-open interval [start, end) in which it is exhibited."""

    id: str
    product_id: str
    start: Seconds
    end: Seconds
    confidence: Probability = Field(description="calibrated probability that product and interval are right")
    state: Literal["final", "undecided"]
    alternatives: list[AlternativePart] = []
    evidence: EvidencePart = EvidencePart()


class TrackletPart(_Part):
    """One thing followed through the frames of one shot."""

    id: str
    start: Seconds
    end: Seconds
    category: list[str] = Field(description="class path from the root")
    score: float = Field(description="mean detection score")
    presented: Probability = Field(default=0.0, description="mean probability that the thing is being shown")
    epoch: int = Field(default=0, description="rises each time a live stream reconnects")
    boxes: list[BoxRow] = Field(min_length=1)


class NotePart(_Part):
    """A remark on what was missing, broken or left out."""

    time: Seconds | None = None
    code: str
    text: str
    count: int = 1


class FocusFile(_Part):
    """Which product is exhibited when in one video."""

    schema_version: Literal[1]
    video: VideoPart
    catalog: CatalogPart
    models: dict[str, str] = Field(default={}, description='stage to "name@hash", and "profile"')
    focuses: list[FocusPart] = Field(description="final focuses, in order of time")
    undecided: list[FocusPart] = Field(default=[], description="what a person should decide, in order of time")
    tracklets: list[TrackletPart] = []
    notes: list[NotePart] = []


def schema_text() -> str:
    """The JSON Schema (draft 2020-12) of focus.json."""
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **FocusFile.model_json_schema()}
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
