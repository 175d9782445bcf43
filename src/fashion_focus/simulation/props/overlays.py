"""What a live show's software lays over the picture: badges, prices, comments, sale stickers, coupons, captions."""

from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from fashion_focus.core.arrays import Pixels
from fashion_focus.simulation.sprites import Sprite, make_sprite

_SCALE = 3
_CJK = 0x2E7F  # letters from here on, and the yen sign, need a Chinese font
_WORDS = (
    "love it", "how much?", "size M please", "is it real leather?", "hello from Oslo", "first!", "so pretty",
    "price?", "does it run small", "want the blue one", "shipping to Spain?", "wow", "just ordered two", "link pls",
    "what colour is that", "show the back", "hi everyone", "is it sold out?", "looks warm", "again please",
)  # fmt: skip
CURRENCIES = ("$", "EUR ", "kr ")
USERS = ("anna", "li_wei", "marco77", "sofia", "kim", "joe_b", "nadia", "t0m", "yuki", "pepper", "ola", "mei")


@dataclass(frozen=True, slots=True)
class Overlays:
    """Ready overlay sprites by kind."""

    badges: tuple[Sprite, ...]
    prices: tuple[Sprite, ...]
    comments: tuple[Sprite, ...]
    stickers: tuple[Sprite, ...]


def draw_overlays(rng: np.random.Generator, count: int) -> Overlays:
    """So many overlays of each kind."""
    return Overlays(
        tuple(badge(rng) for _ in range(count)),
        tuple(price_tag(rng) for _ in range(count)),
        tuple(comment_stack(rng, [comment(rng) for _ in range(rng.integers(1, 5))]) for _ in range(count)),
        tuple(sticker(rng) for _ in range(count)),
    )


def comment(rng: np.random.Generator) -> str:
    """A made-up comment with its user."""
    return f"{USERS[rng.integers(len(USERS))]}: {_WORDS[rng.integers(len(_WORDS))]}"


def badge(rng: np.random.Generator) -> Sprite:
    """The LIVE badge with the number of viewers."""
    image, draw = _sheet(110, 22)
    _pill(draw, (0, 0, 44, 20), (230, 30, 60, 255), radius=int(rng.integers(2, 10)))
    _text(draw, (8, 3), "LIVE", size=12)
    _pill(draw, (50, 0, 108, 20), (30, 30, 30, 190), radius=9)
    _text(draw, (58, 3), f"{rng.integers(20, 99999)}", size=12)
    return _finish(image)


def price_tag(rng: np.random.Generator, text: str = "", *, currencies: tuple[str, ...] = CURRENCIES) -> Sprite:
    """A price in one of some currencies, with a line of text where there is room for one."""
    wide = rng.random() < 0.5
    image, draw = _sheet(150 if wide else 92, 40 if wide else 22)
    ground = [(250, 250, 250, 240), (20, 20, 20, 235), (250, 190, 20, 255), (220, 40, 60, 255)][rng.integers(4)]
    ink = (20, 20, 20, 255) if sum(ground[:3]) > 400 else (255, 255, 255, 255)
    _pill(draw, (0, 0, 149 if wide else 91, 39 if wide else 21), ground, radius=int(rng.integers(0, 8)))
    price = (
        f"{currencies[rng.integers(len(currencies))]}{rng.integers(2, 199)}{['', '.00', '.50', '.90'][rng.integers(4)]}"
    )
    if wide:
        _text(draw, (6, 3), text or "Today only", size=12, ink=ink)
    _text(draw, (6, 18 if wide else 2), price, size=15, ink=ink)
    return _finish(image)


def comment_stack(rng: np.random.Generator, lines: list[str]) -> Sprite:
    """Comment bubbles one over the other."""
    image, draw = _sheet(200, 19 * len(lines) + 2)
    for index, line in enumerate(lines):
        width = min(198, 14 + int(sum(11 if ord(letter) > _CJK else 6.2 for letter in line)))
        _pill(draw, (0, index * 19, width, index * 19 + 17), (0, 0, 0, int(rng.integers(70, 160))), radius=8)
        _text(draw, (7, index * 19 + 2), line[:34], size=11)
    return _finish(image)


