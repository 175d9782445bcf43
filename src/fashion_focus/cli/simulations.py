"""`fashion-focus simulate` and `demo`: made-up live shows with exact truth."""

import os
from enum import StrEnum
from pathlib import Path

import typer

from fashion_focus.catalog import read_catalog
from fashion_focus.cli import localizing
from fashion_focus.cli.terminal import progress, remark, tell
from fashion_focus.core.errors import SettingsError
from fashion_focus.files import check_folder
from fashion_focus.localizing import ShowWords
from fashion_focus.simulation import SETS, Material, StreamSettings, exhibits_for, make_set, simulate_stream


class SetName(StrEnum):
    """The named sets that can be asked for."""

    SMOKE = "smoke"
    TRAIN = "train"
    VAL = "val"
    TEST = "test"


class SplitName(StrEnum):
    """Parts of the real products, of which a show takes one."""

    TRAIN = "train"
    VAL = "val"
    TEST = "test"


def add_to(app: typer.Typer) -> None:
    """Hang this module's commands into the program."""
    app.command("simulate", epilog="Example: fashion-focus simulate out/show --seconds 60 --seed 7")(simulate)
    app.command("demo", epilog="Example: fashion-focus demo")(demo)


def simulate(
    out: Path = typer.Argument(help="Folder of the show, or of the set's shows."),
    seconds: float = typer.Option(60.0, "--seconds", min=5.0, help="Length of the show."),
    hours: float | None = typer.Option(None, "--hours", min=0.01, help="Length in hours, instead of --seconds."),
    seed: int = typer.Option(0, "--seed", help="The same seed gives the same show."),
    products: int = typer.Option(12, "--products", min=1, help="Products on the shelf."),
    exhibits: int | None = typer.Option(
        None, "--exhibits", min=0, help="How often one is shown; as suits the length where it is not given."
    ),
    portrait: bool = typer.Option(False, "--portrait", help="720x1280 instead of 1280x720."),
    chinese: bool = typer.Option(False, "--chinese", help="Speech, comments and titles in Chinese."),
    named: SetName | None = typer.Option(
        None, "--set", help="Make a whole named set instead, or what is missing of it in the folder."
    ),
    first: int | None = typer.Option(
        None, "--first", min=1, help="With --set: so many streams of each category only; the rest can follow."
    ),
    workers: int = typer.Option(0, "--workers", min=0, help="Processes for a set; 0 is one a core."),
    products_folder: Path | None = typer.Option(
        None, "--products-folder", help="Real products: of a show instead of drawn ones, of a set besides them."
    ),
    split: SplitName | None = typer.Option(
        None, "--split", help="Which of the folder's products a show takes, train where not given."
    ),
    places: Path | None = typer.Option(None, "--places", help="Pictures of real rooms."),
    videos: Path | None = typer.Option(None, "--videos", help="Clips of real hosts: folders hosts and people."),
) -> None:
    """Make a live-selling show with its product list and the exact truth of what is shown when, or a set of them."""
    material = Material(products_folder, places, videos)
    if named is not None:
        if (hours, exhibits, split) != (None, None, None):
            raise SettingsError(
                "--hours, --exhibits and --split are of a single show; leave them out, or leave --set out"
            )
        chosen = SETS[named.value]
        with progress(f"make the set {chosen.name}", total=1.0) as advance:
            cores = workers or os.cpu_count() or 1
            make_set(out, chosen, material=material, workers=cores, first=first, progress=advance)
        made = sum(1 for row in chosen.streams if first is None or row.number <= first)
        tell(f"made {out}: {made} of {len(chosen.streams)} streams, {len(chosen.articles())} drawn products")
        return
    if split is not None and products_folder is None:
        raise SettingsError("--split chooses among real products; give their --products-folder, or leave it out")
    length = seconds if hours is None else hours * 3600
    settings = StreamSettings(
        seconds=length,
        size=(720, 1280) if portrait else (1280, 720),
        n_products=products,
        n_exhibits=exhibits_for(length) if exhibits is None else exhibits,
        language="zh" if chinese else "en",
        products=material.products,
        places=material.places,
        videos=material.videos,
        split=(split or SplitName.TRAIN).value,
    )
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
