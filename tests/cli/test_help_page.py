"""The published help page is what the commands say."""

from pathlib import Path

from fashion_focus.cli.help_page import help_page
from fashion_focus.cli.main import app

PAGE = Path(__file__).parents[2] / "docs" / "help.md"


def test_the_help_page_is_up_to_date() -> None:
    renewed = help_page(app)
    assert PAGE.read_text(encoding="utf-8") == renewed, "renew it: python -m fashion_focus.cli.help_page > docs/help.md"
