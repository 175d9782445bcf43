"""Playlists may name any address: what is public or the source's own is fetched, and nobody else is asked anything."""

import io
from collections.abc import Iterator

import pytest
from tests.decoding.network.serving import Site, playlist, segment, serving

from fashion_focus.decoding.addresses import check_codecs, open_live
from fashion_focus.decoding.network import AwayError, Fetcher, Reach, UnusableError
from fashion_focus.decoding.wire import Order

SECONDS = [segment(12 * k) for k in range(3)]
ALL = 34
"""Pictures of the three, but for those at the seams: each was made as a stream of its own."""
FILES: dict[str, bytes | str] = {
    "/live/a.m3u8": playlist("0.ts", "1.ts", "2.ts"),
    **{f"/live/{k}.ts": data for k, data in enumerate(SECONDS)},
}


@pytest.fixture
def site() -> Iterator[Site]:
    with serving(FILES) as served:
        yield served


@pytest.fixture
def inside() -> Iterator[Site]:
    """Somebody else on this machine, who has all that a source could want."""
    with serving({"/live/a.m3u8": playlist("0.ts"), "/0.ts": SECONDS[0], "/key": b"k" * 16, **FILES}) as served:
        yield served


def n_pictures(address: str, *, private: bool = True) -> int:
    order = Order("hls", address, 4.0, sound=False, engine=0, private=private, open_timeout=10.0)
    with open_live(order, io.BytesIO()) as container:
        check_codecs(container, order)
        return sum(1 for _ in container.decode(video=0))


def test_a_playlist_is_read_with_its_segments(site: Site) -> None:
    assert n_pictures(site.address("/live/a.m3u8")) >= ALL
    assert site.asked[0] == "/live/a.m3u8"
    assert set(site.asked[1:]) == {"/live/0.ts", "/live/1.ts", "/live/2.ts"}


def test_addresses_of_this_machine_are_refused_unless_they_are_allowed(site: Site) -> None:
    with pytest.raises(UnusableError, match="not allowed"):
        n_pictures(site.address("/live/a.m3u8"), private=False)
    assert site.asked == []


@pytest.mark.parametrize(
    "lines",
    [
        ("{inside}/0.ts",),
        ("0.ts", "{inside}/0.ts"),
        ('#EXT-X-KEY:METHOD=AES-128,URI="{inside}/key",IV=0x0', "0.ts"),
        ('#EXT-X-MAP:URI="{inside}/0.ts"', "0.ts"),
        ("#EXT-X-STREAM-INF:BANDWIDTH=1\n{inside}/live/a.m3u8",),
        ("moved.ts",),
        ("twice.ts",),
        ("file:///etc/hostname",),
        ("0.ts", "file:///etc/hostname"),
        ("data:video/mp2t;base64,AAAA",),
        ("crypto:{inside}/0.ts",),
        ("concat:{inside}/0.ts|{inside}/0.ts",),
        ("rtmp://127.0.0.1:{port}/a/b",),
        ("tcp://127.0.0.1:{port}",),
        ("http://localhost:{port}/0.ts",),
        ("http://[::ffff:127.0.0.1]:{port}/0.ts",),
        ("http://2130706433:{port}/0.ts",),
    ],
    ids=lambda lines: lines[-1][:48],
)
def test_a_playlist_that_names_others_reaches_nobody(site: Site, inside: Site, lines: tuple[str, ...]) -> None:
    there = inside.address("")
    named = [line.format(inside=there, port=inside.port) for line in lines]
    site.files["/live/b.m3u8"] = playlist(*named).encode()
    site.files["/live/moved.ts"] = f"->{there}/0.ts".encode()
    site.files["/live/twice.ts"] = b"->/live/moved.ts"
    with pytest.raises((UnusableError, AwayError)):
        n_pictures(site.address("/live/b.m3u8"))
    assert inside.n_guests == 0


def test_the_address_itself_may_not_lead_elsewhere(site: Site, inside: Site) -> None:
    site.files["/live/b.m3u8"] = f"->{inside.address('/live/a.m3u8')}".encode()
    with pytest.raises(UnusableError):
        n_pictures(site.address("/live/b.m3u8"))
    assert inside.n_guests == 0


