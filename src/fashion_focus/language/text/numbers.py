"""Item numbers in speech and comments: "number twelve", "link 3", "3号链接"."""

import re
from collections.abc import Iterator, Sequence

_DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_TEENS = ("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")
_UNITS = (*_DIGITS, "ten", "eleven", "twelve", *_TEENS)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_CHINESE_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
_INTRODUCTIONS = frozenset({"number", "no", "nr", "item", "link"})
_CHINESE = re.compile(
    r"(?P<before>\d{1,4}|[零〇一二两三四五六七八九十]{1,3})号|(?:链接|编号|号码)(?P<after>\d{1,4}|[零〇一二两三四五六七八九十]{1,3})"
)

NUMBER_WORDS = (*_UNITS, *_TENS)


def spoken_number(value: int) -> list[str]:
    """The English words of a whole number: 42 -> forty two; numbers from 100 on are said digit by digit."""
    if value < 20:
        return [_UNITS[value]]
    if value < 100:
        tens, units = divmod(value, 10)
        return [_TENS[tens - 2], *([_UNITS[units]] if units else [])]
    return [_UNITS[int(digit)] for digit in str(value)]


def english_item_numbers(said: Sequence[str]) -> Iterator[tuple[tuple[str, ...], int, int]]:
    """Item numbers among English words: (readings, first word, word after), each introduced by "number", "link", ...

    Readings are digits without leading zeros, the likeliest first: "two four" may be 24 or 2.
    """
    for i, word in enumerate(said):
        readings = _readings(said[i + 1 : i + 5]) if word in _INTRODUCTIONS else ()
        if readings:
            yield tuple(text for text, _ in readings), i, i + 1 + readings[0][1]


def _readings(said: Sequence[str]) -> list[tuple[str, int]]:
    """Ways to read the words a list begins with as a number, each with the count of words it takes."""
    if not said:
        return []
    if said[0].isascii() and said[0].isdigit():
        return [(said[0].lstrip("0") or "0", 1)]
    found: list[tuple[str, int]] = []
    if said[0] in _TENS:
        tens = 20 + 10 * _TENS.index(said[0])
        if len(said) > 1 and said[1] in _UNITS[1:10]:
            found.append((str(tens + _UNITS.index(said[1])), 2))
        return [*found, (str(tens), 1)]
    if said[0] not in _UNITS:
        return []
    digits = ""
    for word in said:
        if word not in _UNITS[:10]:
            break
        digits += str(_UNITS.index(word))
        found.insert(0, (digits.lstrip("0") or "0", len(digits)))
    return found or [(str(_UNITS.index(said[0])), 1)]


def chinese_item_numbers(text: str) -> Iterator[tuple[str, int, int]]:
    """Item numbers in a Chinese text: (digits, start, end in characters), for 3号, 三号链接, 链接12."""
    for found in _CHINESE.finditer(text):
        value = chinese_number(found["before"] or found["after"])
        if value is not None:
            yield str(value), found.start(), found.end()


def chinese_number(written: str) -> int | None:
    """A number in Arabic digits, or from 0 to 99 in Chinese: 十二 -> 12; None where the text is no such number."""
    if written.isascii() and written.isdigit():
        return int(written)
    tens, ten, units = written.rpartition("十")
    if len(tens) > 1 or len(units) > 1 or not (tens + ten + units):
        return None
    if any(digit not in _CHINESE_DIGITS for digit in tens + units):
        return None
    value = _CHINESE_DIGITS[units] if units else 0
    return value + (10 * (_CHINESE_DIGITS[tens] if tens else 1) if ten else 0)
