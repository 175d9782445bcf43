"""What this machine has and lacks, each with its remedy; the library behind `doctor`."""

import importlib.util
import platform
import shutil
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import av

from fashion_focus.core.errors import ModelError
from fashion_focus.language import reader_is_installed
from fashion_focus.models import load_manifest, openvino_is_installed, verify

LEAST_DISK_GB = 1.0


class Health(StrEnum):
    """How a finding stands."""

    GOOD = "good"
    WARNING = "warning"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; remedy is empty where all is well."""

    what: str
    health: Health
    found: str
    remedy: str = ""


def examine(folder: Path | None = None) -> list[Finding]:
    """Look at everything. folder: where results would be written, by default the working directory."""
    return [_python(), _codecs(), _models(), _amx(), _speech(), _reader(), _speaker(), _disk(folder or Path.cwd())]


def _python() -> Finding:
    return Finding("Python", Health.GOOD, platform.python_version())


def _codecs() -> Finding:
    wanted = {"h264", "hevc", "vp9", "aac", "opus"}
    missing = sorted(wanted - set(av.codecs_available))
    found = f"PyAV {av.__version__}"
    if missing:
        return Finding("codecs", Health.BAD, f"{found} lacks {', '.join(missing)}", "pip install --force-reinstall av")
    return Finding("codecs", Health.GOOD, found)


def _models() -> Finding:
    entries = list(load_manifest())
    for entry in entries:
        try:
            verify(entry)
        except ModelError as error:
            return Finding("model files", Health.BAD, str(error), "pip install --force-reinstall fashion-focus")
    return Finding("model files", Health.GOOD, f"{len(entries)} files, {sum(e.bytes for e in entries) / 1e6:.0f} MB")


def _amx() -> Finding:
    if openvino_is_installed():
        return Finding("runtime", Health.GOOD, "OpenVINO")
    flags = Path("/proc/cpuinfo").read_text(encoding="ascii", errors="ignore") if Path("/proc/cpuinfo").exists() else ""
    if "amx_int8" in flags or "avx512_vnni" in flags:
        remedy = "pip install 'fashion-focus[openvino]' makes the detector two to four times as fast here"
        return Finding("runtime", Health.WARNING, "onnxruntime", remedy)
    return Finding("runtime", Health.GOOD, "onnxruntime")


def _speech() -> Finding:
    if importlib.util.find_spec("pocketsphinx") is None:
        return Finding("speech", Health.WARNING, "no recognizer", "pip install pocketsphinx, or pass --transcript")
    return Finding("speech", Health.GOOD, "pocketsphinx, English")


def _reader() -> Finding:
    if not reader_is_installed():
        remedy = "pip install 'fashion-focus[ocr]' also reads what is printed on products"
        return Finding("print", Health.WARNING, "not read", remedy)
    return Finding("print", Health.GOOD, "RapidOCR, Chinese and English")


def _speaker() -> Finding:
    if shutil.which("espeak-ng") is None:
        remedy = "apt-get install espeak-ng gives simulated shows a voice"
        return Finding("simulated voice", Health.WARNING, "none", remedy)
    return Finding("simulated voice", Health.GOOD, "espeak-ng")


def _disk(folder: Path) -> Finding:
    try:
        free = shutil.disk_usage(folder).free / 1e9
    except OSError as error:
        return Finding("disk", Health.BAD, f"{folder}: {error.strerror}", "choose another folder with --out")
    if free < LEAST_DISK_GB:
        return Finding("disk", Health.WARNING, f"{free:.1f} GB free", "free some space")
    return Finding("disk", Health.GOOD, f"{free:.0f} GB free")
