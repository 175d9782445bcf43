"""Names drawn on pictures, in a font of this computer that has their letters."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from fashion_focus.core.arrays import Pixels

# By file name; Pillow looks in the folders where each system keeps its fonts.
_FONT_FILES = (
    "DejaVuSans.ttf",
    "NotoSansCJK-Regular.ttc",
    "NotoSansCJKsc-Regular.otf",
    "SourceHanSansSC-Regular.otf",
    "wqy-zenhei.ttc",
    "wqy-microhei.ttc",
    "DroidSansFallbackFull.ttf",
    "DroidSansFallback.ttf",
    "PingFang.ttc",
    "Hiragino Sans GB.ttc",
    "Arial Unicode.ttf",
    "msyh.ttc",
    "simsun.ttc",
    "arial.ttf",
)
# White on black at 72 %: readable over any picture (UX guide, section 3.4).
_SCRIM = 0.72
# A code point that no font has: its drawing is the empty box that stands for missing letters.
_MISSING = "\U0010ffff"

Font = ImageFont.FreeTypeFont | ImageFont.ImageFont


@dataclass(frozen=True, slots=True)
class Label:
    """A name ready to be laid on a picture. ink: (h, w) float32, 0 scrim to 1 white."""

    ink: np.ndarray[tuple[int, int], np.dtype[np.float32]]

    def lay(self, pixels: Pixels, x: int, y: int) -> None:
        """Draw into pixels (H, W, 3) with the upper left corner near (x, y), moved and cut so that it is inside."""
        height, width = min(self.ink.shape[0], pixels.shape[0]), min(self.ink.shape[1], pixels.shape[1])
        left = min(max(0, x), pixels.shape[1] - width)
        top = min(max(0, y), pixels.shape[0] - height)
        place = pixels[top : top + height, left : left + width]
        ink = self.ink[:height, :width, None]
        place[:] = (place * (1 - _SCRIM) * (1 - ink) + 255.0 * ink).astype(np.uint8)


def can_draw(text: str) -> bool:
    """Whether some font of this computer has all letters of a text."""
    return _font_for(frozenset(text), 16) is not None


def label(text: str, *, size: int, most_px: int) -> Label:
    """A label of letters `size` pixels high, cut with … to at most most_px wide. Letters that no font has are boxes."""
    font = _font_for(frozenset(text), size) or _fonts(size)[0]
    pad = max(3, size // 4)
    while text and font.getlength(text) > most_px - 2 * pad:
        text = text.removesuffix("…")[:-1].rstrip() + "…" if len(text) > 1 else ""
    width = round(font.getlength(text)) + 2 * pad
    picture = Image.new("L", (max(1, width), round(size * 1.35) + pad), 0)
    ImageDraw.Draw(picture).text((pad, picture.height // 2), text, fill=255, font=font, anchor="lm")
    return Label(np.asarray(picture, np.float32) / 255.0)


@lru_cache(maxsize=8)
def _fonts(size: int) -> tuple[ImageFont.FreeTypeFont, ...]:
    found = []
    for name in _FONT_FILES:
        try:
            found.append(ImageFont.truetype(name, size))
        except OSError:
            continue
    return tuple(found) or (_built_in(size),)


def _built_in(size: int) -> ImageFont.FreeTypeFont:
    """The Latin font that comes with Pillow."""
    font = ImageFont.load_default(size)
    if not isinstance(font, ImageFont.FreeTypeFont):
        raise TypeError("this Pillow was built without FreeType and draws no text of a chosen size; install another")
    return font


@lru_cache(maxsize=4096)
def _font_for(letters: frozenset[str], size: int) -> ImageFont.FreeTypeFont | None:
    shown = [letter for letter in letters if not letter.isspace()]
    return next((font for font in _fonts(size) if all(_has(font, letter) for letter in shown)), None)


def _has(font: ImageFont.FreeTypeFont, letter: str) -> bool:
    drawn, missing = font.getmask(letter), font.getmask(_MISSING)
    return drawn.size != missing.size or bytes(drawn) != bytes(missing)
