"""When the machine pins by itself: a steady card is worth more than a fast one."""

from dataclasses import dataclass

SURE = 0.9
"""Calibrated confidence from which the machine may pin."""

_SUSTAINED_S, _DWELL_S, _LEAD, _LINGER_S, _PERSON_S = 3.0, 8.0, 0.10, 5.0, 60.0


@dataclass(slots=True)
class _Rival:
    since: float
    confidence: float
    ended: float | None = None


class AutoPin:
    """One stream's rule. Times are media seconds; tell it what is seen, and it says what to pin.

    It pins what was sure for 3 s; keeps a pin 8 s at least; changes it for a rival that leads by 0.10; takes it down
    5 s after the evidence ends. For 60 s after a person pinned it does nothing.
    """

    def __init__(self) -> None:
        self._seen: dict[str, _Rival] = {}
        self._pinned, self._pinned_at, self._quiet_until = "", float("-inf"), float("-inf")

    def resume(self, product_id: str, time: float, *, by_person: bool) -> None:
        """Go on from the last pin, which was set before this object was made."""
        self._pinned, self._pinned_at = product_id, time
        if by_person:
            self._quiet_until = time + _PERSON_S

    def quiet_for(self, time: float) -> float:
        """Seconds for which a person's pin still holds the machine's."""
        return max(0.0, self._quiet_until - time)

    def person_pinned(self, product_id: str, time: float) -> None:
        """A person's pin always wins."""
        self._pinned, self._pinned_at, self._quiet_until = product_id, time, time + _PERSON_S

    def seen(self, product_id: str, confidence: float, time: float) -> None:
        """A focus of a product is open with a confidence."""
        rival = self._seen.get(product_id)
        if confidence < SURE:
            self._seen.pop(product_id, None)
        elif rival is None or rival.ended is not None:
            self._seen[product_id] = _Rival(time, confidence)
        else:
            rival.confidence = confidence

    def gone(self, product_id: str, time: float) -> None:
        """The focus of a product has ended."""
        if product_id in self._seen:
            self._seen[product_id].ended = time

    def decide(self, time: float) -> str | None:
        """The product to pin now, "" to take the pin down, None to leave all as it is."""
        if time < self._quiet_until:
            return None
        current = self._seen.get(self._pinned)
        best = self._best(time)
        if best and best != self._pinned and self._may_replace(current, self._seen[best].confidence, time):
            return self._set(best, time)
        over = current is None or (current.ended is not None and time - current.ended >= _LINGER_S)
        if self._pinned and over and time - self._pinned_at >= _DWELL_S:
            return self._set("", time)
        return None

    def _best(self, time: float) -> str:
        ready = {
            name: rival.confidence
            for name, rival in self._seen.items()
            if rival.ended is None and time - rival.since >= _SUSTAINED_S
        }
        return max(ready, key=lambda name: ready[name]) if ready else ""

    def _may_replace(self, current: _Rival | None, confidence: float, time: float) -> bool:
        if not self._pinned:
            return True
        if time - self._pinned_at < _DWELL_S:
            return False
        # Confidences are rounded to four digits; so is their difference.
        return current is None or current.ended is not None or round(confidence - current.confidence, 4) >= _LEAD

    def _set(self, product_id: str, time: float) -> str:
        self._pinned, self._pinned_at = product_id, time
        return product_id
