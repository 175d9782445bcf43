"""Log lines that programs read: one JSON object each, without the secrets of addresses."""

import json
import logging
from datetime import UTC, datetime

from fashion_focus.decoding.sources import redacted


class JsonLines(logging.Formatter):
    """Time, level, logger and message; the traceback under "error" where there is one."""

    def format(self, record: logging.LogRecord) -> str:
        """One line."""
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": redacted(record.getMessage()),
        }
        if record.exc_info:
            line["error"] = redacted(self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False)
