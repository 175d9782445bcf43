"""Product pictures to pixels: upright, RGB, whatever a shop exports; broken and huge ones are refused."""

import io
import struct
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError, features

from fashion_focus.catalog.limits import CatalogLimits
from fashion_focus.core.arrays import Pixels
from fashion_focus.core.errors import CatalogError

_SUFFIXES = {
    "JPEG": (".jpg", ".jpeg", ".jpe", ".jfif", ".mpo"),
    "PNG": (".png",),
    "WEBP": (".webp",),
    "GIF": (".gif",),
    "BMP": (".bmp",),
    "TIFF": (".tif", ".tiff"),
    **({"AVIF": (".avif",)} if features.check("avif") else {}),
}
_FORMATS = tuple(_SUFFIXES)
PICTURE_SUFFIXES = frozenset(suffix for suffixes in _SUFFIXES.values() for suffix in suffixes)

# What Pillow's readers raise for broken files; they have no root of their own.
_FOREIGN = (
    OSError,
    ValueError,
    TypeError,
    LookupError,
    ArithmeticError,
    SyntaxError,
    EOFError,
    RuntimeError,
    MemoryError,
    struct.error,
    zlib.error,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
)


def load_picture(path: Path, *, longest: int | None = None, limits: CatalogLimits | None = None) -> Pixels:
    """A picture (H, W, 3) as a viewer shows it: turned upright, on white where it is transparent, its first frame.

    longest: a larger picture is shrunk until its longer side has so many pixels; saves most of a big photo's time.
    Raises CatalogError naming the file where it is missing, broken, of another kind or larger than the limits.
    """
    with _opened(path, limits or CatalogLimits()) as picture:
        if longest:
            picture.draft("RGB", (longest, longest))
        upright = _upright(picture)
        if longest and max(upright.size) > longest:
            upright.thumbnail((longest, longest), Image.Resampling.LANCZOS, reducing_gap=3.0)
        return np.array(_flat(upright), dtype=np.uint8)


def check_picture(path: Path, *, limits: CatalogLimits | None = None) -> tuple[int, int]:
    """Width and height as stored, once the whole file was decoded. Raises CatalogError as `load_picture` does."""
    with _opened(path, limits or CatalogLimits()) as picture:
        size = picture.size
        # A smaller scale still reads all of a JPEG file, several times faster.
        picture.draft("RGB", (1, 1))
        picture.load()
        return size


@contextmanager
def _opened(path: Path, limits: CatalogLimits) -> Iterator[Image.Image]:
    """The picture, not yet decoded; all that goes wrong with it inside the block becomes a CatalogError."""
    try:
        n_bytes = path.stat().st_size
        if not path.is_file() or n_bytes > limits.picture_bytes:
            raise CatalogError(f"{path} has {n_bytes} bytes; a picture is a file of at most {limits.picture_bytes}")
        with warnings.catch_warnings():
            # Remarks on odd metadata are of no use here; a warning about size is the refusal itself.
            warnings.simplefilter("ignore")
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(path, formats=_FORMATS) as picture:
                _check_size(path, picture.size, limits)
                yield picture
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise CatalogError(_too_large(path, limits)) from error
    except FileNotFoundError as error:
        raise CatalogError(f"picture {path} is missing; put it there or correct its name in the list") from error
    except _FOREIGN as error:
        raise CatalogError(f"picture {path} cannot be read ({_reason(error)}); save it anew as JPEG or PNG") from error


def _check_size(path: Path, size: tuple[int, int], limits: CatalogLimits) -> None:
    width, height = size
    if width * height > limits.picture_pixels:
        raise CatalogError(f"{_too_large(path, limits)} ({width}x{height})")


def _too_large(path: Path, limits: CatalogLimits) -> str:
    return f"picture {path} is too large: at most {limits.picture_pixels // 1_000_000} megapixels; scale it down"


def _reason(error: BaseException) -> str:
    if isinstance(error, UnidentifiedImageError):
        return f"no {', '.join(_FORMATS)} file"
    return str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__


def _upright(picture: Image.Image) -> Image.Image:
    picture.load()
    try:
        return ImageOps.exif_transpose(picture)
    except _FOREIGN:
        # Broken metadata turns nothing; the pixels are sound.
        return picture.copy()


def _flat(picture: Image.Image) -> Image.Image:
    """Eight bits a channel, RGB, on white."""
    if picture.mode.startswith(("I", "F")):
        return Image.fromarray(_eight_bits(picture)).convert("RGB")
    if picture.has_transparency_data:
        layer = picture.convert("RGBA")
        return Image.alpha_composite(Image.new("RGBA", layer.size, "white"), layer).convert("RGB")
    return _standard_colours(picture)


def _eight_bits(picture: Image.Image) -> Pixels:
    """Grey values of 16 bits, or of floats from 0 to 1, as 0 to 255."""
    values = np.nan_to_num(np.asarray(picture, dtype=np.float32))
    brightest = float(values.max(initial=0.0))
    if picture.mode == "F":
        scale = 255.0 if brightest <= 1.0 else 1.0
    else:
        scale = 1 / 257 if picture.mode.startswith("I;16") or brightest > 255 else 1.0
    rounded: Pixels = np.clip(values * np.float32(scale) + np.float32(0.5), 0, 255).astype(np.uint8)
    return rounded


def _standard_colours(picture: Image.Image) -> Image.Image:
    """sRGB by the picture's own colour profile: a print file's colours are far off without."""
    profile = picture.info.get("icc_profile")
    if not profile or picture.mode not in ("RGB", "CMYK"):
        return picture.convert("RGB")
    try:
        own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        converted = ImageCms.profileToProfile(picture, own, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, *_FOREIGN):
        return picture.convert("RGB")
    return converted or picture.convert("RGB")
