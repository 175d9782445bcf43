import pytest

from fashion_focus.export import Band, Bands


@pytest.mark.parametrize(
    ("confidence", "band"),
    [(1.0, Band.STRONG), (0.8, Band.STRONG), (0.799, Band.LIKELY), (0.5, Band.LIKELY), (0.49, Band.UNSURE)],
)
def test_a_probability_has_a_band(confidence: float, band: Band) -> None:
    assert Bands().of(confidence) is band


def test_bands_out_of_order_are_refused() -> None:
    with pytest.raises(ValueError, match=r"likely 0.9, strong 0.8"):
        Bands(strong=0.8, likely=0.9)
