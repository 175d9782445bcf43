"""What the service keeps stays, once, and in order."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy

from fashion_focus.store.database import file_url, open_database
from fashion_focus.store.library import changes as changes_module
from fashion_focus.store.library.catalogs import CatalogStore, StoredProduct
from fashion_focus.store.library.changes import ChangeStore
from fashion_focus.store.library.corrections import CorrectionKind, CorrectionStore, Draft
from fashion_focus.store.library.focuses import FocusStore, FoundFocus
from fashion_focus.store.library.jobs import JobState, JobStore
from fashion_focus.store.library.publications import PublicationStore
from fashion_focus.store.library.tokens import Role, TokenStore
from fashion_focus.store.library.videos import VideoState, VideoStore


@pytest.fixture
def database(tmp_path: Path) -> Iterator[sqlalchemy.Engine]:
    opened = open_database(file_url(tmp_path))
    yield opened
    opened.dispose()


def test_a_catalog_comes_back_as_it_was_kept(database: sqlalchemy.Engine) -> None:
    store = CatalogStore(database)
    products = [StoredProduct("b", "Bag", category=("bag", "tote"), pictures=("1.jpg",)), StoredProduct("a", "Ägg 蛋")]
    kept = store.add("Autumn", products, [{"code": "no-title", "text": "line 4", "count": 1}])
    assert store.products(kept.id) == products
    assert store.get(kept.id) == kept
    assert store.all()[0].n_products == 2


def test_a_removed_catalog_takes_its_products_along(database: sqlalchemy.Engine) -> None:
    store = CatalogStore(database)
    kept = store.add("Autumn", [StoredProduct("b", "Bag")], [])
    assert store.remove(kept.id)
    assert store.products(kept.id) == []
    assert not store.remove(kept.id)


def test_a_token_can_be_removed_once_only(database: sqlalchemy.Engine) -> None:
    store = TokenStore(database)
    token = store.add("link", Role.ADMIN, hashed="x", once=True)
    assert [store.remove(token.id), store.remove(token.id)] == [True, False]
    assert store.get(token.id) is None


@pytest.mark.parametrize(
    ("role", "wanted", "allowed"),
    [
        pytest.param(Role.READ, Role.EDIT, False, id="readers do not edit"),
        pytest.param(Role.EDIT, Role.READ, True, id="editors read"),
        pytest.param(Role.EDIT, Role.ADMIN, False, id="editors give no tokens"),
        pytest.param(Role.ADMIN, Role.ADMIN, True, id="administrators do all"),
    ],
)
def test_each_role_may_do_what_the_one_before_may(role: Role, wanted: Role, allowed: bool) -> None:
    assert role.allows(wanted) is allowed


def test_jobs_are_taken_in_the_order_in_which_they_were_asked_for(database: sqlalchemy.Engine) -> None:
    store = JobStore(database)
    asked = [store.add(f"v{k}", "c", {"rate": 4.0}, total=10.0).id for k in range(3)]
    taken = [job.id for job in (store.take(), store.take(), store.take()) if job]
    assert taken == asked
    assert store.take() is None


def test_a_job_that_ran_when_the_process_ended_waits_again(database: sqlalchemy.Engine) -> None:
    store = JobStore(database)
    job = store.add("v", "c", {}, total=10.0)
    store.take()
    assert store.requeue_running() == 1
    again = store.take()
    assert again is not None
    assert again.id == job.id


def test_a_cancelled_job_stays_cancelled(database: sqlalchemy.Engine) -> None:
    store = JobStore(database)
    job = store.add("v", "c", {}, total=10.0)
    store.change(job.id, state=JobState.CANCELLED)
    store.change(job.id, state=JobState.DONE, done=10.0)
    left = store.get(job.id)
    assert left is not None
    assert (left.state, left.done) == (JobState.CANCELLED, 0.0)


def test_a_correction_that_is_sent_twice_is_kept_once(database: sqlalchemy.Engine) -> None:
    store = CorrectionStore(database)
    draft = Draft("op-1", "f1", CorrectionKind.ACCEPT, {}, "Mei")
    assert store.append("v", draft) == store.append("v", draft)
    assert len(store.of("v")) == 1
    assert store.append("another video", draft).number == store.version("another video") > store.version("v")


def test_a_new_result_takes_the_place_of_the_old_one(database: sqlalchemy.Engine) -> None:
    store = FocusStore(database)
    store.replace(
        "v", [FoundFocus("f1", "bag", 1.0, 2.0, 0.9, "final"), FoundFocus("f2", "bag", 0.0, 2.0, 0.9, "final")]
    )
    assert [focus.id for focus in store.of("v")] == ["f2", "f1"]
    store.replace("v", [FoundFocus("f1", "shoe", 1.0, 2.0, 0.4, "undecided")])
    assert [focus.product_id for focus in store.of("v")] == ["shoe"]


def test_published_versions_count_up_and_stay(database: sqlalchemy.Engine) -> None:
    store = PublicationStore(database)
    first, second = store.add("v", {"focuses": [1]}, author="Mei"), store.add("v", {"focuses": []}, author="Mei")
    assert (first.version, second.version) == (1, 2)
    assert store.get("v", 1) == first
    assert [publication.version for publication in store.of("v")] == [2, 1]


def test_a_videos_upload_is_taken_up_where_it_ended(database: sqlalchemy.Engine) -> None:
    store = VideoStore(database)
    video = store.add("Show", "show.mp4", 100)
    store.change(video.id, offset=40)
    assert (store.all()[0].offset, store.all()[0].state) == (40, VideoState.UPLOADING)


def test_the_log_of_changes_forgets_its_old_end(database: sqlalchemy.Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(changes_module, "KEPT", 3)
    store = ChangeStore(database)
    numbers = [store.append("job.running", "v", {"done": k}).number for k in range(5)]
    assert [change.number for change in store.after(0)] == numbers[2:]
    assert (store.first(), store.last()) == (numbers[2], numbers[4])
