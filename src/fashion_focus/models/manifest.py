"""The list of model files that ship: what each is, whence it comes, and the hash that it must have."""

import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import ClassVar

from pydantic import ConfigDict, TypeAdapter, ValidationError

from fashion_focus.core.errors import ModelError
from fashion_focus.files import write_atomically
from fashion_focus.models.ports import Port

_HERE = Path(__file__).parent
MANIFEST = _HERE / "manifest.toml"
WEIGHTS = _HERE / "weights"

_HEAD = "# Every model file of this package: see `fashion-focus models list`. Files stand in weights/.\n"
_FILE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_SHA256 = re.compile(r"[0-9a-f]{64}")


class ModelKind(StrEnum):
    """What a file is for. Networks have inputs and outputs; a calibration is a table of numbers and has none."""

    STRUCTURING = "structuring"
    REFINEMENT = "refinement"
    VISUAL = "visual"
    CALIBRATION = "calibration"


@dataclass(frozen=True, slots=True)
class TrainingData:
    """One source that a model learnt from. use: what for, and how much of it, in words."""

    source: str
    licence: str
    use: str = ""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured value with the command that printed it."""

    name: str
    value: float
    command: str

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")


@dataclass(frozen=True, slots=True)
class ModelEntry:
    """One shipped file. name: how the program asks for it; file: its name in the weights folder; bytes: its length."""

    name: str
    kind: ModelKind
    file: str
    sha256: str
    bytes: int
    licence: str
    inputs: tuple[Port, ...] = ()
    outputs: tuple[Port, ...] = ()
    data: tuple[TrainingData, ...] = ()
    figures: tuple[Figure, ...] = ()

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    def __post_init__(self) -> None:
        if not _FILE_NAME.fullmatch(self.file):
            raise ValueError(f"file {self.file!r} must be a plain file name")
        if not _SHA256.fullmatch(self.sha256):
            raise ValueError(f"sha256 {self.sha256!r} must be 64 hexadecimal digits in lower case")
        if (self.kind is ModelKind.CALIBRATION) == bool(self.inputs):
            raise ValueError(f"{self.name}: networks name their inputs, calibrations have none")

    @property
    def version(self) -> str:
        """Name and the hash's first digits, as reports name a model: `visual@0123456789ab`."""
        return f"{self.name}@{self.sha256[:12]}"


@dataclass(frozen=True, slots=True)
class Manifest:
    """All entries, in the order of the file, and the folder where their files stand."""

    entries: tuple[ModelEntry, ...]
    folder: Path = WEIGHTS

    def __post_init__(self) -> None:
        for column in ("name", "file"):
            values = [getattr(entry, column) for entry in self.entries]
            if len(set(values)) != len(values):
                raise ValueError(f"two entries have the same {column}")

    def __iter__(self) -> Iterator[ModelEntry]:
        return iter(self.entries)

    def __len__(self) -> int:
        return len(self.entries)

    def __getitem__(self, name: str) -> ModelEntry:
        for entry in self.entries:
            if entry.name == name:
                return entry
        known = ", ".join(entry.name for entry in self.entries) or "no model at all"
        raise ModelError(f"the manifest has no model {name!r}; it has {known}")


@dataclass(frozen=True, slots=True)
class _Document:
    """The file as it is written: tables [[model]] and nothing else."""

    model: tuple[ModelEntry, ...] = ()

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")


def load_manifest(path: Path = MANIFEST, *, folder: Path | None = None) -> Manifest:
    """Reads the manifest of the package, or another. folder: where its files stand, by default weights/ beside it.

    Raises ModelError where the manifest is missing or says something that is not understood.
    """
    try:
        document = TypeAdapter(_Document).validate_python(tomllib.loads(path.read_text(encoding="utf-8")))
        return Manifest(document.model, folder or path.parent / "weights")
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise ModelError(f"cannot read {path}: {where}: {first['msg']}; install the package anew") from error
    except (OSError, ValueError) as error:
        raise ModelError(f"cannot read {path}: {error}; install the package anew") from error


def save_manifest(manifest: Manifest, path: Path) -> None:
    """Writes the manifest as TOML, so that `load_manifest` reads the same entries. Raises StoreError."""
    write_atomically(path, _HEAD + "".join(f"\n[[model]]\n{_toml(entry)}" for entry in manifest))


def _toml(entry: ModelEntry) -> str:
    lines = []
    for key, value in asdict(entry).items():
        if isinstance(value, tuple):
            lines += [f"{key} = [\n" + "".join(f"    {_inline(row)},\n" for row in value) + "]"] if value else []
        else:
            lines.append(f"{key} = {_scalar(value)}")
    return "\n".join(lines) + "\n"


def _inline(row: dict[str, object]) -> str:
    return "{ " + ", ".join(f"{key} = {_scalar(value)}" for key, value in row.items()) + " }"


def _scalar(value: object) -> str:
    # JSON's strings, numbers and lists are TOML's too, but for the one control character that JSON leaves bare.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
