"""What viewers type: late questions about what was shown, about other things, repeats, spam and small talk."""

from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np

from fashion_focus.simulation.props.overlays import USERS
from fashion_focus.simulation.streams.plan import StreamPlan
from fashion_focus.simulation.talking.names import filled

_T = TypeVar("_T")
_ASKS = {
    "en": (
        "how much is the {title}?", "love the {noun}!", "{noun} please", "does the {title} come in other colours?",
        "is the {noun} still there", "can you show the {noun} again?", "just ordered the {title}",
    ),
    "zh": ("{title}多少钱？", "{noun}好好看", "想要{noun}", "{title}有别的颜色吗", "{noun}再看一下", "刚拍了{title}"),
}  # fmt: skip
_TALK = {
    "en": (
        "love it", "how much?", "hello from Oslo", "first!", "so pretty", "price?", "does it run small",
        "want the blue one", "shipping to Spain?", "wow", "link pls", "show the back", "hi everyone",
        "is it sold out?", "again please",
    ),
    "zh": ("好看", "多少钱", "来了来了", "第一", "有小码吗", "包邮吗", "还有货吗", "主播好", "再看一下背面", "已拍"),
}  # fmt: skip
_SPAM = {
    "en": ("best deals at my page!!!", "follow me for free coupons", "win a phone, link in my bio", "cheap followers"),
    "zh": ("加我领券！！！", "低价代购看我主页", "点我主页有福利", "刷单兼职日结"),
}
_LAG = (2.0, 8.0)  # seconds from a product's coming to the comments on it
_EVERY = 3.5  # seconds between comments on nothing in particular


@dataclass(frozen=True, slots=True)
class Typed:
    """A comment at a time (seconds). kind: ask, talk, spam or repeat; about: the product it refers to, or None."""

    time: float
    user: str
    text: str
    kind: str = "talk"
    about: str | None = None


def write_comments(rng: np.random.Generator, plan: StreamPlan) -> list[Typed]:
    """Comments in order of time; none after the show's end."""
    seconds, language = plan.settings.seconds, plan.settings.language
    comments = [typed for index in range(len(plan.exhibits)) for typed in _asked(rng, plan, index)]
    for time in np.cumsum(rng.exponential(_EVERY, int(seconds))):
        kind, options = ("spam", _SPAM) if rng.random() < 0.12 else ("talk", _TALK)
        comments.append(Typed(float(time), _one(rng, USERS), _one(rng, options[language]), kind))
    kept = [typed for typed in comments + _repeats(rng, comments) if typed.time < seconds - 0.01]
    rounded = [replace(typed, time=round(typed.time, 2)) for typed in kept]
    return sorted(rounded, key=lambda typed: (typed.time, typed.user, typed.text))


def _asked(rng: np.random.Generator, plan: StreamPlan, index: int) -> list[Typed]:
    """Comments on an exhibit, and in between on what was shown earlier or is only on the shelf."""
    exhibit, language = plan.exhibits[index], plan.settings.language
    found = []
    for _ in range(int(rng.integers(1, 5))):
        about, kind = exhibit.article, rng.random()
        if kind < 0.15:
            about = plan.exhibits[int(rng.integers(index + 1))].article
        elif kind < 0.3:
            about = _one(rng, plan.shelf)
        time = exhibit.start + float(rng.uniform(*_LAG))
        text = filled(_one(rng, _ASKS[language]), about, language)
        found.append(Typed(time, _one(rng, USERS), text, "ask", about.product_id))
    return found


def _repeats(rng: np.random.Generator, comments: list[Typed]) -> list[Typed]:
    """Some comments once more, by the same users or by others who join in."""
    again = [typed for typed in comments if rng.random() < 0.1]
    return [
        replace(
            typed,
            time=typed.time + float(rng.uniform(1.0, 9.0)),
            user=typed.user if rng.random() < 0.6 else _one(rng, USERS),
            kind="repeat",
        )
        for typed in again
    ]


def _one(rng: np.random.Generator, options: tuple[_T, ...]) -> _T:
    return options[int(rng.integers(len(options)))]
