"""The page docs/help.md: what every command says of itself, made from the commands."""

import typer

WIDTH = 100


def help_page(app: typer.Typer) -> str:
    """Markdown with one section a command, in the order of `--help`."""
    root = typer.main.get_command(app)
    sections = [_section(root, "fashion-focus")]
    for name, command in _commands(root):
        sections.append(_section(command, f"fashion-focus {name}"))
        sections += [_section(inner, f"fashion-focus {name} {part}") for part, inner in _commands(command)]
    head = "# Commands\n\nMade by `python -m fashion_focus.cli.help_page`; a test keeps it true.\n"
    return head + "".join(sections)


# Typer hands out its own copy of Click's classes, which it does not export; their commands are used as they come.
def _commands(command) -> list[tuple[str, "typer.core.TyperCommand"]]:  # type: ignore[no-untyped-def]  # see above
    return sorted(getattr(command, "commands", {}).items())


def _section(command, path: str) -> str:  # type: ignore[no-untyped-def]  # see above
    context = command.make_context(path, [], resilient_parsing=True, terminal_width=WIDTH, max_content_width=WIDTH)
    return f"\n## {path}\n\n```text\n{command.get_help(context).strip()}\n```\n"


if __name__ == "__main__":
    from fashion_focus.cli.main import app as program

    print(help_page(program), end="")
