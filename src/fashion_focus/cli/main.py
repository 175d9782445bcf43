"""The command `fashion-focus`: groups put together, faults turned into one line and an exit code."""

import logging
import sys
import tempfile
import traceback
from collections.abc import Sequence

import typer

import fashion_focus
from fashion_focus.cli import (
    catalogs,
    doctor,
    embeddings,
    evaluations,
    exports,
    localizing,
    modelfiles,
    serving,
    simulations,
    streaming,
    trainings,
)
from fashion_focus.cli.terminal import complain, tell
from fashion_focus.core.errors import FashionFocusError, InputError, SettingsError, StoreError

DONE, FAULT, BAD_INPUT, INTERRUPTED = 0, 1, 2, 130

app = typer.Typer(
    name="fashion-focus",
    help="Says which product is shown when in a live-selling video.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        tell(f"fashion-focus {fashion_focus.__version__}")
        raise typer.Exit


@app.callback()
def _common(
    version: bool = typer.Option(False, "--version", callback=_version, is_eager=True, help="Print the version."),
    debug: bool = typer.Option(False, "--debug", help="On a fault of ours, print the whole traceback."),
) -> None:
    level = logging.DEBUG if debug else logging.WARNING
    logging.basicConfig(level=level, format="%(levelname)s %(name)s: %(message)s")


localizing.add_to(app)
streaming.add_to(app)
embeddings.add_to(app)
catalogs.add_to(app)
simulations.add_to(app)
exports.add_to(app)
serving.add_to(app)
evaluations.add_to(app)
trainings.add_to(app)
modelfiles.add_to(app)
doctor.add_to(app)


def run() -> None:
    """Entry of the console script; never prints a traceback unless asked to."""
    sys.exit(execute(sys.argv[1:]))


def execute(arguments: Sequence[str]) -> int:
    """Run one command line; returns the exit code."""
    try:
        result = app(list(arguments), standalone_mode=False)
    except typer.Exit as leaving:
        return leaving.exit_code
    except (KeyboardInterrupt, typer.Abort):
        complain("interrupted")
        return INTERRUPTED
    except typer.TyperException as error:
        complain(f"{error.format_message()}; see fashion-focus --help")
        return BAD_INPUT
    except (InputError, SettingsError, StoreError) as error:
        complain(error)
        return BAD_INPUT
    except FashionFocusError as error:
        complain(error)
        return FAULT
    except Exception as error:  # noqa: BLE001  # the outermost loop: a fault of ours becomes one line and a file
        return _own_fault(error, debug="--debug" in arguments)
    return result if isinstance(result, int) else DONE


def _own_fault(error: Exception, *, debug: bool) -> int:
    if debug:
        traceback.print_exception(error)
        return FAULT
    with tempfile.NamedTemporaryFile("w", prefix="fashion-focus-", suffix=".log", delete=False) as log:
        traceback.print_exception(error, file=log)
    complain(f"a fault of ours: {type(error).__name__}: {error}; details are in {log.name}")
    return FAULT
