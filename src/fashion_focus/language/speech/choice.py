"""Which recognizer hears a stream: by transcript, by language."""

import re
from collections.abc import Sequence

from fashion_focus.core.product import Catalog
from fashion_focus.core.words import Utterance
from fashion_focus.language.recognizer import Recognizer, ScriptedRecognizer, SilentRecognizer
from fashion_focus.language.speech.sphinx import PocketsphinxRecognizer
from fashion_focus.language.text.tokens import cjk_share

_SCRIPTS = {"ko": "[\uac00-\ud7af]", "ja": "[\u3040-\u30ff]"}


def choose_recognizer(
    catalog: Catalog, transcript: Sequence[Utterance] | None = None, *, language: str = ""
) -> Recognizer:
    """The transcript's words where there is one, else recognition in a language; by default that of the shelf.

    language: as in "en" or "zh-CN". A language that is not recognized gives a recognizer without words, and its note.
    """
    if transcript is not None:
        return ScriptedRecognizer(transcript)
    spoken = language or shelf_language(catalog)
    return PocketsphinxRecognizer(catalog) if re.match(r"en\b", spoken, re.IGNORECASE) else SilentRecognizer(spoken)


def shelf_language(catalog: Catalog) -> str:
    """ "zh", "ja" or "ko" where at least half of the titles hold characters of that script, else "en".

    Brands stay in Latin letters in Chinese titles too, so that one word of Chinese tells.
    """
    titles = [product.title for product in catalog]
    if sum(cjk_share(title) > 0 for title in titles) * 2 < max(len(titles), 1):
        return "en"
    return next((language for language, script in _SCRIPTS.items() if re.search(script, "".join(titles))), "zh")
