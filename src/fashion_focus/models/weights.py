"""Model files on disk: described for the manifest, checked against it, and opened."""

import hashlib
from pathlib import Path

from fashion_focus.core.errors import ModelError
from fashion_focus.models.choice import RuntimeName, choose_runtime
from fashion_focus.models.manifest import (
    MANIFEST,
    WEIGHTS,
    Figure,
    Manifest,
    ModelEntry,
    ModelKind,
    TrainingData,
    load_manifest,
    save_manifest,
)
from fashion_focus.models.onnx_runtime import OnnxRuntime
from fashion_focus.models.runtime import Runtime

_REMEDY = "install the package anew"


def describe(
    path: Path,
    *,
    name: str,
    kind: ModelKind,
    licence: str,
    data: tuple[TrainingData, ...] = (),
    figures: tuple[Figure, ...] = (),
) -> ModelEntry:
    """The manifest entry of a model file: hash, length, inputs and outputs are read off the file itself.

    Raises ModelError where the file cannot be read, or is to be a network and is none.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ModelError(f"cannot read {path}: {error.strerror}; name a model file") from error
    network = None if kind is ModelKind.CALIBRATION else OnnxRuntime(path, threads=1)
    return ModelEntry(
        name=name,
        kind=kind,
        file=path.name,
        sha256=hashlib.sha256(content).hexdigest(),
        bytes=len(content),
        licence=licence,
        inputs=network.inputs if network else (),
        outputs=network.outputs if network else (),
        data=data,
        figures=figures,
    )


def register(entry: ModelEntry, *, manifest: Path = MANIFEST) -> None:
    """Writes the entry into a manifest file, in the place of the one with its name or at the end.

    Raises ModelError where the manifest cannot be read, StoreError where it cannot be written.
    """
    old = load_manifest(manifest)
    entries = [entry if one.name == entry.name else one for one in old]
    if entry not in entries:
        entries.append(entry)
    save_manifest(Manifest(tuple(entries), old.folder), manifest)


def verify(entry: ModelEntry, *, folder: Path = WEIGHTS) -> Path:
    """The entry's file, once its length and hash are what the manifest says. Raises ModelError naming the file."""
    path = folder / entry.file
    try:
        with path.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise ModelError(f"cannot read model {entry.name} ({path}): {error.strerror}; {_REMEDY}") from error
    if sha256 != entry.sha256:
        size = path.stat().st_size
        raise ModelError(
            f"model {entry.name} ({path}) was altered: {size} bytes with sha256 {sha256[:12]}…,"
            f" and not {entry.bytes} with {entry.sha256[:12]}…; {_REMEDY}"
        )
    return path


def model_file(name: str, *, manifest: Manifest | None = None) -> Path:
    """The checked file of the model `name`, for data that no runtime executes. Raises ModelError."""
    manifest = load_manifest() if manifest is None else manifest
    return verify(manifest[name], folder=manifest.folder)


def open_model(
    name: str,
    *,
    runtime: RuntimeName | str = RuntimeName.AUTO,
    threads: int = 2,
    manifest: Manifest | None = None,
) -> Runtime:
    """The network `name`, loaded once its hash is right. manifest: the package's own where none is given.

    Raises ModelError for an unknown, missing, altered or unfit file, and for a runtime that is not installed.
    """
    return choose_runtime(runtime)(model_file(name, manifest=manifest), threads=threads)
