"""The database opens, keeps what is committed, and says in one line where it cannot."""

from pathlib import Path

import pytest
import sqlalchemy

from fashion_focus.core.errors import StoreError
from fashion_focus.store.database import file_url, open_database


def test_it_is_made_with_its_folder_and_waits_for_other_writers(tmp_path: Path) -> None:
    database = open_database(file_url(tmp_path / "deep" / "data"))
    with database.connect() as connection:
        facts = [
            connection.execute(sqlalchemy.text(f"PRAGMA {name}")).scalar() for name in ("journal_mode", "synchronous")
        ]
    database.dispose()
    assert facts == ["wal", 2]


def test_a_database_that_cannot_be_opened_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "fashion-focus.sqlite").write_text("no database, but long enough to be read as a header " * 40)
    with pytest.raises(StoreError, match=r"cannot open the database sqlite:.*; check its URL") as caught:
        open_database(file_url(tmp_path))
    assert "\n" not in str(caught.value)
