"""The processes in which foreign material is decoded, from the service's side."""

import pytest

pytest.importorskip("fastapi", reason="needs the extra [server]")

from fashion_focus.service.confined.parent import ChildFailedError, ConfinedChild


def test_a_closed_one_starts_no_other() -> None:
    child = ConfinedChild()
    child.close()
    with pytest.raises(ChildFailedError, match="being stopped"):
        child.call("probe", {})
