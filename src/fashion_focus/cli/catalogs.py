"""`fashion-focus catalog check` and `catalog convert`."""

from dataclasses import asdict
from pathlib import Path

import typer

from fashion_focus.catalog import check_catalog, read_catalog, write_catalog
from fashion_focus.cli.terminal import plain_table, remark, show, tell, tell_json


def add_to(app: typer.Typer) -> None:
    """Hang this module's commands into the program."""
    group = typer.Typer(no_args_is_help=True, help="Product lists: check them, convert them.")
    group.command("check", epilog="Example: fashion-focus catalog check products.csv")(check)
    group.command("convert", epilog="Example: fashion-focus catalog convert shopify.csv products.csv")(convert)
    app.add_typer(group, name="catalog")


def check(
    catalog: Path = typer.Argument(help="The product list: CSV, TSV, XML, JSONL or a folder of images."),
    as_json: bool = typer.Option(False, "--json", help="Print one JSON object."),
) -> None:
    """Read a product list and say what is wrong with it."""
    found = check_catalog(catalog)
    if as_json:
        tell_json(asdict(found))
        return
    tell(f"{catalog}: {found.products} products, {len(found.without_picture)} without a photo")
    if found.notes:
        table = plain_table("what", "where", "times", right=("times",))
        for note in found.notes:
            table.add_row(note.code, note.text, str(note.count))
        show(table)


def convert(
    catalog: Path = typer.Argument(help="The product list to read."),
    out: Path = typer.Argument(help="The CSV file to write, in the columns of a Merchant feed."),
) -> None:
    """Write a product list of any known format as one CSV."""
    products = read_catalog(catalog)
    write_catalog(products, out)
    for note in products.notes:
        remark(f"note: {note.text}")
    tell(f"{out}: {len(products)} products")
