"""Media times as people and formats write them."""


def clock(seconds: float) -> str:
    """h:mm:ss, or m:ss below an hour, cut down to whole seconds: 2467.9 gives "41:07"."""
    whole = int(max(0.0, seconds))
    hours, minutes, rest = whole // 3600, whole // 60 % 60, whole % 60
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"


def exact_clock(seconds: float) -> str:
    """hh:mm:ss.mmm, as WebVTT writes it, rounded to the nearest millisecond."""
    milliseconds = round(max(0.0, seconds) * 1000)
    whole, rest = divmod(milliseconds, 1000)
    return f"{whole // 3600:02d}:{whole // 60 % 60:02d}:{whole % 60:02d}.{rest:03d}"


def iso_duration(seconds: float) -> str:
    """A length of time as ISO 8601 writes it: 3725.4 gives "PT1H2M5S"."""
    whole = round(max(0.0, seconds))
    hours, minutes, rest = whole // 3600, whole // 60 % 60, whole % 60
    parts = [f"{value}{unit}" for value, unit in ((hours, "H"), (minutes, "M"), (rest, "S")) if value]
    return "PT" + ("".join(parts) or "0S")
