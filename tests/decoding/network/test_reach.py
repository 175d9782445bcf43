"""Hosts are resolved, checked and connected to as checked; this machine's network is off limits."""

import socket
from collections.abc import Iterator, Sequence

import pytest

from fashion_focus.decoding.network import Reach, UnusableError


@pytest.fixture
def here() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setblocking(False)
        yield listener


def port_of(listener: socket.socket) -> int:
    return int(listener.getsockname()[1])


def nobody_came(listener: socket.socket) -> bool:
    try:
        listener.accept()
    except BlockingIOError:
        return True
    return False


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "127.1",
        "2130706433",
        "0x7f000001",
        "0177.0.0.1",
        "0",
        "::1",
        "::",
        "::ffff:127.0.0.1",
        "::127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "100.64.0.1",
        "169.254.169.254",
        "fe80::1",
        "fd00::1",
        "64:ff9b::7f00:1",
        "64:ff9b:1::1",
        "2002:7f00:1::",
        "2001:0:7f00:1::",
        "224.0.0.1",
        "ff02::1",
        "255.255.255.255",
        "localhost",
    ],
)
def test_what_is_not_public_is_refused(host: str, here: socket.socket) -> None:
    reach = Reach("shop.example", 80, private=False, timeout=1.0)
    with pytest.raises(UnusableError, match="not allowed"):
        reach.connect(host, port_of(here))
    assert nobody_came(here)


def test_a_host_with_one_private_address_among_others_is_refused(here: socket.socket) -> None:
    reach = Reach("shop.example", 80, private=False, timeout=1.0, resolve=lambda *_: ["93.184.216.34", "127.0.0.1"])
    with pytest.raises(UnusableError):
        reach.connect("shop.example", port_of(here))
    assert nobody_came(here)


def test_the_address_that_was_checked_is_the_one_that_is_used(here: socket.socket) -> None:
    asked: list[str] = []

    def changing(host: str, port: int) -> Sequence[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["192.0.2.1"]

    reach = Reach("shop.example", port_of(here), private=True, timeout=5.0, resolve=changing)
    with reach.connect("shop.example", port_of(here)) as connection:
        assert connection.getpeername() == ("127.0.0.1", port_of(here))
    assert asked == ["shop.example"]


def test_an_owner_who_may_name_this_machine_opens_that_port_and_no_other(here: socket.socket) -> None:
    with socket.create_server(("127.0.0.1", 0)) as own:
        reach = Reach.of(f"http://127.0.0.1:{port_of(own)}/a.m3u8", private=True, timeout=5.0)
        reach.connect("127.0.0.1", port_of(own)).close()
        with pytest.raises(UnusableError):
            reach.connect("127.0.0.1", port_of(here))
    assert nobody_came(here)


def test_a_port_that_is_none_is_refused_without_its_password() -> None:
    with pytest.raises(UnusableError) as caught:
        Reach.of("rtsp://user:hunter2@host:99999/x", private=False, timeout=1.0)
    assert "hunter2" not in str(caught.value)
