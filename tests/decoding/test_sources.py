"""Sources are recognized, and their secrets never shown."""

import pytest

from fashion_focus.core.errors import SettingsError
from fashion_focus.decoding.sources import SourceKind, parse_source, redacted


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("show.mp4", SourceKind.FILE),
        ("rtmp://host/live/show", SourceKind.RTMP),
        ("rtmps://host/live/show", SourceKind.RTMP),
        ("RTSP://host/stream", SourceKind.RTSP),
        ("https://host/a/index.m3u8?token=1", SourceKind.HLS),
        ("push:", SourceKind.PUSH),
    ],
)
def test_a_source_is_known_by_its_address(text: str, kind: SourceKind) -> None:
    assert parse_source(text).kind is kind
    assert parse_source(text).replayable is (kind is SourceKind.FILE)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "gopher://host/x",
        "file:///etc/passwd",
        "concat://a|b",
        "rtmp://",
        "rtmp://host/live app=x",
        "http://[::1/a.m3u8",
    ],
)
def test_what_is_no_source_is_refused(text: str) -> None:
    with pytest.raises(SettingsError):
        parse_source(text)


def test_a_refusal_does_not_repeat_the_password() -> None:
    with pytest.raises(SettingsError) as caught:
        parse_source("ftp://user:hunter2@host/x?key=hunter2")
    assert "hunter2" not in str(caught.value)
    assert "ftp://***@host/x?***" in str(caught.value)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("rtsp://u:hunter2@cam:554/1", "rtsp://***@cam:554/1"),
        ("https://h/a.m3u8?sig=hunter2#hunter2", "https://h/a.m3u8?***"),
        ("cannot open 'rtmp://hunter2@h/live/x': gone", "cannot open 'rtmp://***@h/live/x': gone"),
        ("rtsp://u:hunter2@[fe80::1]:99/x and http://h/y?hunter2", "rtsp://***@[fe80::1]:99/x and http://h/y?***"),
        ("rtsp://u:hunter2@[broken/x", "rtsp://***"),
    ],
)
def test_addresses_in_texts_lose_their_secrets(text: str, shown: str) -> None:
    assert redacted(text) == shown