def test_a_redirect_on_the_same_server_is_followed(site: Site) -> None:
    site.files["/old.m3u8"] = b"->/live/a.m3u8"
    site.files["/0.ts"], site.files["/1.ts"], site.files["/2.ts"] = SECONDS
    assert n_pictures(site.address("/old.m3u8")) >= ALL


def test_endless_redirects_end(site: Site) -> None:
    site.files["/live/b.m3u8"] = b"->/live/b.m3u8"
    with pytest.raises(UnusableError, match="more than 5 times"):
        n_pictures(site.address("/live/b.m3u8"))
    assert len(site.asked) == 6


def test_a_playlist_of_itself_ends(site: Site) -> None:
    many = "".join(f"#EXT-X-STREAM-INF:BANDWIDTH={k}\nb.m3u8?{k}\n" for k in range(1, 400))
    site.files["/live/b.m3u8"] = f"#EXTM3U\n{many}".encode()
    site.files |= {f"/live/b.m3u8?{k}": site.files["/live/b.m3u8"] for k in range(1, 400)}
    with pytest.raises(UnusableError):
        n_pictures(site.address("/live/b.m3u8"))
    assert len(site.asked) <= 100


def test_a_segment_that_is_not_there_costs_no_more_than_itself(site: Site) -> None:
    del site.files["/live/1.ts"]
    assert ALL > n_pictures(site.address("/live/a.m3u8")) >= ALL - 12


def test_a_source_that_is_not_there_is_away_and_its_password_not_told(site: Site) -> None:
    with pytest.raises(AwayError, match="no stream") as caught:
        n_pictures(site.address("/live/none.m3u8?key=hunter2", user="u:hunter2@"))
    assert "hunter2" not in str(caught.value)


def test_credentials_go_with_every_request_to_their_server(site: Site) -> None:
    n_pictures(site.address("/live/a.m3u8", user="u:p%40ss@"))
    assert set(site.logins) == {"Basic dTpwQHNz"}


def test_parts_of_a_file_are_asked_for_as_parts_and_cut_out_of_the_whole(site: Site) -> None:
    site.files["/live/all.ts"] = b"".join(SECONDS)
    lines, start = [], 0
    for data in SECONDS:
        lines += [f"#EXT-X-BYTERANGE:{len(data)}@{start}", "all.ts"]
        start += len(data)
    site.files["/live/b.m3u8"] = playlist(*lines).encode().replace(b"VERSION:3", b"VERSION:4")
    assert n_pictures(site.address("/live/b.m3u8")) >= ALL
    assert f"bytes={len(SECONDS[0])}-{len(SECONDS[0]) + len(SECONDS[1]) - 1}" in site.ranges


def test_a_playlist_that_stays_away_is_not_over(site: Site) -> None:
    site.files["/live/b.m3u8"] = playlist("0.ts", "1.ts", over=False).encode()
    site.once.add("/live/b.m3u8")
    with pytest.raises(AwayError, match="does not go on"):
        n_pictures(site.address("/live/b.m3u8"))


def test_the_newest_playlist_says_whether_more_follows(site: Site) -> None:
    fetch = Fetcher(Reach.of(site.address("/live/a.m3u8"), private=True, timeout=5.0))
    said = []
    for over in (False, True, False):
        site.files["/live/b.m3u8"] = playlist("0.ts", over=over).encode()
        for path in ("/live/b.m3u8", "/live/0.ts"):
            answer = fetch(site.address(path), 1, {})
            while answer.read(7):
                pass
            answer.close()
        said.append(fetch.finished)
    fetch.close()
    assert said == [False, True, False]


def test_requests_keep_a_pace(site: Site) -> None:
    now, slept = [0.0], list[float]()
    reach = Reach.of(site.address("/live/0.ts"), private=True, timeout=5.0)
    fetch = Fetcher(reach, clock=lambda: now[0], sleep=slept.append)
    fetch.opened = True
    for _ in range(100):
        fetch(site.address("/live/0.ts"), 1, {}).close()
    fetch.close()
    assert sum(1 for seconds in slept if seconds > 0) == 60
    assert max(slept) == pytest.approx(3.0)
