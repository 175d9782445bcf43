"""Jobs: each result has ids of its own, and a video that cannot be read fails with a reason."""

from tests.service.conftest import Served, finish_jobs


def test_a_second_result_does_not_inherit_the_firsts_corrections(localized: tuple[Served, str]) -> None:
    served, video_id = localized
    ids = {focus.id for focus in served.library.focuses.of(video_id)}
    job = served.library.jobs.all(video_id=video_id)[0]
    assert ids
    assert all(focus_id.startswith(f"{job.id[:8]}-") for focus_id in ids)


def test_a_job_for_a_video_that_is_not_here_is_refused(served: Served) -> None:
    catalog = served.library.catalogs.add("Shelf", [], [])
    wanted = {"title": "Show", "file_name": "a.mp4", "n_bytes": 10}
    video_id = served.client.post("/api/v1/videos", json=wanted).json()["id"]
    answer = served.client.post(f"/api/v1/videos/{video_id}/jobs", json={"catalog_id": catalog.id})
    assert answer.status_code == 409


def test_a_video_that_has_gone_bad_fails_with_a_reason_and_others_go_on(localized: tuple[Served, str]) -> None:
    served, video_id = localized
    catalog = served.library.videos.get(video_id)
    assert catalog is not None
    broken = served.library.videos.add("Broken", "broken.mp4", 4)
    folder = served.library.folders.video(broken.id)
    folder.mkdir(parents=True)
    (folder / "content").write_bytes(b"junk")
    job = served.library.jobs.add(broken.id, catalog.catalog_id, {}, total=1.0)
    finish_jobs(served)
    ended = served.client.get(f"/api/v1/jobs/{job.id}").json()
    assert ended["state"] == "failed"
    assert "broken.mp4" in ended["error"]
    assert str(served.library.folders.data) not in ended["error"]
    served.client.delete(f"/api/v1/videos/{broken.id}")
