"""`fashion-focus simulate` and `demo`: made-up live shows with exact truth."""

from pathlib import Path

import typer

from fashion_focus.catalog import read_catalog
from fashion_focus.cli import localizing
from fashion_focus.cli.terminal import progress, remark, tell
from fashion_focus.files import check_folder
from fashion_focus.localizing import ShowWords
from fashion_focus.simulation import StreamSettings, simulate_stream


def add_to(app: typer.Typer) -> None:
    """Hang this module's commands into the program."""
    app.command("simulate", epilog="Example: fashion-focus simulate out/show --seconds 60 --seed 7")(simulate)
    app.command("demo", epilog="Example: fashion-focus demo")(demo)


def simulate(
    out: Path = typer.Argument(help="Folder for video.mp4, catalog.csv, comments.jsonl, transcript.srt, truth.json."),
    seconds: float = typer.Option(60.0, "--seconds", min=5.0, help="Length of the show."),
    seed: int = typer.Option(0, "--seed", help="The same seed gives the same show."),
    products: int = typer.Option(12, "--products", min=1, help="Products on the shelf."),
    exhibits: int = typer.Option(6, "--exhibits", min=0, help="How often one is shown."),
    portrait: bool = typer.Option(False, "--portrait", help="720x1280 instead of 1280x720."),
) -> None:
    """Make a live-selling show with its product list and the exact truth of what is shown when."""
    size = (720, 1280) if portrait else (1280, 720)
    settings = StreamSettings(seconds=seconds, size=size, n_products=products, n_exhibits=exhibits)
    tell(f"made {_make(out, settings, seed)}")


def demo(
    out: Path = typer.Option(Path("out/demo"), "--out", help="Folder for the show and the results."),
    seed: int = typer.Option(1, "--seed", help="Which show."),
) -> None:
    """Make a short live show, find out which product is shown when, and write a report."""
    remark("1 of 2: making a one-minute show with 12 products")
    show = _make(out / "show", StreamSettings(seconds=60.0, size=(1280, 720), n_products=12, n_exhibits=6), seed)
    remark("2 of 2: finding which product is shown when")
    words = ShowWords(comments=show / "comments.jsonl")
    localizing.serve(localizing.Request(show / "video.mp4", read_catalog(show / "catalog.csv"), out, words))


def _make(folder: Path, settings: StreamSettings, seed: int) -> Path:
    with progress("make the show", total=1.0) as advance:
        return simulate_stream(check_folder(folder), settings, seed=seed, progress=advance)
