"""`fashion-focus doctor`: what this machine has, what is missing, and the remedy."""

import typer

from fashion_focus.cli.terminal import plain_table, show, tell_json
from fashion_focus.diagnosis import Health, examine

_MARKS = {Health.GOOD: "✓", Health.WARNING: "!", Health.BAD: "✗"}


def add_to(app: typer.Typer) -> None:
    """Hang this module's commands into the program."""
    app.command("doctor", epilog="Example: fashion-focus doctor --json")(doctor)


def doctor(as_json: bool = typer.Option(False, "--json", help="Print one JSON object.")) -> None:
    """Check Python, codecs, model files, speech, fonts and disk; exit code 2 where something is broken."""
    findings = examine()
    if as_json:
        rows = [{"what": f.what, "health": f.health.value, "found": f.found, "remedy": f.remedy} for f in findings]
        tell_json({"findings": rows})
    else:
        table = plain_table("", "what", "found", "remedy")
        for finding in findings:
            table.add_row(_MARKS[finding.health], finding.what, finding.found, finding.remedy)
        show(table)
    if any(finding.health is Health.BAD for finding in findings):
        raise typer.Exit(2)
