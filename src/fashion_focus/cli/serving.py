"""`fashion-focus serve`: the service and its pages on this machine."""

import importlib
from pathlib import Path
from types import ModuleType

import typer

from fashion_focus.cli.terminal import progress, remark, tell
from fashion_focus.core.errors import SettingsError


def add_to(app: typer.Typer) -> None:
    """Hang this module's commands into the program."""
    app.command("serve", epilog="Example: fashion-focus serve --demo")(serve)


def serve(
    data: Path = typer.Option(Path("out/service"), "--data", help="Folder that everything is kept in."),
    host: str = typer.Option("127.0.0.1", "--host", help="Address to listen on; 0.0.0.0 for the whole network."),
    port: int = typer.Option(8080, "--port", min=0, max=65535, help="Port to listen on; 0: any free one."),
    database: str = typer.Option("", "--database", help="URL of the database; by default SQLite in the folder."),
    threads: int = typer.Option(2, "--threads", min=1, help="Threads for the models of each child process."),
    link: bool = typer.Option(False, "--link", help="Print another sign-in link; one that runs here already goes on."),
    demo: bool = typer.Option(False, "--demo", help="Make a short show, and let it be localized here."),
) -> None:
    """Serve the seller's console and the shopper's pages; the first start prints a link that signs you in once."""
    service = _service()
    settings, address = (
        service.ServiceSettings(data=data, database=database, threads=threads),
        service.Address(host, port),
    )
    if link and (another := service.give_link(settings, address)):
        tell(f"Sign in once with {another}")
        return
    library = service.open_library(settings)
    try:
        if demo and not service.has_demo(library):
            with progress("make a show", total=1.0) as advance:
                service.put_demo(library, advance)
            remark("the demo show is being localized; the page shows how far it is")
        if address.public:
            remark("note: plain HTTP on a network can be listened to; put a proxy with HTTPS in front of it")
        service.run_service(library, address, link=link, tell=tell)
    finally:
        library.close()


def _service() -> ModuleType:
    """The room of the service, which only this command needs. Raises SettingsError where its extra is missing."""
    try:
        return importlib.import_module("fashion_focus.service")
    except ModuleNotFoundError as error:
        raise SettingsError(f"{error.name} is missing; install it with pip install 'fashion-focus[server]'") from error
