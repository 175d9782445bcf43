"""`fashion-focus train structuring`, `train refinement` and `train visual`."""

import importlib.util
from pathlib import Path

import typer

from fashion_focus.cli.terminal import tell
from fashion_focus.core.errors import SettingsError


def add_to(app: typer.Typer) -> None:
    """Hang this module's commands into the program."""
    group = typer.Typer(no_args_is_help=True, help="Train the networks that ship (extra [train]).")
    group.command("structuring", epilog="Example: fashion-focus train structuring --out out/detector --minutes 90")(
        structuring
    )
    group.command("refinement", epilog="Example: fashion-focus train refinement --out out/refiner --crops 60000")(
        refinement
    )
    group.command("visual", epilog="Example: fashion-focus train visual --products products --out out/visual")(visual)
    app.add_typer(group, name="train")


def structuring(
    out: Path = typer.Option(..., "--out", help="Folder for checkpoints, the log and the ONNX file."),
    products: Path = typer.Option(None, "--products", help="Folder of product images; only its `train` split is used."),
    places: Path = typer.Option(None, "--places", help="Folder of photos of rooms."),
    videos: Path = typer.Option(None, "--videos", help="Folder of videos of hosts."),
    minutes: float = typer.Option(90.0, "--minutes", min=0.1, help="Time budget; the schedule fits itself to it."),
    device: str = typer.Option("cpu", "--device", help="cpu or cuda."),
) -> None:
    """Train the joint detector and appearance network on simulated scenes."""
    _need_torch()
    from fashion_focus.training.detector_recipe import StructuringTraining, train_structuring
    from fashion_focus.training.detector_trainer import TrainerSettings

    settings = StructuringTraining(products, places, videos, TrainerSettings(minutes=minutes, device=device))
    tell(f"trained {train_structuring(settings, out=out)}")


def refinement(
    out: Path = typer.Option(..., "--out", help="Folder for the weights and the ONNX files."),
    products: Path = typer.Option(None, "--products", help="Folder of product images; only its `train` split is used."),
    places: Path = typer.Option(None, "--places", help="Folder of photos of rooms."),
    videos: Path = typer.Option(None, "--videos", help="Folder of videos of hosts."),
    crops: int = typer.Option(60_000, "--crops", min=64, help="Proposals to learn from; two thousand a minute a core."),
) -> None:
    """Train the network that looks again, closely, at what may be shown."""
    _need_torch()
    from fashion_focus.training.refiner_recipe import RefinerTraining, train_refiner

    settings = RefinerTraining(products, places, videos, crops=crops)
    tell(f"trained {train_refiner(settings, out=out)}")


def visual(
    out: Path = typer.Option(..., "--out", help="Folder for checkpoints, the log and the ONNX file."),
    products: Path = typer.Option(..., "--products", help="Folder of product images; only its `train` split is used."),
    places: Path = typer.Option(None, "--places", help="Folder of photos of rooms."),
    videos: Path = typer.Option(None, "--videos", help="Folder of videos of hosts."),
    minutes: float = typer.Option(45.0, "--minutes", min=0.1, help="Time budget of the network."),
    shows: int = typer.Option(500, "--shows", min=1, help="Simulated shows for the layer behind it; two seconds each."),
) -> None:
    """Train the visual encoder by triplets of video crops and catalog pictures."""
    _need_torch()
    from fashion_focus.training.visual_recipe import train_visual
    from fashion_focus.training.visual_trainer import VisualTraining

    settings = VisualTraining(products=products, places=places, videos=videos, minutes=minutes, shows=shows)
    tell(f"trained {train_visual(settings, out=out)}")


def _need_torch() -> None:
    if importlib.util.find_spec("torch") is None:
        raise SettingsError(
            "training needs PyTorch: pip install torch==2.13.0, then pip install 'fashion-focus[train]'"
        )
