"""Which models serve which stage: the only place that knows."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from fashion_focus.core.product import Catalog
from fashion_focus.embedding import Encoder, OnnxEncoder
from fashion_focus.language import RapidReader, Recognizer, TextReader, choose_recognizer, reader_is_installed
from fashion_focus.models import load_manifest, model_file, open_model
from fashion_focus.retrieval import Calibration, load_calibration
from fashion_focus.structuring import BoxRefiner, CenterDetector, Detector


class Profile(StrEnum):
    """compact: ships with the package and needs no network."""

    COMPACT = "compact"


@dataclass(frozen=True, slots=True)
class Models:
    """One model a stage. names: stage -> "name@hash". recognizer: makes one for the words of a catalog.

    refiner: looks again at what the detector proposes; None where the detector's boxes are taken as they are.
    reader: reads what is printed on things; None where that is not wanted or not installed.
    """

    profile: str
    detector: Detector
    encoder: Encoder
    calibration: Calibration
    recognizer: Callable[[Catalog], Recognizer]
    names: dict[str, str]
    refiner: BoxRefiner | None = None
    reader: TextReader | None = None


def load_models(
    profile: Profile = Profile.COMPACT, *, runtime: str = "auto", threads: int = 2, reads: bool | None = None
) -> Models:
    """The models of a profile, their files checked against their hashes.

    runtime: "auto", "onnxruntime" or "openvino". reads: whether print is read; None: where the extra [ocr] is there.
    Raises ModelError where a file or a package is missing, altered or unfit.
    """
    names = {entry.kind.value: f"{entry.name}@{entry.sha256[:12]}" for entry in load_manifest()}
    reader = RapidReader(threads=threads) if (reader_is_installed() if reads is None else reads) else None
    read_by = {"printed": reader.name} if reader else {}
    return Models(
        profile=profile.value,
        detector=CenterDetector(open_model("structuring", runtime=runtime, threads=threads), name=names["structuring"]),
        encoder=OnnxEncoder(open_model("visual", runtime=runtime, threads=threads), name=names["visual"]),
        calibration=load_calibration(model_file("calibration")),
        recognizer=choose_recognizer,
        names=names | read_by,
        refiner=BoxRefiner(open_model("refinement", runtime=runtime, threads=threads), name=names["refinement"]),
        reader=reader,
    )
