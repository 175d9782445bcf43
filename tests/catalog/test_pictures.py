"""Pictures of every kind that shops export, to the same upright RGB."""

import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageCms

from fashion_focus.catalog import CatalogLimits, check_picture, load_picture
from fashion_focus.core.errors import CatalogError

RED = (220, 40, 30)
Write = Callable[[str, str | bytes], Path]


def red(mode: str = "RGB", size: tuple[int, int] = (24, 16)) -> Image.Image:
    return Image.new("RGB", size, RED).convert(mode)


def assert_red(path: Path, *, tolerance: int = 6) -> None:
    pixels = load_picture(path)
    assert pixels.shape == (16, 24, 3)
    assert pixels.dtype == np.uint8
    assert np.abs(pixels.astype(int) - RED).max() <= tolerance


@pytest.mark.parametrize("suffix", ["jpg", "png", "webp", "gif", "bmp", "tiff", "avif"])
def test_every_known_kind_of_file_is_read(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a.{suffix}"
    red().save(path)
    assert_red(path, tolerance=12)
    assert check_picture(path) == (24, 16)


def test_the_suffix_does_not_matter(tmp_path: Path) -> None:
    red().save(tmp_path / "a.png")
    assert_red((tmp_path / "a.png").rename(tmp_path / "a.jpg"))


@pytest.mark.parametrize("mode", ["P", "RGBA", "CMYK"])
def test_other_colour_modes_become_rgb(tmp_path: Path, mode: str) -> None:
    path = tmp_path / ("a.tiff" if mode == "CMYK" else "a.png")
    (red().quantize() if mode == "P" else red(mode)).save(path)
    assert_red(path)


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
def test_what_is_transparent_is_white(tmp_path: Path, mode: str) -> None:
    clear = Image.new("RGBA", (4, 4), (0, 0, 0, 0)).convert(mode)
    if mode == "P":
        clear.save(tmp_path / "a.png", transparency=clear.getpixel((0, 0)))
    else:
        clear.save(tmp_path / "a.png")
    assert load_picture(tmp_path / "a.png").min() == 255


@pytest.mark.parametrize(("stored", "seen"), [(0, 0), (65535, 255), (0x8000, 128)])
def test_sixteen_bits_become_eight(tmp_path: Path, stored: int, seen: int) -> None:
    Image.fromarray(np.full((4, 4), stored, np.uint16)).save(tmp_path / "a.png")
    assert (load_picture(tmp_path / "a.png") == seen).all()


def test_floats_from_zero_to_one_become_eight_bits(tmp_path: Path) -> None:
    Image.fromarray(np.full((4, 4), 0.5, np.float32)).save(tmp_path / "a.tiff")
    assert (load_picture(tmp_path / "a.tiff") == 128).all()


def test_the_first_frame_of_an_animation_is_taken(tmp_path: Path) -> None:
    red().save(tmp_path / "a.gif", save_all=True, append_images=[Image.new("RGB", (24, 16), "blue")])
    assert_red(tmp_path / "a.gif")


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_phones_picture_is_turned_upright(tmp_path: Path, orientation: int) -> None:
    upright = Image.new("RGB", (40, 20), "white")
    upright.paste(RED, (0, 0, 20, 10))
    back = {1: None, 2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}[orientation]
    stored = upright if back is None else upright.transpose(Image.Transpose(back))
    exif = Image.Exif()
    exif[0x0112] = orientation
    stored.save(tmp_path / "a.png", exif=exif)
    np.testing.assert_array_equal(load_picture(tmp_path / "a.png"), np.asarray(upright))


def test_a_colour_profile_is_followed(tmp_path: Path) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    red().save(tmp_path / "a.png", icc_profile=profile)
    assert_red(tmp_path / "a.png")
    red().save(tmp_path / "b.png", icc_profile=b"no profile")
    assert_red(tmp_path / "b.png")


@pytest.mark.parametrize("suffix", ["jpg", "png"])
def test_a_large_picture_is_shrunk_where_asked(tmp_path: Path, suffix: str) -> None:
    red(size=(900, 600)).save(tmp_path / f"a.{suffix}")
    assert load_picture(tmp_path / f"a.{suffix}", longest=90).shape == (60, 90, 3)
    assert load_picture(tmp_path / f"a.{suffix}", longest=2000).shape == (600, 900, 3)


def test_a_picture_that_can_be_written_to_is_handed_out(tmp_path: Path) -> None:
    red().save(tmp_path / "a.png")
    pixels = load_picture(tmp_path / "a.png")
    pixels[0, 0] = 0
    assert load_picture(tmp_path / "a.png")[0, 0].tolist() == list(RED)


@pytest.mark.parametrize("read", [load_picture, check_picture], ids=["load", "check"])
def test_a_file_of_another_kind_is_refused(write: Write, read: Callable[[Path], object]) -> None:
    path = write("a.jpg", "%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n")
    with pytest.raises(CatalogError, match=r"a\.jpg cannot be read \(no JPEG, .*save it anew"):
        read(path)


@pytest.mark.parametrize("suffix", ["jpg", "png", "webp", "gif", "bmp", "tiff", "avif"])
@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_cut_file_is_one_clear_line_and_nothing_else(tmp_path: Path, suffix: str, share: float) -> None:
    path = tmp_path / f"a.{suffix}"
    Image.effect_noise((64, 64), 80).convert("RGB").save(path)
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * share)])
    for read in (load_picture, check_picture):
        with pytest.raises(CatalogError, match="cannot be read") as caught:
            read(path)
        assert "\n" not in str(caught.value)


def test_a_missing_picture_and_a_folder_are_named(tmp_path: Path) -> None:
    with pytest.raises(CatalogError, match=r"none\.jpg is missing; put it there"):
        load_picture(tmp_path / "none.jpg")
    with pytest.raises(CatalogError, match="a picture is a file of at most"):
        load_picture(tmp_path)


@pytest.mark.parametrize("side", [10_000, 15_000, 40_000], ids=["100 MP", "225 MP", "1600 MP"])
def test_a_huge_picture_is_refused_before_it_is_decoded(write: Write, side: int) -> None:
    # Only the header is there: whoever decodes it meets the end of the file instead.
    chunk = b"IHDR" + side.to_bytes(4, "big") * 2 + b"\x08\x02\x00\x00\x00"
    header = b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0d" + chunk + zlib.crc32(chunk).to_bytes(4, "big")
    path = write("huge.png", header + b"\x00\x00\x00\x08IDAT" + b"\x00" * 12)
    with pytest.raises(CatalogError, match=r"huge\.png is too large: at most 50 megapixels; scale it down"):
        load_picture(path)


def test_a_huge_file_is_refused_unopened(write: Write) -> None:
    with pytest.raises(CatalogError, match="has 20 bytes; a picture is a file of at most 10"):
        load_picture(write("a.jpg", b"x" * 20), limits=CatalogLimits(picture_bytes=10))
