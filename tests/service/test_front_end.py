"""The pages' files: words in both languages, sizes that stay small, colours that can be told apart."""

import gzip
import re
import subprocess
from itertools import combinations
from pathlib import Path

import numpy as np
import numpy.typing as npt
import playwright
import pytest

from fashion_focus.service.public.pages import WEB

JS = WEB / "js"
FORBIDDEN = ("AI", "inference", "embedding", "ground truth", "instance", "invalid")


def words(language: str) -> dict[str, str]:
    """key -> text, plural forms put together; shoppers' words are in a file of both languages."""
    shoppers = (JS / "strings" / "watch.js").read_text().split("  zh: {")[language == "zh"]
    source = (JS / "strings" / f"{language}.js").read_text() + shoppers
    pattern = r'"([\w-]+)": (?:"((?:[^"\\]|\\.)*)"|\{ ([^}]*(?:\{\w+\}[^}]*)*) \})'
    return {key: plain or forms for key, plain, forms in re.findall(pattern, source)}


def test_both_languages_have_the_same_words() -> None:
    assert words("en").keys() == words("zh").keys()
    assert len(words("en")) > 300


def test_chinese_is_chinese() -> None:
    plain = {key for key, text in words("zh").items() if not re.search(r"[\u4e00-\u9fff]", text)}
    assert plain <= {"and-others"}


def test_no_word_is_said_that_shops_do_not_use() -> None:
    said = [text for text in words("en").values() if any(re.search(rf"\b{word}\b", text) for word in FORBIDDEN)]
    assert said == []


def test_every_word_that_a_page_asks_for_is_there() -> None:
    asked = {key for path in JS.rglob("*.js") for key in re.findall(r'\bt\("([\w-]+)"', path.read_text())}
    assert asked <= words("en").keys()


def reached(entry: Path) -> set[Path]:
    """An entry's modules, without what is loaded only when it is needed."""
    found, left = set(), [entry]
    while left:
        path = left.pop().resolve()
        if path in found:
            continue
        found.add(path)
        left += [path.parent / name for name in re.findall(r'(?:from|import) "(\.[^"]+)"', path.read_text())]
    return found


@pytest.mark.parametrize(
    ("entry", "limit_kb"),
    [("js/console/main.js", 150), ("js/watch/page.js", 60), ("js/watch/element.js", 30)],
    ids=["console", "shopper's page", "widget"],
)
def test_what_a_page_loads_stays_small(entry: str, limit_kb: int) -> None:
    size = sum(len(gzip.compress(path.read_bytes())) for path in reached(WEB / entry))
    assert size <= limit_kb * 1000


def test_the_shoppers_page_asks_for_all_its_modules_at_once() -> None:
    """On a slow line, each module that is found only inside another costs one more answer."""
    page = (WEB / "watch.html").read_text()
    asked = {(WEB / name).resolve() for name in re.findall(r'modulepreload" href="/static/([^"]+)"', page)}
    assert asked == reached(JS / "watch" / "page.js") - {(JS / "watch" / "page.js").resolve()}


def tokens(theme: str) -> dict[str, str]:
    """Colours of a theme by name."""
    text = (WEB / "css" / "tokens.css").read_text()
    block = text.split('[data-theme="dark"] {')[1] if theme == "dark" else text.split(":root {")[1]
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6})\b", block.split("}")[0]))


def linear(colour: str) -> npt.NDArray[np.float64]:
    """Linear light of a colour, red, green and blue from 0 to 1."""
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    shares = np.array([int(digits[k : k + 2], 16) / 255 for k in (0, 2, 4)])
    return np.where(shares <= 0.04045, shares / 12.92, ((shares + 0.055) / 1.055) ** 2.4)


