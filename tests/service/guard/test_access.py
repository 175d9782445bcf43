"""Nobody gets in who should not, and what goes out carries its guards."""

import re

import httpx
import pytest
from tests.service.conftest import Served

from fashion_focus.service.guard.auth import Doorkeeper
from fashion_focus.service.guard.security import RateLimit
from fashion_focus.store.library.tokens import Role

OPEN = re.compile(
    r"^/(healthz|readyz|metrics|api/v1/published/.*|media/published/.*|media/pictures/.*)$|^/api/v1/session$"
)


def routes(served: Served) -> list[tuple[str, str]]:
    document = served.client.get("/api/openapi.json").json()
    return [(method, path) for path, methods in document["paths"].items() for method in methods]


def test_every_route_but_the_open_ones_asks_for_a_token(served: Served) -> None:
    checked = 0
    with served.anonymous() as stranger:
        for method, path in routes(served):
            if OPEN.match(path):
                continue
            answer = stranger.request(method, re.sub(r"\{\w+\}", "x", path), headers={"Upload-Offset": "0"})
            assert answer.status_code == 401, (method, path, answer.text)
            checked += 1
    assert checked > 25


def test_a_reader_may_change_nothing(served: Served) -> None:
    with served.as_role(Role.READ) as reader:
        assert reader.get("/api/v1/videos").status_code == 200
        wanted = {"title": "Show", "file_name": "a.mp4", "n_bytes": 10}
        assert reader.post("/api/v1/videos", json=wanted).status_code == 403
        assert reader.post("/api/v1/catalog-imports").status_code == 403


def test_an_editor_gives_no_tokens(served: Served) -> None:
    with served.as_role(Role.EDIT) as editor:
        assert editor.post("/api/v1/tokens", json={"name": "friend", "role": "admin"}).status_code == 403


def test_a_link_signs_in_once(served: Served) -> None:
    _, link = Doorkeeper(served.library.tokens).give("link", Role.ADMIN, once=True)
    with served.anonymous() as browser, served.anonymous() as thief:
        assert browser.get("/api/v1/videos", headers={"Authorization": f"Bearer {link}"}).status_code == 401
        assert browser.post("/api/v1/session", json={"link": link}).json()["role"] == "admin"
        assert thief.post("/api/v1/session", json={"link": link}).status_code == 401
        assert browser.get("/api/v1/session").status_code == 200
        cookie = next(iter(browser.cookies.jar))
        assert cookie.has_nonstandard_attr("HttpOnly")


def test_signing_out_ends_the_browsers_token(served: Served) -> None:
    _, link = Doorkeeper(served.library.tokens).give("link", Role.EDIT, once=True)
    with served.anonymous() as browser:
        browser.post("/api/v1/session", json={"link": link})
        secret = browser.cookies["ff_session"]
        assert browser.delete("/api/v1/session").status_code == 204
        assert browser.get("/api/v1/session", headers={"Authorization": f"Bearer {secret}"}).status_code == 401


def test_a_revoked_token_is_refused_at_once(served: Served) -> None:
    made = served.client.post("/api/v1/tokens", json={"name": "importer", "role": "edit"}).json()
    headers = {"Authorization": f"Bearer {made['secret']}"}
    assert httpx.get(f"{served.base}/api/v1/videos", headers=headers).status_code == 200
    assert served.client.delete(f"/api/v1/tokens/{made['id']}").status_code == 204
    assert httpx.get(f"{served.base}/api/v1/videos", headers=headers).status_code == 401


def test_secrets_are_not_in_the_database(served: Served) -> None:
    secret = served.client.post("/api/v1/tokens", json={"name": "importer"}).json()["secret"]
    kept = b"".join(path.read_bytes() for path in served.library.folders.data.glob("*.sqlite*"))
    assert secret.split("_")[2].encode() not in kept
    assert b"$argon2id$" in kept


@pytest.mark.parametrize(
    "headers",
    [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "same-site"}],
    ids=["cross-site", "foreign origin", "sister site"],
)
def test_a_page_of_another_site_changes_nothing(served: Served, headers: dict[str, str]) -> None:
    assert served.client.post("/api/v1/catalog-imports", headers=headers).status_code == 403


@pytest.mark.parametrize("path", ["/", "/w/x", "/api/v1/videos", "/static/js/console/main.js", "/nothing"])
def test_every_answer_has_a_strict_policy(served: Served, path: str) -> None:
    headers = served.client.get(path).headers
    policy = headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert policy.startswith("default-src 'none'; script-src 'self'")
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_pages_hold_no_inline_script_or_style(served: Served) -> None:
    for path in ("/", "/w/x"):
        page = served.client.get(path).text
        assert not re.search(r"<script(?![^>]*src=)|<style|\son\w+=|\sstyle=", page)


def test_only_embeds_may_be_framed(served: Served) -> None:
    assert "frame-ancestors 'none'" in served.client.get("/w/x").headers["Content-Security-Policy"]
    assert "frame-ancestors *" in served.client.get("/embed/x").headers["Content-Security-Policy"]


def test_a_body_that_is_too_long_is_refused(served: Served) -> None:
    answer = served.client.post("/api/v1/tokens", json={"name": "x" * 2_000_000})
    assert answer.status_code == 413


def test_a_rate_limit_lets_go_after_its_time() -> None:
    now = [0.0]
    limit = RateLimit(2, 60.0, clock=lambda: now[0])
    assert [limit.allows("a"), limit.allows("a"), limit.allows("a"), limit.allows("b")] == [True, True, False, True]
    now[0] = 61.0
    assert limit.allows("a")


def test_health_is_told_to_everybody(served: Served) -> None:
    with served.anonymous() as stranger:
        assert stranger.get("/healthz").json() == {"status": "ok"}
        assert stranger.get("/readyz").json() == {"status": "ready"}
        assert "fashion_focus_requests" in stranger.get("/metrics").text
