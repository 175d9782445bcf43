"""`fashion-focus localize` and `demo`: a video in, focuses out."""

import shlex
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import typer

from fashion_focus.catalog import PictureFetcher, read_catalog
from fashion_focus.cli.config import CONFIG
from fashion_focus.cli.summary import focus_summary, focus_table
from fashion_focus.cli.terminal import Reporting, clock, progress, remark, show, tell, tell_json
from fashion_focus.core.errors import SettingsError
from fashion_focus.core.focus import FocusReport
from fashion_focus.core.product import Catalog
from fashion_focus.export import write_outputs, write_overlay
from fashion_focus.files import check_folder, write_atomically
from fashion_focus.localizing import FileRun, RunInterruptedError, ShowWords
from fashion_focus.media import probe
from fashion_focus.profiles import Profile, load_models
from fashion_focus.session import SessionConfig

CHECKPOINT = "interrupted.checkpoint"


@dataclass(frozen=True, slots=True)
class Request:
    """What `localize` was asked to do."""

    video: Path
    catalog: Catalog
    out: Path
    words: ShowWords
    profile: Profile = Profile.COMPACT
    reads: bool = True
    rate: float = 4.0
    overlay: bool = False
    resume: bool = False
    how: Reporting = Reporting.AUTO


def add_to(app: typer.Typer) -> None:
    """Hang this module's commands into the program."""
    app.command("localize", epilog="Example: fashion-focus localize show.mp4 --catalog products.csv --out out/show")(
        localize_command
    )


def localize_command(
    video: Path = typer.Argument(help="The video file."),
    catalog: Path = typer.Option(..., "--catalog", help="The product list: CSV, TSV, XML, JSONL or a folder."),
    out: Path = typer.Option(None, "--out", help="Folder for the results; by default out/ and the video's name."),
    comments: Path = typer.Option(None, "--comments", help="Viewers' lines: JSON Lines {t, user, text}."),
    transcript: Path = typer.Option(None, "--transcript", help="Speech as SRT, WebVTT or JSON Lines."),
    headline: str = typer.Option("", "--headline", help="The show's title."),
    rate: float = typer.Option(4.0, "--rate", min=0.5, max=30.0, help="Analysed pictures a second."),
    no_speech: bool = typer.Option(False, "--no-speech", help="Do not listen to the sound."),
    no_reading: bool = typer.Option(False, "--no-reading", help="Do not read what is printed on products."),
    profile: Profile = typer.Option(Profile.COMPACT, "--profile", help="Which models."),
    overlay: bool = typer.Option(False, "--overlay", help="Also write overlay.mp4 with boxes and names."),
    fetch_images: bool = typer.Option(False, "--fetch-images", help="Fetch pictures that the list names by address."),
    resume: bool = typer.Option(False, "--resume", help="Go on where an interrupted run left off."),
    progress_: Reporting = typer.Option(Reporting.AUTO, "--progress", help="How progress is told, on stderr."),
    as_json: bool = typer.Option(False, "--json", help="Print one JSON object instead of tables."),
    config: Path = CONFIG,  # read by its callback
) -> None:
    """Say which product of a list is shown when in a video.

    Writes focus.json, focuses.csv, chapters.vtt, chapters.txt and report.html.
    """
    folder = out or Path("out") / video.stem
    probe(video)
    products = read_catalog(catalog, fetch=PictureFetcher(folder / "pictures") if fetch_images else None)
    words = ShowWords(transcript, comments, headline, speech=not no_speech)
    check_folder(folder)
    how = Reporting.QUIET if as_json and progress_ is Reporting.AUTO else progress_
    request = Request(video, products, folder, words, profile, not no_reading, rate, overlay, resume, how)
    serve(request, as_json=as_json)


def serve(request: Request, *, as_json: bool = False) -> None:
    """Localize, write everything, and tell what was found."""
    began = time.monotonic()
    report = _run(request)
    paths = _write(request, report)
    summary = focus_summary(report, request.out)
    if as_json:
        tell_json(summary)
        return
    tell(f"Done in {clock(time.monotonic() - began)}.  {summary['headline']}")
    if report.focuses or report.undecided:
        show(focus_table(report, request.catalog))
    for note in report.notes:
        remark(f"note: {note.text}" + (f" ({note.count} times)" if note.count > 1 else ""))
    tell(f"Report: {next(path for path in paths if path.suffix == '.html')}")


def _run(request: Request) -> FocusReport:
    """The report; on Ctrl-C the state is saved and the command that goes on is printed."""
    facts = probe(request.video)
    remark(_headline(request, facts.duration, facts.size, facts.fps))
    saved = request.out / CHECKPOINT
    with progress("analyse", total=facts.duration, how=request.how) as advance:
        try:
            file_run = FileRun(
                request.video,
                request.catalog,
                models=load_models(request.profile, reads=None if request.reads else False),
                words=request.words,
                config=SessionConfig(rate=request.rate),
            )
            resume = _checkpoint(saved) if request.resume else None
            report = file_run.play(lambda at, _: advance(at.done, f"{at.n_found} found"), resume=resume)
        except RunInterruptedError as interruption:
            write_atomically(saved, interruption.checkpoint)
            again = shlex.join([*sys.argv, *([] if request.resume else ["--resume"])])
            remark(f"stopped at {clock(interruption.time)}; what was found is kept. Go on with: {again}")
            raise KeyboardInterrupt from interruption
    saved.unlink(missing_ok=True)
    return report


def _write(request: Request, report: FocusReport) -> list[Path]:
    """All result files, and the overlay where it was asked for."""
    paths = write_outputs(report, request.catalog, request.out)
    if request.overlay:
        remark("drawing overlay.mp4")
        for note in write_overlay(request.video, report, request.catalog, request.out / "overlay.mp4"):
            remark(f"note: {note.text}")
    return paths


def _headline(request: Request, duration: float, size: tuple[int, int], fps: float) -> str:
    pictureless = sum(1 for product in request.catalog if not product.images)
    hint = f" ({pictureless} without photo)" if pictureless else ""
    width, height = size
    video = f"{request.video.name}  {clock(duration)}  {width}x{height}  {fps:.4g} fps"
    return f"  {video}   {len(request.catalog)} products{hint}"


def _checkpoint(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise SettingsError(f"nothing to resume: {path} is not there; leave --resume away") from error
