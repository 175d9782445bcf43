"""The host's lines: some name the product in hand, others announce the next one, or chat."""

from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from fashion_focus.simulation.articles import Article
from fashion_focus.simulation.streams.plan import Exhibit, Spoken, StreamPlan
from fashion_focus.simulation.talking.names import filled

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
_NEXT = {
    "en": ("Coming up next, the {title}.", "In a moment I will show you the {noun}."),
    "zh": ("接下来给大家看{title}。", "马上给大家看{noun}。"),
}
_BEFORE = {
    "en": ("Somebody asked about the {title} again.", "The {noun} from before is still there, by the way."),
    "zh": ("有朋友又问{title}。", "刚才那个{noun}还有货。"),
}
_CHAT = {
    "en": (
        "Welcome back everyone, nice to see you.", "Please share the stream with your friends.",
        "Shipping is free until midnight.", "Let me bring it a bit closer for you.", "Feel how soft this is.",
        "We only have a few left.", "Tell me where you are watching from.", "I use it every day at home.",
        "Thank you for the likes.", "If you are new here, follow us.", "Let me read your questions.",
    ),
    "zh": (
        "欢迎大家来到直播间。", "喜欢的朋友点个关注。", "今天全场包邮。", "给大家拿近一点看。", "库存不多了。",
        "质量非常好。", "谢谢大家点赞。", "有什么问题打在公屏上。",
    ),
}  # fmt: skip
_EMPTY = 12.0  # seconds without an exhibit that are filled with chat, a line for each so many


@dataclass(frozen=True, slots=True)
class Line:
    """A line of speech that should begin at start (seconds). speaker: 0 the host, 1 whoever helps."""

    start: float
    text: str
    speaker: int = 0


def write_lines(rng: np.random.Generator, plan: StreamPlan) -> list[Line]:
    """The lines in the order of their starts; exhibits are named as the plan says."""
    lines = [Line(0.4, _one(rng, _CHAT[plan.settings.language]))]
    end = 0.0
    for index, exhibit in enumerate(plan.exhibits):
        lines += _idle(rng, plan, end, exhibit.start)
        lines += _naming(rng, exhibit, plan)
        lines.append(_aside(rng, plan, index))
        end = exhibit.end
    lines += _idle(rng, plan, end, plan.settings.seconds)
    return sorted(lines, key=lambda line: line.start)


def _idle(rng: np.random.Generator, plan: StreamPlan, start: float, end: float) -> list[Line]:
    """Chat while nothing is exhibited."""
    times = np.arange(start + 2.0, end - 3.0, _EMPTY)
    return [Line(float(time), _one(rng, _CHAT[plan.settings.language]), _speaker(rng)) for time in times]


def _aside(rng: np.random.Generator, plan: StreamPlan, index: int) -> Line:
    """What is said in the middle of an exhibit: mostly chat, else of the next product, or of one that has gone."""
    language, exhibit = plan.settings.language, plan.exhibits[index]
    time = (exhibit.start + exhibit.end) / 2 + 0.8
    kind = rng.random()
    if kind < 0.12 and index + 1 < len(plan.exhibits):
        return Line(time, filled(_one(rng, _NEXT[language]), plan.exhibits[index + 1].article, language))
    if kind < 0.24 and index > 0:
        before = plan.exhibits[int(rng.integers(index))]
        return Line(time, filled(_one(rng, _BEFORE[language]), before.article, language), _speaker(rng))
    return Line(time, _one(rng, _CHAT[language]), _speaker(rng))


def _naming(rng: np.random.Generator, exhibit: Exhibit, plan: StreamPlan) -> list[Line]:
    language = plan.settings.language
    early = exhibit.start + float(rng.uniform(0.0, 0.8))
    match exhibit.spoken:
        case Spoken.FULL:
            return [Line(early, filled(_one(rng, _FULL[language]), exhibit.article, language))]
        case Spoken.PART:
            return [Line(early, filled(_one(rng, _PART[language]), exhibit.article, language))]
        case Spoken.LATE:
            return [Line(exhibit.end + 0.9, filled(_one(rng, _LATE[language]), exhibit.article, language))]
        case Spoken.WRONG:
            wrong = _one(rng, _others(plan, exhibit.article))
            return [Line(early, filled(_one(rng, _FULL[language]), wrong, language))]
        case Spoken.NONE:
            return []


def _others(plan: StreamPlan, article: Article) -> tuple[Article, ...]:
    """What is on the shelf besides an article and its twins; the whole shelf where it holds nothing else."""
    return tuple(a for a in plan.shelf if not a.group or a.group != article.group) or plan.shelf


def _speaker(rng: np.random.Generator) -> int:
    return int(rng.random() < 0.25)


def _one(rng: np.random.Generator, options: tuple[_T, ...]) -> _T:
    return options[int(rng.integers(len(options)))]