def contrast(a: str, b: str) -> float:
    """WCAG 2.2, relative luminance."""
    light, dark = sorted((float(linear(one) @ (0.2126, 0.7152, 0.0722)) for one in (a, b)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


CATEGORIES = ("clothing", "shoe", "bag", "snack", "bottle", "beauty")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_can_be_read_and_marks_be_seen(theme: str) -> None:
    colours = tokens(theme)
    for ground in ("bg", "surface"):
        for name in ("text", "text-2", "text-3", "accent", "ok", "warn", "bad", "live"):
            assert contrast(colours[name], colours[ground]) >= 4.5, (name, ground)
        for name in ("border", *CATEGORIES):
            assert contrast(colours[name], colours[ground]) >= 3.0, (name, ground)
    assert contrast(colours["accent"], colours["on-accent"]) >= 4.5


# Machado, Oliveira and Fernandes 2009, full strength, on linear light.
SEEN_BY = {
    "normal": np.eye(3),
    "protan": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deutan": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "tritan": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}


def lab(light: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """CIE L*a*b* of linear sRGB, D65."""
    to_xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
    xyz = to_xyz @ np.clip(light, 0, 1) / (0.95047, 1.0, 1.08883)
    f = np.where(xyz > 216 / 24389, np.cbrt(xyz), (24389 / 27 * xyz + 16) / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def ciede2000(one: npt.NDArray[np.float64], two: npt.NDArray[np.float64]) -> float:
    """Sharma, Wu and Dalal 2005."""
    (l1, a1, b1), (l2, a2, b2) = one, two
    mean7 = ((np.hypot(a1, b1) + np.hypot(a2, b2)) / 2) ** 7
    g = 0.5 * (1 - np.sqrt(mean7 / (mean7 + 25**7)))
    a1, a2 = a1 * (1 + g), a2 * (1 + g)
    c1, c2 = np.hypot(a1, b1), np.hypot(a2, b2)
    h1, h2 = np.degrees(np.arctan2(b1, a1)) % 360, np.degrees(np.arctan2(b2, a2)) % 360
    turn = (h2 - h1 + 180) % 360 - 180
    dh = 2 * np.sqrt(c1 * c2) * np.sin(np.radians(turn / 2))
    lm, cm, hm = (l1 + l2) / 2, (c1 + c2) / 2, (h1 + turn / 2) % 360
    t = 1 - 0.17 * np.cos(np.radians(hm - 30)) + 0.24 * np.cos(np.radians(2 * hm))
    t += 0.32 * np.cos(np.radians(3 * hm + 6)) - 0.20 * np.cos(np.radians(4 * hm - 63))
    sl = 1 + 0.015 * (lm - 50) ** 2 / np.sqrt(20 + (lm - 50) ** 2)
    sc, sh = 1 + 0.045 * cm, 1 + 0.015 * cm * t
    rt = -2 * np.sqrt(cm**7 / (cm**7 + 25**7)) * np.sin(np.radians(60 * np.exp(-(((hm - 275) / 25) ** 2))))
    dl, dc, dh = (l2 - l1) / sl, (c2 - c1) / sc, dh / sh
    return float(np.sqrt(dl**2 + dc**2 + dh**2 + rt * dc * dh))


def test_the_difference_of_colours_is_that_of_its_paper() -> None:
    pairs = [((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425), ((50, 2.5, 0), (73, 25, -18), 27.1492)]
    for one, two, wanted in pairs:
        assert ciede2000(np.array(one, float), np.array(two, float)) == pytest.approx(wanted, abs=1e-4)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("eye", list(SEEN_BY))
def test_categories_are_told_apart_by_every_eye(theme: str, eye: str) -> None:
    colours, seen = tokens(theme), np.array(SEEN_BY[eye])
    shown = [lab(seen @ linear(colours[name])) for name in CATEGORIES]
    assert min(ciede2000(a, b) for a, b in combinations(shown, 2)) >= 14.0


def test_every_script_is_a_script() -> None:
    node = Path(playwright.__file__).parent / "driver" / "node"  # the browser tests' own
    for path in [*JS.rglob("*.js"), WEB / "widget" / "1.js"]:
        kind = "commonjs" if path.name == "theme.js" else "module"
        checked = subprocess.run(
            [node, "--check", f"--input-type={kind}", "-"], input=path.read_bytes(), capture_output=True, check=False
        )
        assert checked.returncode == 0, (path.name, checked.stderr.decode()[:400])


def test_vendored_files_are_listed() -> None:
    readme = (WEB / "vendor" / "README.md").read_text()
    assert all(path.name in readme for path in (WEB / "vendor").glob("*.js"))
