"""`fashion-focus stream`: live streams in, events out, one JSON object a line."""

import importlib.util
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import typer

from fashion_focus.catalog import read_catalog
from fashion_focus.cli.config import CONFIG
from fashion_focus.cli.terminal import Reporting
from fashion_focus.core.errors import SettingsError
from fashion_focus.files import check_folder
from fashion_focus.profiles import Profile

_EXAMPLE = "Example: fashion-focus stream rtmp://localhost/live/show --catalog products.csv > events.jsonl"
_NOT_IN_A_NAME = re.compile(r"[^A-Za-z0-9._-]+")


@dataclass(frozen=True, slots=True)
class Request:
    """What `stream` was asked to do. names: one for each source."""

    sources: tuple[str, ...]
    names: tuple[str, ...]
    catalog: Path
    data: Path
    rate: float
    realtime: bool
    speech: bool
    headline: str
    how: Reporting = Reporting.AUTO
    publish_port: int = 0
    metrics_port: int | None = None


def add_to(app: typer.Typer) -> None:
    """Hang this module's command into the program."""
    app.command("stream", epilog=_EXAMPLE)(stream_command)


def stream_command(
    sources: list[str] = typer.Argument(help="Files; addresses of RTMP, RTSP or HLS; push: for HTTP."),
    catalog: Path = typer.Option(..., "--catalog", help="The product list: CSV, TSV, XML, JSONL or a folder."),
    name: list[str] = typer.Option([], "--name", help="A name for each source, in order; by default made from it."),
    data: Path = typer.Option(Path("out/streams"), "--data", help="Folder of the database; a killed run goes on."),
    rate: float = typer.Option(4.0, "--rate", min=0.5, max=30.0, help="Analysed pictures a second."),
    fast: bool = typer.Option(False, "--fast", help="Play files as fast as they can be analysed, every picture."),
    no_speech: bool = typer.Option(False, "--no-speech", help="Do not listen to the sound."),
    headline: str = typer.Option("", "--headline", help="The show's title."),
    profile: Profile = typer.Option(Profile.COMPACT, "--profile", help="Which models."),
    publish_port: int = typer.Option(0, "--publish-port", help="Port for push: sources; by default a free one."),
    metrics_port: int = typer.Option(None, "--metrics-port", help="Serve Prometheus metrics on this port."),
    progress_: Reporting = typer.Option(Reporting.AUTO, "--progress", help="How the streams are shown, on stderr."),
    config: Path = CONFIG,  # read by its callback
) -> int:
    """Say which product is shown when in live streams, while they run.

    Prints CloudEvents as JSON Lines. Killed or interrupted, the same command goes on where it was.
    """
    if importlib.util.find_spec("sqlalchemy") is None or importlib.util.find_spec("prometheus_client") is None:
        raise SettingsError("live streams need the extra [server]: pip install 'fashion-focus[server]'")
    check_folder(data)
    request = Request(
        tuple(_absolute(source) for source in sources),
        tuple(_names(sources, name)),
        catalog.absolute(),
        data,
        rate,
        not fast,
        not no_speech,
        headline,
        progress_,
        publish_port,
        metrics_port,
    )
    read_catalog(catalog)
    # The engine needs the extra, and takes its time to load.
    from fashion_focus.cli.live import run

    return run(request, profile)


def _names(sources: Sequence[str], given: Sequence[str]) -> Iterator[str]:
    """A name for each source: given, or made from its last part, numbered where two would be alike."""
    if given and len(given) != len(sources):
        raise SettingsError(f"{len(given)} names for {len(sources)} sources; give --name once for each, or never")
    used: set[str] = set()
    for k, source in enumerate(sources):
        last = source.split("?")[0].rstrip("/").rpartition("/")[2].rpartition(".")
        made = _NOT_IN_A_NAME.sub("-", last[0] or last[2]).strip("-._")[:40]
        name = given[k] if given else made or "stream"
        if name in used:
            name = f"{name}-{k + 1}"
        used.add(name)
        yield name


def _absolute(source: str) -> str:
    """Files by their whole path, so that the stream goes on from whatever folder the command is given again."""
    return source if "://" in source or source == "push:" else str(Path(source).absolute())
