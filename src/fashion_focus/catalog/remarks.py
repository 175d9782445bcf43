"""Faults met while reading a list: every kind is counted and named once."""

from dataclasses import dataclass, field

from fashion_focus.core.notes import Note

_PLACES_NAMED = 10


@dataclass(slots=True)
class _Kind:
    text: str
    count: int = 0
    places: list[str] = field(default_factory=list)


class Remarks:
    """Collects faults by kind, in the order in which the kinds were first met. file: the list's name."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._kinds: dict[str, _Kind] = {}

    def add(self, code: str, text: str, *, line: int = 0) -> None:
        """One more fault of the kind `code`. text: what is wrong and what was done; line 0 is the whole file."""
        kind = self._kinds.setdefault(code, _Kind(f"{self._where(line)}: {' '.join(text.split())}"))
        kind.count += 1
        place = str(line)
        if line and len(kind.places) < _PLACES_NAMED and place not in kind.places:
            kind.places.append(place)

    def notes(self) -> tuple[Note, ...]:
        """One note a kind, with its count and the first lines where it was met."""
        return tuple(Note(code, kind.text + _more(kind), count=kind.count) for code, kind in self._kinds.items())

    def _where(self, line: int) -> str:
        return f"{self._file} line {line}" if line else self._file


def _more(kind: _Kind) -> str:
    if kind.count == 1:
        return ""
    lines = f" on lines {', '.join(kind.places)}" if len(kind.places) > 1 else ""
    return f" ({kind.count} such{lines}{' …' if lines and kind.count > len(kind.places) else ''})"
