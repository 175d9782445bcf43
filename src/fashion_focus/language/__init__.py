"""Sound, text and print to words, and words to products; of pictures it knows only how to read what stands on them.

In come transcripts, comments and sound; out go utterances with timed words, and for every product of a shelf what the
words say for it in any interval. Words support and never confirm: what they add is bounded.
"""

from fashion_focus.language.comments import Comments, read_comments
from fashion_focus.language.evidence import EvidenceSettings, WordEvidence
from fashion_focus.language.matching import Mention, WordMatcher
from fashion_focus.language.mining import CommentMiner, MiningSettings
from fashion_focus.language.printed import PrintedWords, RapidReader, ScriptedReader, TextReader, reader_is_installed
from fashion_focus.language.recognizer import Recognizer, ScriptedRecognizer, SilentRecognizer
from fashion_focus.language.speech.choice import choose_recognizer, shelf_language
from fashion_focus.language.speech.sphinx import PocketsphinxRecognizer
from fashion_focus.language.text.tokens import language_of
from fashion_focus.language.transcripts import Transcript, read_transcript

__all__ = [
    "CommentMiner",
    "Comments",
    "EvidenceSettings",
    "Mention",
    "MiningSettings",
    "PocketsphinxRecognizer",
    "PrintedWords",
    "RapidReader",
    "Recognizer",
    "ScriptedReader",
    "ScriptedRecognizer",
    "SilentRecognizer",
    "TextReader",
    "Transcript",
    "WordEvidence",
    "WordMatcher",
    "choose_recognizer",
    "language_of",
    "read_comments",
    "read_transcript",
    "reader_is_installed",
    "shelf_language",
]