def sticker(rng: np.random.Generator) -> Sprite:
    """A round sale sticker or a coupon."""
    colour = (*(int(value) for value in rng.integers(30, 230, 3)), 255)
    word = ["SALE", "NEW", "-30%", "HOT", "2+1", "-50%", "free"][rng.integers(7)]
    if rng.random() < 0.6:
        image, draw = _sheet(48, 48)
        draw.ellipse([0, 0, 47 * _SCALE, 47 * _SCALE], fill=colour)
        _text(draw, (7, 15), word, size=14)
    else:
        image, draw = _sheet(100, 30)
        _pill(draw, (0, 0, 99, 29), colour, radius=4)
        _text(draw, (8, 7), f"COUPON {word}", size=12)
    return _finish(image)


def coupon(rng: np.random.Generator, language: str = "en") -> Sprite:
    """A coupon card with a button."""
    image, draw = _sheet(150, 56)
    colour = [(226, 44, 70, 245), (240, 110, 30, 245), (120, 60, 170, 245)][rng.integers(3)]
    _pill(draw, (0, 0, 149, 55), colour, radius=7)
    _pill(draw, (92, 17, 142, 39), (255, 240, 200, 255), radius=11)
    worth = int(rng.integers(1, 12)) * 5
    zh = language == "zh"
    _text(draw, (10, 7), f"¥{worth}" if zh else f"-${worth}", size=22)
    _text(draw, (10, 35), "直播间优惠券" if zh else "live coupon", size=10)
    _text(draw, (105 if zh else 103, 21), "领取" if zh else "GET", size=12, ink=(*colour[:3], 255))
    return _finish(image)


def heart(rng: np.random.Generator) -> Sprite:
    """A floating heart, as it rises when viewers like something."""
    image, draw = _sheet(24, 22)
    colour = [(250, 70, 110, 215), (255, 130, 60, 215), (190, 90, 240, 215), (255, 200, 60, 215)][rng.integers(4)]
    for x in (1, 11):
        draw.ellipse([x * _SCALE, 1 * _SCALE, (x + 11) * _SCALE, 12 * _SCALE], fill=colour)
    corners = [(1.6, 8.6), (21.4, 8.6), (11.5, 21)]
    draw.polygon([(x * _SCALE, y * _SCALE) for x, y in corners], fill=colour)
    return _finish(image)


@lru_cache(maxsize=32)
def _font(size: int, *, chinese: bool) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """The font that Pillow brings; for Chinese one of the machine's, where there is one."""
    if chinese:
        with suppress(OSError):
            return ImageFont.truetype("NotoSansCJK-Regular.ttc", size)
    return ImageFont.load_default(size)


def _sheet(width: int, height: int) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    image = Image.new("RGBA", (width * _SCALE, height * _SCALE), (0, 0, 0, 0))
    return image, ImageDraw.Draw(image)


def _pill(draw: ImageDraw.ImageDraw, box: tuple[int, int, int, int], fill: tuple[int, ...], *, radius: int) -> None:
    draw.rounded_rectangle([value * _SCALE for value in box], radius * _SCALE, fill=fill)


def _text(
    draw: ImageDraw.ImageDraw, at: tuple[int, int], text: str, *, size: int, ink: tuple[int, ...] = (255, 255, 255, 255)
) -> None:
    font = _font(size * _SCALE, chinese=any(ord(letter) > _CJK or letter == "¥" for letter in text))
    draw.text((at[0] * _SCALE, at[1] * _SCALE), text, fill=ink, font=font)


def _finish(image: Image.Image) -> Sprite:
    pixels: Pixels = np.asarray(image, np.uint8)
    whole = np.full(pixels.shape[:2], 255, np.uint8)
    sprite = make_sprite(pixels, max_side=max(pixels.shape[:2]), product=whole)
    if sprite is None:
        raise RuntimeError("a drawn overlay is empty; this is a fault of the drawing")
    return sprite
