"""What drawn products are called and said to be, in English and Chinese, from what is drawn."""

from dataclasses import dataclass

COLORS_ZH = {
    "red": "红色", "blue": "蓝色", "green": "绿色", "yellow": "黄色", "white": "白色", "black": "黑色", "pink": "粉色",
    "purple": "紫色", "orange": "橙色", "grey": "灰色", "brown": "棕色", "beige": "米色", "navy": "藏青色", "teal": "青色",
    "mint": "薄荷绿",
}  # fmt: skip
FLAVOURS_ZH = {
    "vanilla": "香草", "lemon": "柠檬", "cherry": "樱桃", "mint": "薄荷", "honey": "蜂蜜", "cocoa": "可可", "apple": "苹果",
    "ginger": "生姜", "sea salt": "海盐", "peach": "蜜桃", "rose": "玫瑰", "aloe": "芦荟", "coconut": "椰子",
    "almond": "杏仁", "berry": "莓果", "mango": "芒果",
}  # fmt: skip
NOUNS_ZH = {
    "Tee": "短袖", "T-Shirt": "T恤", "Tank": "背心", "Shirt": "衬衫", "Long Sleeve": "长袖", "Hoodie": "卫衣",
    "Jacket": "夹克", "Coat": "大衣", "Trousers": "长裤", "Joggers": "运动裤", "Jeans": "牛仔裤", "Shorts": "短裤",
    "Dress": "连衣裙", "Sundress": "吊带裙", "Skirt": "半身裙", "Sports Bra": "运动内衣", "Beanie": "毛线帽",
    "Scarf": "围巾", "Sneaker": "运动鞋", "Running Shoe": "跑鞋", "Trainer": "训练鞋", "Ballerina": "芭蕾鞋",
    "Loafer": "乐福鞋", "Boot": "靴子", "Winter Boot": "雪地靴", "Pump": "浅口鞋", "High Heel": "高跟鞋",
    "Backpack": "双肩包", "Daypack": "休闲背包", "Handbag": "手提包", "Tote": "托特包", "Shoulder Bag": "单肩包",
    "Duffle Bag": "旅行袋", "Gym Bag": "健身包", "Biscuits": "饼干", "Cereal": "麦片", "Crackers": "苏打饼",
    "Crisps": "薯片", "Nuts": "坚果", "Granola": "格兰诺拉", "Yoghurt": "酸奶", "Pudding": "布丁", "Cocoa": "可可粉",
    "Lemonade": "柠檬水", "Iced Tea": "冰茶", "Syrup": "糖浆", "Juice": "果汁", "Oat Drink": "燕麦奶", "Milk": "牛奶",
    "Soda": "汽水", "Tonic": "汤力水", "Hand Cream": "护手霜", "Face Wash": "洗面奶", "Toothpaste": "牙膏",
    "Night Cream": "晚霜", "Body Butter": "身体乳", "Shampoo": "洗发水", "Perfume": "香水", "Lotion": "乳液",
    "Mug": "马克杯", "Bowl": "碗", "Toy Friend": "玩偶", "Toy Car": "玩具车", "Brush": "刷子", "Spatula": "锅铲",
    "Mallet": "锤子", "Notebook": "笔记本", "Wall Clock": "挂钟", "Frame": "相框",
}  # fmt: skip
_TRAITS_ZH = {
    "striped": "条纹", "barred": "竖条纹", "checked": "格子", "dotted": "波点", "heathered": "麻花",
    "zip front": "前拉链", "printed chest": "胸前印花",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Called:
    """What a product is called by. pattern: "" for none; details: other things to be seen; flavour: "" for none."""

    brand: str
    noun: str
    color: str
    flavour: str = ""
    pattern: str = ""
    details: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """As an English shop writes it."""
        if self.flavour:
            return f"{self.brand} {self.flavour.capitalize()} {self.noun}"
        return (
            f"{' '.join(filter(None, (self.brand, self.pattern.capitalize(), self.noun)))} - {self.color.capitalize()}"
        )

    @property
    def title_zh(self) -> str:
        """As a Chinese shop writes it."""
        mark = FLAVOURS_ZH[self.flavour] + "味" if self.flavour else COLORS_ZH[self.color]
        return f"{self.brand} {mark}{_TRAITS_ZH.get(self.pattern, '')}{NOUNS_ZH[self.noun]}"

    @property
    def about(self) -> str:
        """A sentence of what is to be seen."""
        first = [self.color, self.pattern, self.flavour and "pack,", self.flavour, self.noun.lower()]
        rest = f" with {' and '.join(self.details)}" if self.details else ""
        return f"{' '.join(filter(None, first)).capitalize()}{rest}, by {self.brand}."

    @property
    def about_zh(self) -> str:
        """The same in Chinese."""
        pack = "包装" if self.flavour else ""
        taste = f"，{FLAVOURS_ZH[self.flavour]}味" if self.flavour else ""
        rest = "".join(f"，{_TRAITS_ZH[detail]}" for detail in self.details)
        pattern = _TRAITS_ZH.get(self.pattern, "")
        return f"{self.brand}{COLORS_ZH[self.color]}{pack}{pattern}{NOUNS_ZH[self.noun]}{taste}{rest}。"
