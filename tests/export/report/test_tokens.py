import pytest

from fashion_focus.core.taxonomy import Category
from fashion_focus.export.report.tokens import DARK, LIGHT

GROUNDS = ("bg", "surface", "raised", "sunken")
TEXTS = ("text", "text-2", "accent", "ok", "warn", "bad")


def luminance(colour: str) -> float:
    channels = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(a: str, b: str) -> float:
    high, low = sorted((luminance(a), luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_texts_and_categories_can_be_read_on_every_ground(tokens: dict[str, str]) -> None:
    for ground in GROUNDS:
        assert all(contrast(tokens[text], tokens[ground]) >= 4.5 for text in TEXTS)
        # Graphics that carry meaning: 3:1 (WCAG 1.4.11).
        assert all(contrast(tokens[category], tokens[ground]) >= 3.0 for category in Category if category != "snack")
    assert contrast(tokens["on-accent"], tokens["accent"]) >= 4.5
    assert contrast(tokens["bg"], tokens["warn"]) >= 4.5


def test_both_themes_define_the_same_tokens() -> None:
    assert LIGHT.keys() == DARK.keys()
