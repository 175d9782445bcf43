"""A door that leads to one connection: bytes pass both ways, redirects do not, and nobody else is reached."""

import io
import socket
import threading

import pytest

from fashion_focus.decoding.addresses import open_live
from fashion_focus.decoding.network import AwayError, Reach, Relay, UnusableError
from fashion_focus.decoding.wire import Order


def attempt(order: Order) -> None:
    with open_live(order, io.BytesIO()):
        pass


def knock(relay: Relay) -> socket.socket:
    return socket.create_connection(("127.0.0.1", relay.port), 30.0)


def test_bytes_pass_both_ways_until_one_side_closes() -> None:
    far, server = socket.socketpair()
    with server:
        with knock(Relay(far)) as near:
            near.sendall(b"play")
            assert server.recv(100) == b"play"
            server.sendall(b"pictures")
            assert near.recv(100) == b"pictures"
        assert server.recv(100) == b""


def test_only_one_comes_in() -> None:
    far, server = socket.socketpair()
    relay = Relay(far)
    port = relay.port
    with server, knock(relay) as near:
        near.sendall(b"x")
        assert server.recv(100) == b"x"
        with pytest.raises(ConnectionError):
            socket.create_connection(("127.0.0.1", port), 30.0).close()


class Mover:
    """An RTSP server that sends everybody somewhere else; what is asked there is noted."""

    def __init__(self) -> None:
        self.door = socket.create_server(("127.0.0.1", 0))
        self.elsewhere = socket.create_server(("127.0.0.1", 0))
        self.elsewhere.setblocking(False)
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        player, _ = self.door.accept()
        with player:
            asked = player.recv(4096).decode()
            number = next(line for line in asked.splitlines() if line.lower().startswith("cseq"))
            target = f"rtsp://127.0.0.1:{self.elsewhere.getsockname()[1]}/x"
            player.sendall(f"RTSP/1.0 302 Found\r\n{number}\r\nLocation: {target}\r\n\r\n".encode())
            player.recv(4096)


def test_a_redirect_of_rtsp_is_not_followed_and_is_told() -> None:
    mover = Mover()
    address = f"rtsp://u:hunter2@127.0.0.1:{mover.door.getsockname()[1]}/x"
    order = Order("rtsp", address, 4.0, sound=False, engine=0, private=True, open_timeout=20.0)
    with mover.door, mover.elsewhere:
        with pytest.raises(UnusableError, match="elsewhere") as caught:
            attempt(order)
        with pytest.raises(BlockingIOError):
            mover.elsewhere.accept()
    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize("scheme", ["rtmp", "rtmps", "rtsp", "rtsps"])
def test_addresses_of_this_machine_are_refused_unless_they_are_allowed(scheme: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as door:
        door.setblocking(False)
        order = Order(scheme[:4], f"{scheme}://localhost:{door.getsockname()[1]}/a/b", 4.0, sound=False, engine=0)
        with pytest.raises(UnusableError, match="not allowed"):
            attempt(order)
        with pytest.raises(BlockingIOError):
            door.accept()


def test_a_server_that_cannot_prove_its_name_is_away() -> None:
    with socket.create_server(("127.0.0.1", 0)) as door:
        threading.Thread(target=_say_nonsense, args=(door,), daemon=True).start()
        reach = Reach.of(f"rtmps://127.0.0.1:{door.getsockname()[1]}/a/b", private=True, timeout=20.0)
        order = Order("rtmp", f"rtmps://127.0.0.1:{reach.port}/a/b", 4.0, sound=False, engine=0, private=True)
        with pytest.raises(AwayError):
            attempt(order)


def _say_nonsense(door: socket.socket) -> None:
    player, _ = door.accept()
    with player:
        player.recv(4096)
        player.sendall(b"no TLS here")
