"""The tree of product classes: seven coarse categories, each with fine classes.

The detector's centre heatmap has one channel a coarse category; its class branch scores every fine class, and a
rare fine class falls back on its parent (the hierarchy that carries the long tail).
"""

from enum import StrEnum


class Category(StrEnum):
    """Coarse category: the six shop categories of the paper's Table 1, and everything else."""

    CLOTHING = "clothing"
    SHOE = "shoe"
    BAG = "bag"
    SNACK = "snack"
    BOTTLE = "bottle"
    BEAUTY = "beauty"
    OTHER = "other"


FINE_CLASSES: dict[Category, tuple[str, ...]] = {
    Category.CLOTHING: ("top", "outerwear", "trousers", "shorts", "dress", "skirt", "underwear", "accessory"),
    Category.SHOE: ("sneaker", "flat", "boot", "heel"),
    Category.BAG: ("backpack", "handbag", "travel bag"),
    Category.SNACK: ("box", "pouch", "tub"),
    Category.BOTTLE: ("bottle", "carton", "can"),
    Category.BEAUTY: ("tube", "jar", "flacon"),
    Category.OTHER: ("tableware", "toy", "tool", "household"),
}

COARSE: tuple[Category, ...] = tuple(Category)
LEAVES: tuple[tuple[Category, str], ...] = tuple((c, fine) for c, fines in FINE_CLASSES.items() for fine in fines)
"""Every fine class with its parent, in the order of the class branch's outputs."""

ClassPath = tuple[str, ...]
"""A class from the root: ("bag",) or ("bag", "backpack")."""
