"""`fashion-focus export`: results that exist, in another format."""

from enum import StrEnum
from pathlib import Path

import typer

from fashion_focus.cli.terminal import tell
from fashion_focus.export import export_as, formats

Format = StrEnum("Format", {name: name for name in formats()})


def add_to(app: typer.Typer) -> None:
    """Hang this module's commands into the program."""
    app.command("export", epilog="Example: fashion-focus export mot out/show")(export)


def export(
    format_: Format = typer.Argument(metavar="FORMAT", help=f"One of {', '.join(formats())}."),
    folder: Path = typer.Argument(help="Folder that `localize` wrote."),
    out: Path = typer.Option(None, "--out", help="File to write; by default in the same folder."),
) -> None:
    """Write the results of `localize` in another format."""
    tell(f"wrote {export_as(format_.value, folder, out=out)}")
