"""`fashion-focus models list` and `models verify`."""

import typer

from fashion_focus.cli.terminal import plain_table, show, tell, tell_json
from fashion_focus.models import load_manifest, verify


def add_to(app: typer.Typer) -> None:
    """Hang this module's commands into the program."""
    group = typer.Typer(no_args_is_help=True, help="The model files that ship with the program.")
    group.command("list", epilog="Example: fashion-focus models list --json")(list_models)
    group.command("verify", epilog="Example: fashion-focus models verify")(verify_models)
    app.add_typer(group, name="models")


def list_models(as_json: bool = typer.Option(False, "--json", help="Print one JSON object.")) -> None:
    """What ships: name, size, licence, and the figures that were measured."""
    entries = list(load_manifest())
    if as_json:
        rows = [{"name": e.name, "file": e.file, "bytes": e.bytes, "sha256": e.sha256} for e in entries]
        tell_json({"models": rows})
        return
    table = plain_table("name", "kind", "MB", "licence", "figures", right=("MB",))
    for entry in entries:
        figures = ", ".join(f"{figure.name} {figure.value:g}" for figure in entry.figures)
        table.add_row(entry.name, entry.kind.value, f"{entry.bytes / 1e6:.1f}", entry.licence, figures)
    show(table)


def verify_models() -> None:
    """Check every model file against its hash."""
    for entry in load_manifest():
        verify(entry)
        tell(f"{entry.name}: {entry.file} is as it should be")
