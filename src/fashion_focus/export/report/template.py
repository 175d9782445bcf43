"""The page's template and what it is filled with: texts in two languages, data and sources that need no escaping."""

import base64
import hashlib
import json
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup

from fashion_focus.export.focus_json import encodable
from fashion_focus.export.report.texts import Language, message, spoken_length
from fashion_focus.export.times import clock


def embedded(value: object) -> str:
    """JSON for a <script> block: on one line, and nothing in it that could end the block."""
    text = encodable(json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def source(name: str) -> str:
    """The text of a file of the templates' folder."""
    return (Path(__file__).parents[1] / "templates" / name).read_text(encoding="utf-8")


def source_hash(text: str) -> str:
    """What a Content-Security-Policy calls an inline script or style by."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode("ascii")


def page_template(language: Language) -> Template:
    """The report's template, which escapes whatever it is given and says its texts in a language first.

    t writes a text, ta an attribute, both marked so that the page's script can say them in the other language.
    """
    environment = Environment(
        loader=PackageLoader("fashion_focus.export"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )

    def plain(key: str, *arguments: object) -> str:
        return message(language, key, *map(str, arguments))

    # A large report says the same few hundred things over and over.
    @lru_cache(maxsize=10_000)
    def text(key: str, *arguments: object) -> Markup:
        words = [str(argument) for argument in arguments]
        said = message(language, key, *words)
        return Markup('<span data-t="{}"{}>{}</span>').format(key, _arguments("data-a", words), said)

    def attribute(name: str, key: str, *arguments: object) -> Markup:
        words = [str(argument) for argument in arguments]
        said = message(language, key, *words)
        return Markup('{}="{}" data-t-{}="{}"{}').format(name, said, name, key, _arguments("data-ta", words))

    def length(seconds: float) -> Markup:
        key, arguments = spoken_length(seconds)
        return text(key, *arguments)

    environment.globals.update(say=plain, t=text, ta=attribute, length=length, clock=clock, probability=_probability)
    return environment.get_template("report.html.j2")


def _arguments(name: str, words: list[str]) -> Markup:
    return Markup(' {}="{}"').format(name, json.dumps(words, ensure_ascii=False)) if words else Markup()


def _probability(value: float) -> str:
    """Two decimals without the leading nought: ".93"; a whole one stays "1.00"."""
    return f"{value:.2f}".removeprefix("0")
