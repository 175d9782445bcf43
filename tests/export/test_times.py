import pytest

from fashion_focus.export.times import clock, exact_clock, iso_duration


@pytest.mark.parametrize(
    ("seconds", "short", "exact"),
    [
        (0.0, "0:00", "00:00:00.000"),
        (59.9996, "0:59", "00:01:00.000"),
        (2467.48, "41:07", "00:41:07.480"),
        (21734.0, "6:02:14", "06:02:14.000"),
        (-0.2, "0:00", "00:00:00.000"),
    ],
)
def test_clocks(seconds: float, short: str, exact: str) -> None:
    assert (clock(seconds), exact_clock(seconds)) == (short, exact)


@pytest.mark.parametrize(("seconds", "text"), [(0, "PT0S"), (65, "PT1M5S"), (3725.4, "PT1H2M5S")])
def test_durations(seconds: float, text: str) -> None:
    assert iso_duration(seconds) == text
