"""From the class names of product sources to the leaves of the class tree."""

from fashion_focus.core.taxonomy import LEAVES, Category

_FINE: dict[Category, dict[str, str]] = {
    Category.CLOTHING: {
        "dress": "dress", "hat": "accessory", "beanie": "accessory", "socks": "accessory", "cap": "accessory",
        "longsleeve": "top", "shirt": "top", "t-shirt": "top", "tees": "top", "tanks": "top",
        "bras & tanks": "underwear", "outwear": "outerwear", "hoodie": "outerwear", "jackets": "outerwear",
        "hoodies & sweatshirts": "outerwear", "pants": "trousers", "shorts": "shorts", "skirt": "skirt",
    },
    Category.SHOE: {"sneaker": "sneaker", "shoes": "sneaker", "boat shoe": "flat"},
    Category.BAG: {
        "backpack": "backpack", "bag": "handbag", "tote": "handbag", "duffel bag": "travel bag",
        "lunch box": "handbag", "pencil case": "handbag",
    },
    Category.SNACK: {
        "box": "box", "cereal box": "box", "pasta box": "box", "chocolate box": "box", "chips bag": "pouch",
        "coffee bag": "pouch", "yoghurt": "tub", "sour-cream": "tub", "can": "tub", "gum jar": "tub",
    },
    Category.BOTTLE: {
        "juice": "carton", "milk": "carton", "sour-milk": "carton", "drink can": "can", "water bottle": "bottle",
        "cleaner bottle": "bottle",
    },
    Category.BEAUTY: {
        "face cleanser": "tube", "shampoo": "flacon", "soap": "jar", "lotion": "flacon", "toothpaste": "tube",
    },
    Category.OTHER: {
        "kitchen": "tableware", "mug": "tableware", "toy": "toy", "ball": "toy", "fruit": "toy", "tool": "tool",
        "stationery": "household", "electronics": "household", "household": "household", "notebook": "household",
        "sunglasses": "household",
    },
}  # fmt: skip
_FALLBACK = {
    Category.CLOTHING: "top", Category.SHOE: "sneaker", Category.BAG: "handbag", Category.SNACK: "box",
    Category.BOTTLE: "bottle", Category.BEAUTY: "flacon", Category.OTHER: "household",
}  # fmt: skip
_TITLE_WORDS = (("backpack", "backpack"), ("duffle", "travel bag"), ("duffel", "travel bag"), ("roller", "travel bag"))


def leaf_index(category: str, fine: str) -> int:
    """Index into LEAVES of a category and fine class that are named as in the class tree.

    Raises ValueError where the tree has no such leaf.
    """
    return LEAVES.index((Category(category), fine))


def leaf_of_source(category: str, fine: str, *, title: str = "") -> int:
    """Index into LEAVES of what a product source calls (category, fine); unknown fine classes fall to the commonest.

    Raises ValueError where the category is not one of the tree's.
    """
    parent = Category(category)
    if parent is Category.BAG:
        for word, leaf in _TITLE_WORDS:
            if word in title.lower():
                return leaf_index(parent, leaf)
    name = fine.lower()
    if parent is Category.CLOTHING and name == "bras & tanks" and "bra" not in title.lower().split():
        name = "tanks"
    return leaf_index(parent, _FINE[parent].get(name, _FALLBACK[parent]))
