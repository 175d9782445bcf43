"""What is said and typed: lines of speech that name products or do not, and comments that lag behind."""

from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from fashion_focus.simulation.articles import Article
from fashion_focus.simulation.overlays import comment
from fashion_focus.simulation.streams.plan import Exhibit, Spoken, StreamPlan

_T = TypeVar("_T")
_FULL = {
    "en": ("Now let me show you the {title}.", "This is our {title}, look at it.", "Here we have the {title}."),
    "zh": ("大家看这款{title}。", "现在给大家介绍{title}。", "这个就是{title}。"),
}
_PART = {
    "en": ("This {noun} is really lovely.", "Look at this {noun}, so many of you asked.", "You get the {noun} today."),
    "zh": ("这款{noun}真的很好。", "大家看一下这个{noun}。", "今天这个{noun}有优惠。"),
}
_LATE = {
    "en": ("By the way, that was the {title}.", "So that was our {title}."),
    "zh": ("刚才那个是{title}。", "刚刚看的就是{title}。"),
}
_CHAT = {
    "en": (
        "Welcome back everyone, nice to see you.", "Please share the stream with your friends.",
        "Shipping is free until midnight.", "Let me bring it a bit closer for you.", "Feel how soft this is.",
        "We only have a few left.", "Tell me where you are watching from.", "I use it every day at home.",
    ),
    "zh": (
        "欢迎大家来到直播间。", "喜欢的朋友点个关注。", "今天全场包邮。", "给大家拿近一点看。", "库存不多了。",
        "质量非常好。",
    ),
}  # fmt: skip
_ASKS = ("how much is the {title}?", "love the {noun}!", "{noun} please", "does the {title} come in other colours?")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of speech that should begin at start (seconds)."""

    start: float
    text: str


@dataclass(frozen=True, slots=True)
class Typed:
    """A comment at a time (seconds)."""

    time: float
    user: str
    text: str


def write_lines(rng: np.random.Generator, plan: StreamPlan) -> list[Line]:
    """The host's lines in the order of their starts; exhibits are named as the plan says."""
    language = plan.settings.language
    order = rng.permutation(len(_CHAT[language]))
    chat = [_CHAT[language][order[index % len(order)]] for index in range(len(plan.exhibits) + 1)]
    lines = [Line(0.4, chat[-1])]
    for exhibit, idle in zip(plan.exhibits, chat[:-1], strict=True):
        lines += _naming(rng, exhibit, plan)
        lines.append(Line((exhibit.start + exhibit.end) / 2 + 0.8, idle))
    return sorted(lines, key=lambda line: line.start)


def write_comments(rng: np.random.Generator, plan: StreamPlan) -> list[Typed]:
    """Comments on what was shown, 2 to 8 s late, and as many on other things; none after the show's end."""
    comments = []
    for exhibit in plan.exhibits:
        for _ in range(int(rng.integers(1, 4))):
            about = exhibit.article if rng.random() < 0.8 else _one(rng, plan.shelf)
            time = exhibit.start + float(rng.uniform(2, 8))
            user = comment(rng).split(":", 1)[0]
            comments.append(Typed(round(time, 2), user, _fill(_one(rng, _ASKS), about)))
    for time in np.cumsum(rng.exponential(3.5, int(plan.settings.seconds))):
        user, text = comment(rng).split(": ", 1)
        comments.append(Typed(round(float(time), 2), user, text))
    kept = [typed for typed in comments if typed.time < plan.settings.seconds]
    return sorted(kept, key=lambda typed: (typed.time, typed.user, typed.text))


def noun_of(article: Article) -> str:
    """What a host calls an article in short: its title without brand and colour, or its fine class."""
    words = article.title.split(" - ")[0].split()
    short = words[1:] if article.brand and words and words[0] == article.brand else words
    return " ".join(short[-2:]).lower() or article.fine


def _naming(rng: np.random.Generator, exhibit: Exhibit, plan: StreamPlan) -> list[Line]:
    language = plan.settings.language
    early = exhibit.start + float(rng.uniform(0.0, 0.8))
    match exhibit.spoken:
        case Spoken.FULL:
            return [Line(early, _fill(_one(rng, _FULL[language]), exhibit.article))]
        case Spoken.PART:
            return [Line(early, _fill(_one(rng, _PART[language]), exhibit.article))]
        case Spoken.LATE:
            return [Line(exhibit.end + 0.9, _fill(_one(rng, _LATE[language]), exhibit.article))]
        case Spoken.WRONG:
            others = tuple(a for a in plan.shelf if a.group != exhibit.article.group) or plan.shelf
            return [Line(early, _fill(_one(rng, _FULL[language]), _one(rng, others)))]
        case Spoken.NONE:
            return []


def _fill(template: str, article: Article) -> str:
    title = article.title or f"{article.color} {article.fine}".strip()
    return template.format(title=title.replace(" - ", " in "), noun=noun_of(article))


def _one(rng: np.random.Generator, options: tuple[_T, ...]) -> _T:
    return options[int(rng.integers(len(options)))]
