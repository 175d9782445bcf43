"""The demo show is made here, once, and waits to be localized like any other."""

from tests.service.conftest import Served

from fashion_focus.service import has_demo, put_demo
from fashion_focus.simulation import StreamSettings
from fashion_focus.store.library.jobs import JobState


def test_the_demo_show_is_made_and_queued(served: Served) -> None:
    assert not has_demo(served.library)
    told: list[float] = []
    settings = StreamSettings(seconds=5.0, size=(320, 180), fps=5, n_products=2, n_exhibits=1)
    video_id = put_demo(served.library, told.append, settings=settings)
    assert has_demo(served.library)
    assert told[-1] == 1.0
    video = served.client.get(f"/api/v1/videos/{video_id}").json()
    assert (video["state"], video["facts"]["size"]) == ("ready", [320, 180])
    assert video["job"]["state"] in {state.value for state in JobState}
    assert served.client.get(f"/media/videos/{video_id}/poster.jpg").status_code == 200
    served.client.delete(f"/api/v1/videos/{video_id}")
