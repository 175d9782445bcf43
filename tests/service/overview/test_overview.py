"""Work, room and quality over HTTP."""

from tests.service.conftest import Served

from fashion_focus.store.library.jobs import JobState
from fashion_focus.store.library.tokens import Role


def test_operators_see_work_room_and_models(served: Served) -> None:
    failed = served.library.jobs.add("gone", "none", {}, total=1.0)
    served.library.jobs.take()
    served.library.jobs.change(failed.id, state=JobState.FAILED, error="the video was removed")
    with served.as_role(Role.READ) as reader:
        seen = reader.get("/api/v1/ops").json()
    assert seen["failures"][0]["error"] == "the video was removed"
    assert seen["failures"][0]["jobs"][0]["id"] == failed.id
    assert 0 < seen["disk"]["free"] <= seen["disk"]["total"]
    assert {model["name"] for model in seen["models"]} >= {"structuring", "visual"}
    assert all(model["licence"] for model in seen["models"])
    with served.anonymous() as stranger:
        assert stranger.get("/api/v1/ops").status_code == 401


def test_quality_counts_only_what_is_decided(localized: tuple[Served, str]) -> None:
    served, video_id = localized
    told = served.client.get(f"/api/v1/quality?video_id={video_id}").json()
    assert [row["category"] for row in told["figures"]][-1] == "all"
    assert told["published"] == {"Vis_Img": 12.5, "Vis_Trk": 14.7, "Mlt_Trk": 16.8}
    assert sum(one["n"] for one in told["calibration"]) >= 0
    table = served.client.get("/api/v1/quality.csv").text.splitlines()
    assert table[0] == "category,exhibits,recall_at_1,recall_at_3,recall_at_5,precision,t_iou"
    assert table[-1].startswith("all,")
    assert served.client.get("/api/v1/quality?video_id=none").status_code == 404
