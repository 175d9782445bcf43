"""Speech from lines: spoken by espeak-ng where it is installed, else only timed."""

import io
import logging
import shutil
import subprocess
import wave
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from fashion_focus.simulation.talking.lines import Line

logger = logging.getLogger(__name__)
RATE_HZ = 22_050
_PROGRAM = "espeak-ng"
_VOICES = {"en": ("en-us", "en-gb"), "zh": ("cmn", "cmn+f3")}
_PAUSE = 0.25  # seconds between lines
_TOO_LATE = 3.0  # seconds; a line that would begin later than this after its time is not said
Samples = npt.NDArray[np.int16]


@dataclass(frozen=True, slots=True)
class SaidLine:
    """A line as it is said, from start to end in seconds; samples (n,) at RATE_HZ, none where no voice is installed."""

    start: float
    end: float
    text: str
    samples: Samples

    def words(self) -> list[tuple[float, float, str]]:
        """Each word with its start and end, shared out by the words' lengths."""
        found = self.text.strip(".,!?。").split() if " " in self.text else [self.text.strip("。")]
        sizes = np.array([len(word) + 1 for word in found], float)
        edges = self.start + (self.end - self.start) * np.concatenate([[0.0], np.cumsum(sizes) / sizes.sum()])
        return [
            (round(float(edges[index]), 3), round(float(edges[index + 1]), 3), word.strip(".,!?"))
            for index, word in enumerate(found)
        ]


def has_voice() -> bool:
    """Whether speech can be made audible on this machine."""
    return shutil.which(_PROGRAM) is not None


def say(rng: np.random.Generator, lines: list[Line], *, language: str, seconds: float) -> Iterator[SaidLine]:
    """The lines one after another, none over another or past the show's end; late ones are left out.

    Each is spoken only when it is asked for, so that hours of speech need no memory. The generator of random numbers
    is used before this returns, not later.
    """
    first = int(rng.integers(2))
    voices = tuple(
        (voice, str(int(rng.integers(145, 175))), str(int(rng.integers(35, 65))))
        for voice in (_VOICES[language][first], _VOICES[language][1 - first])
    )
    return _said(lines, voices, seconds=seconds)


def _said(lines: list[Line], voices: tuple[tuple[str, str, str], ...], *, seconds: float) -> Iterator[SaidLine]:
    audible = has_voice()
    if not audible:
        logger.warning("no speech in the show's sound: %s is not installed; the transcript has the words", _PROGRAM)
    free = 0.0
    for line in lines:
        start = max(line.start, free)
        if start - line.start > _TOO_LATE:
            continue
        samples = _speak(line.text, voices[line.speaker]) if audible else np.zeros(0, np.int16)
        length = len(samples) / RATE_HZ if len(samples) else 0.25 + 0.07 * len(line.text)
        if start + length > seconds:
            continue
        yield SaidLine(round(start, 3), round(start + length, 3), line.text, samples)
        free = start + length + _PAUSE


def _speak(text: str, manner: tuple[str, str, str]) -> Samples:
    voice, speed, pitch = manner
    # The words are an argument of their own after --, so that no text is taken for an option.
    command = [_PROGRAM, "-v", voice, "-s", speed, "-p", pitch, "--stdout", "--", text]
    try:
        done = subprocess.run(command, capture_output=True, check=True, timeout=30)  # noqa: S603 - fixed program, no shell
    except (subprocess.SubprocessError, OSError) as error:
        logger.warning("a line could not be spoken: %s; the transcript has it", error)
        return np.zeros(0, np.int16)
    with wave.open(io.BytesIO(done.stdout)) as sound:
        return np.frombuffer(sound.readframes(2**30), np.int16)
