import numpy as np

from fashion_focus.export.overlay.labels import can_draw, label


def test_latin_titles_can_be_drawn_everywhere() -> None:
    assert can_draw("Fusion Backpack, Blue")


def test_letters_of_no_font_are_noticed() -> None:
    assert not can_draw("bag \U0010fffe")


def test_a_long_title_is_cut_to_its_width() -> None:
    short, long = label("Bag", size=20, most_px=200), label("Bag " * 50, size=20, most_px=200)
    assert short.ink.shape[1] < long.ink.shape[1] <= 200


def test_a_label_is_kept_inside_the_picture() -> None:
    name = label("Bag", size=20, most_px=200)
    for x, y in ((-50, -50), (500, 500), (5, 5)):
        pixels = np.full((60, 90, 3), 200, np.uint8)
        name.lay(pixels, x, y)
        assert (pixels != 200).any(axis=2).sum() >= name.ink.size * 0.95
    tiny = np.full((4, 4, 3), 200, np.uint8)
    name.lay(tiny, 0, 0)
    assert tiny.max() < 200
