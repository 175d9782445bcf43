"""Settings from a file: `--config FILE.toml` gives a command's options their defaults, flags still win."""

import difflib
import tomllib
from pathlib import Path

import typer

from fashion_focus.core.errors import SettingsError


def load_defaults(context: typer.Context, path: Path | None) -> Path | None:
    """Callback of --config: the table named like the command, such as [localize], fills in its options.

    Raises SettingsError where the file cannot be read or names an option that the command does not have.
    """
    if path is None:
        return None
    command = context.info_name or ""
    values = _table(path, command)
    known = {param.name for param in context.command.params if param.name not in {"config", None}}
    for key in values:
        if key.replace("-", "_") not in known:
            near = difflib.get_close_matches(key.replace("-", "_"), [str(name) for name in known], n=1)
            hint = f"; did you mean {near[0]}?" if near else f"; it may set {', '.join(sorted(map(str, known)))}"
            raise SettingsError(f"{path}: [{command}] has no setting {key!r}{hint}")
    context.default_map = {key.replace("-", "_"): value for key, value in values.items()}
    return path


def _table(path: Path, command: str) -> dict[str, object]:
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SettingsError(f"cannot read the settings {path}: {error.strerror}; check --config") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}: not TOML ({error}); see the README for an example") from error
    table = document.get(command, {})
    if not isinstance(table, dict):
        raise SettingsError(f"{path}: [{command}] must be a table")
    return table


CONFIG = typer.Option(
    None, "--config", help="Settings file; its table named like the command.", callback=load_defaults, is_eager=True
)
