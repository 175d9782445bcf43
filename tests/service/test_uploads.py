"""Uploads go on where they broke off, and only videos are taken in."""

from pathlib import Path

import pytest
from tests.service.conftest import Served


def announced(served: Served, n_bytes: int, name: str = "show.mp4") -> str:
    wanted = {"title": "Show", "file_name": name, "n_bytes": n_bytes}
    video_id: str = served.client.post("/api/v1/videos", json=wanted).json()["id"]
    return video_id


def send(served: Served, video_id: str, data: bytes, offset: int = 0) -> tuple[int, dict[str, object]]:
    answer = served.client.patch(
        f"/api/v1/videos/{video_id}/content", content=data, headers={"Upload-Offset": str(offset)}
    )
    return answer.status_code, answer.json()


def test_a_video_arrives_in_parts(served: Served, tiny_show: Path) -> None:
    data = (tiny_show / "video.mp4").read_bytes()
    video_id, half = announced(served, len(data)), len(data) // 2
    assert send(served, video_id, data[:half])[1]["offset"] == half
    status, told = send(served, video_id, data[:half])
    assert (status, told["detail"]) == (409, f"go on at offset {half}")
    status, video = send(served, video_id, data[half:], half)
    assert (status, video["state"]) == (200, "ready")
    facts = video["facts"]
    assert isinstance(facts, dict)
    assert facts["size"] == [640, 360]
    assert facts["playable"] is True
    part = served.client.get(f"/media/videos/{video_id}/content", headers={"Range": "bytes=4-11"})
    assert (part.status_code, part.content) == (206, data[4:12])
    assert served.client.get(f"/media/videos/{video_id}/poster.jpg").headers["content-type"] == "image/jpeg"


def test_more_bytes_than_were_announced_are_refused(served: Served) -> None:
    video_id = announced(served, 100)
    assert send(served, video_id, b"x" * 200)[0] == 413


def test_a_video_beyond_the_limit_is_refused_before_it_comes(served: Served) -> None:
    wanted = {"title": "Show", "file_name": "a.mp4", "n_bytes": 5_000_000}
    assert served.client.post("/api/v1/videos", json=wanted).status_code == 413


@pytest.mark.parametrize(
    ("name", "data"),
    [
        pytest.param("notes.txt", b"not a video at all " * 20, id="text"),
        pytest.param("page.mp4", b"<html><script>alert(1)</script></html>" * 9, id="a page"),
        pytest.param("list.m3u8", b"#EXTM3U\n#EXTINF:2,\n/etc/passwd\n#EXT-X-ENDLIST\n", id="a playlist"),
        pytest.param("list.mp4", b"ffconcat version 1.0\nfile '/etc/passwd'\n", id="a concat list"),
        pytest.param("shot.mp4", b"\x89PNG\r\n\x1a\n" + b"\0" * 64, id="a picture"),
    ],
)
def test_what_is_no_video_fails_with_a_reason(served: Served, name: str, data: bytes) -> None:
    video_id = announced(served, len(data), name)
    _, video = send(served, video_id, data)
    assert video["state"] == "failed"
    assert name in str(video["error"])
    assert str(served.library.folders.data) not in str(video)


def test_a_removed_video_leaves_nothing(served: Served) -> None:
    video_id = announced(served, 100)
    folder = served.library.folders.video(video_id)
    assert folder.is_dir()
    assert served.client.delete(f"/api/v1/videos/{video_id}").status_code == 204
    assert not folder.exists()
