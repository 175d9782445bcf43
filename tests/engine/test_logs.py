"""Log lines are objects, and hold no secrets."""

import json
import logging
import sys

from fashion_focus.engine import JsonLines


def test_a_line_is_an_object_without_passwords() -> None:
    try:
        open("rtsp://user:hunter2@camera/1", encoding="utf-8").close()
    except OSError:
        record = logging.LogRecord(
            "engine", logging.WARNING, "x.py", 1, "away: %s", ("http://h/a?key=hunter2",), sys.exc_info()
        )
    text = JsonLines().format(record)
    line = json.loads(text)
    assert "hunter2" not in text
    assert (line["level"], line["message"]) == ("warning", "away: http://h/a?***")
    assert "rtsp://***@camera/1" in line["error"]
