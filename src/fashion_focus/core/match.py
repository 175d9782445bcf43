"""Who a query is taken for: products with probabilities."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Match:
    """A product that a query may show. probability: 0 to 1, calibrated over the shelf and "none of these".

    scores: the modalities' own scores (raw similarity under "visual", ...), for the evidence panel only.
    """

    product_id: str
    probability: float
    scores: dict[str, float] = field(default_factory=dict)
