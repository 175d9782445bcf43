"""`fashion-focus export`: results that exist, in another format."""

from pathlib import Path

import typer

from fashion_focus.catalog import read_catalog
from fashion_focus.cli.terminal import tell
from fashion_focus.core.errors import SettingsError
from fashion_focus.export import read_focus_json
from fashion_focus.export.formats import FORMATS, export_as
from fashion_focus.files import check_folder


def add_to(app: typer.Typer) -> None:
    """Hang this module's commands into the program."""
    app.command("export", epilog="Example: fashion-focus export mot out/show --catalog products.csv")(export)


def export(
    format_: str = typer.Argument(metavar="FORMAT", help=f"One of {', '.join(FORMATS)}."),
    folder: Path = typer.Argument(help="Folder that `localize` wrote."),
    catalog: Path = typer.Option(..., "--catalog", help="The product list that was localized with."),
    out: Path = typer.Option(None, "--out", help="Folder to write to; by default the same one."),
) -> None:
    """Write the results of `localize` in another format."""
    if format_ not in FORMATS:
        raise SettingsError(f"no format {format_!r}; there are {', '.join(FORMATS)}")
    report = read_focus_json(folder / "focus.json")
    tell(f"wrote {export_as(format_, report, read_catalog(catalog), check_folder(out or folder))}")
