"""What localization may be told; the defaults were chosen on simulated `val` streams (decisions 0004 and 0012)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LocalizationSettings:
    """Times in seconds, rates per second, probabilities 0 to 1.

    onset_rate, release_rate: how often a thing in sight begins or ceases to be presented (the two-state filter).
    shown_at: presentation score that speaks neither for nor against. outshone: how far a thing's score falls beside one
    that is shown more surely at that moment, as a share of itself where the other is surely shown and it is not.
    full_at: mean score from which a focus's confidence is its identity's alone; below, it falls in proportion.
    full_after: the same for its length in seconds, each counted as far as it was presented.
    temper: weight of one frame's presentation score, below 1 because neighbouring frames err alike.
    join_gap, join_at: two spans of one product at most so far apart, each known for it with at least this probability,
    are one exhibition.
    min_duration: shorter exhibitions are not said. start_at: confidence at which a running focus is announced.
    decide_at: confidence below which an ended focus is left to a person. offer_at: below this it is not even offered.
    settle_after: how long after its end a focus waits for words that still come (speech ends, comments lag).
    patience: how long a candidate waits for its first identity before it is dropped.
    max_support: bound of what words may add, in log-odds. n_alternatives: rivals kept with each focus.
    max_candidates: bound of what is open at once; the weakest is closed first.
    """

    onset_rate: float = 0.1
    release_rate: float = 0.4
    temper: float = 1.0
    shown_at: float = 0.3
    outshone: float = 0.7
    full_at: float = 0.7
    full_after: float = 1.5
    on_at: float = 0.5
    off_at: float = 0.35
    join_gap: float = 4.0
    join_at: float = 0.5
    min_duration: float = 1.2
    start_at: float = 0.5
    decide_at: float = 0.7
    offer_at: float = 0.15
    settle_after: float = 5.0
    patience: float = 3.0
    max_support: float = 3.0
    n_alternatives: int = 4
    update_every: float = 2.0
    max_candidates: int = 64

    def __post_init__(self) -> None:
        if not 0 <= self.off_at < self.on_at <= 1:
            raise ValueError(f"off_at {self.off_at} must lie below on_at {self.on_at}, both within 0 and 1")
        if not self.offer_at <= self.decide_at:
            raise ValueError(f"offer_at {self.offer_at} must not lie above decide_at {self.decide_at}")
