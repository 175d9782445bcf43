"""Remarks on what was missing, broken or left out; a note never stops the rest."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Note:
    """One remark, merged over its repetitions.

    time: media time in seconds, or None where the remark has no moment. code: a short stable name, such as
    "corrupt-packets". text: one sentence with place and, where there is one, remedy. count: how often.
    """

    code: str
    text: str
    time: float | None = None
    count: int = 1
