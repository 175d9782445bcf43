"""Words of the real streams: what speech, transcripts and comments name is what is shown (judged, never tuned on)."""

import csv
import json
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from fashion_focus.core.frame import Sound
from fashion_focus.core.interval import Interval
from fashion_focus.core.product import Catalog, Product
from fashion_focus.core.words import Utterance, Word
from fashion_focus.language import (
    PocketsphinxRecognizer,
    Recognizer,
    SilentRecognizer,
    WordEvidence,
    WordMatcher,
    choose_recognizer,
    read_comments,
    read_transcript,
)
from fashion_focus.language.text.tokens import stem, words

SHARED = Path(__file__).parents[3] / "shared"
STREAMS = SHARED / "bench" / "streams"

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not STREAMS.is_dir(), reason="the bench streams (../shared/bench) are not here"),
]


def shelf(stream: str) -> Catalog:
    with (STREAMS / stream / "catalog.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    products = [
        Product(r["id"], r["title"], brand=r["brand"], color=r["color"], group=r["item_group_id"]) for r in rows
    ]
    return Catalog(tuple(products))


def truth(stream: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((STREAMS / stream / "truth.json").read_text(encoding="utf-8"))
    return found


def share_named_best(stream: str, utterances: list[Utterance], *, kinds: tuple[str, ...]) -> float:
    """Share of the exhibits that speech names which no other product of the shelf surpasses."""
    evidence = WordEvidence(WordMatcher(shelf(stream)))
    for utterance in utterances:
        evidence.update(utterance)
    exhibits = [exhibit for exhibit in truth(stream)["exhibits"] if exhibit["spoken"] in kinds]
    best = 0
    for exhibit in exhibits:
        support = evidence.support(Interval(exhibit["start"], exhibit["end"]))
        own = support[evidence.product_ids.index(exhibit["product_id"])]
        best += bool(own > 0 and own >= support.max() - 1e-6)
    return best / len(exhibits)


def sound_of(path: Path) -> list[Sound]:
    pieces: list[Sound] = []
    resampler = av.AudioResampler(format="s16", layout="mono", rate=16_000)
    with av.open(str(path)) as container:
        for frame in container.decode(audio=0):
            for heard in resampler.resample(frame):
                start = pieces[-1].end if pieces else 0.0
                pieces.append(Sound(heard.to_ndarray()[0].astype(np.int16), start))
    return pieces


def hear(recognizer: Recognizer, pieces: list[Sound]) -> list[Utterance]:
    return [utterance for piece in pieces for utterance in recognizer.accept(piece)] + recognizer.finish()


def test_a_transcript_names_what_is_shown() -> None:
    transcript = read_transcript(STREAMS / "s02" / "transcript.srt")
    assert transcript.notes == ()
    assert share_named_best("s02", list(transcript.utterances), kinds=("full", "part")) >= 0.8


def test_a_transcript_of_another_recording_is_read_all_the_same() -> None:
    # What s08's transcript says is neither in its sound nor in its truth: words must never decide alone.
    assert len(read_transcript(STREAMS / "s08" / "transcript.srt").utterances) == 16


@pytest.mark.parametrize("stream", ["s01", "s04", "s05", "s06", "s08"])
def test_what_is_truly_said_names_what_is_shown(stream: str) -> None:
    said = tuple(Word(word["start"], word["end"], word["word"]) for word in truth(stream)["words"])
    everything = Utterance(said[0].start, said[-1].end, "", said)
    assert share_named_best(stream, [everything], kinds=("full", "part")) >= 0.8


def test_english_speech_is_heard_well_enough_to_name_products() -> None:
    catalog = shelf("s01")
    heard = hear(PocketsphinxRecognizer(catalog), sound_of(STREAMS / "s01" / "video.mp4"))
    matcher = WordMatcher(catalog)
    said = [stem(part) for word in truth("s01")["words"] for part in words(word["word"])]
    found = [stem(word.text) for utterance in heard for word in utterance.words]
    telling = [word for word in said if matcher.weight(word) > 0.5]
    assert sum(word in found for word in telling) / len(telling) >= 0.75
    assert share_named_best("s01", heard, kinds=("full", "part")) >= 0.6


def test_mandarin_speech_gives_a_note_and_no_words() -> None:
    recognizer = choose_recognizer(shelf("s05"))
    assert isinstance(recognizer, SilentRecognizer)
    assert hear(recognizer, sound_of(STREAMS / "s05" / "video.mp4")[:20]) == []
    assert [note.code for note in recognizer.notes] == ["speech-language-unsupported"]


@pytest.mark.parametrize("stream", [f"s0{n}" for n in range(1, 9)])
def test_every_comments_file_is_read_without_a_complaint(stream: str) -> None:
    found = read_comments(STREAMS / stream / "comments.jsonl", duration=truth(stream)["duration"])
    assert len(found.comments) >= 25
    assert {note.code for note in found.notes} <= {"comments-unsorted"}


@pytest.mark.parametrize("file", ["zh_welcome", "ja_jitsuzai", "de_werbung", "es_arenas", "en_libri_2412", "en_jfk"])
def test_speech_of_other_things_names_no_product_plainly(file: str) -> None:
    catalog = shelf("s01")
    matcher = WordMatcher(catalog)
    heard = hear(PocketsphinxRecognizer(catalog), sound_of(SHARED / "data" / "speech" / f"{file}.flac"))
    mentions = [mention for utterance in heard for mention in matcher.mentions_in(utterance)]
    assert all(mention.strength < 2.5 for mention in mentions)
