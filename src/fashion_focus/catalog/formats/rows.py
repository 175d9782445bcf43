"""One product as its list says it, before anything is checked."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from fashion_focus.catalog.limits import CatalogLimits
from fashion_focus.catalog.remarks import Remarks


@dataclass(frozen=True, slots=True)
class Row:
    """One product. line: where it starts in the list, from 1, or 0 where there are no lines.

    values: by column of the merchant feed, trimmed. images: paths or addresses as written, the main one first.
    """

    line: int
    values: Mapping[str, str]
    images: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """What a reader of one format needs to know. Faults that cost one row only go to `remarks`."""

    path: Path
    remarks: Remarks
    limits: CatalogLimits
