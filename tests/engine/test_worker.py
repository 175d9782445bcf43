"""A decode worker may end, hang or be killed: its engine notices, and it never outlives its engine."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest
from tests.engine import painted
from tests.engine.servers import free_ports
from tests.engine.waiting import PATIENCE, until

from fashion_focus.decoding.wire import Ending, Kind, Order
from fashion_focus.engine.source.worker import DecodeWorker, StalledError


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return painted.film(tmp_path_factory.mktemp("film") / "show.mp4", duration=4.0)


def order_for(kind: str, address: str) -> Order:
    return Order(kind, address, 4.0, sound=True, engine=os.getpid(), private=True)


def worker_for(order: Order, *, stall: float = PATIENCE, start_stall: float = PATIENCE) -> DecodeWorker:
    return DecodeWorker(order, stall=stall, start_stall=start_stall, given_up=lambda: False)


def test_a_file_comes_as_pictures_and_an_end(film: Path) -> None:
    with worker_for(Order("file", str(film), 4.0, sound=True, engine=os.getpid(), realtime=False)) as worker:
        messages = list(worker.messages())
    pictures = [message.time for message in messages if message.kind is Kind.PICTURE]
    assert pictures == [k / 4 for k in range(16)]
    assert messages[-1].kind is Kind.END


def test_a_file_in_real_time_takes_its_time(film: Path) -> None:
    began = time.monotonic()
    with worker_for(order_for("file", str(film))) as worker:
        pictures = [message.time for message in worker.messages() if message.kind is Kind.PICTURE]
    assert time.monotonic() - began > pictures[-1] == 3.75


def test_a_file_that_is_not_there_is_for_good(tmp_path: Path) -> None:
    with worker_for(order_for("file", str(tmp_path / "none.mp4"))) as worker:
        (message,) = worker.messages()
    assert message.ending is Ending.UNUSABLE
    assert "does not exist" in message.text


def test_a_source_that_refuses_is_away_and_its_password_is_not_told() -> None:
    (port,) = free_ports(1)
    with worker_for(order_for("rtsp", f"rtsp://user:hunter2@127.0.0.1:{port}/x")) as worker:
        (message,) = worker.messages()
    assert message.ending is Ending.AWAY
    assert "hunter2" not in message.text
    assert f"rtsp://***@127.0.0.1:{port}/x" in message.text


def test_a_killed_worker_ends_its_messages(film: Path) -> None:
    with worker_for(order_for("file", str(film))) as worker:
        for message in worker.messages():
            if message.kind is Kind.PICTURE:
                os.kill(worker.pid, signal.SIGKILL)
        assert message.kind is not Kind.END


def test_a_stopped_worker_is_noticed(film: Path) -> None:
    with worker_for(order_for("file", str(film)), stall=0.5) as worker:
        messages = worker.messages()
        while next(messages).kind is not Kind.PICTURE:
            pass
        os.kill(worker.pid, signal.SIGSTOP)
        with pytest.raises(StalledError, match="too long"):
            list(messages)


def test_a_source_that_says_nothing_is_noticed() -> None:
    with worker_for(order_for("push", ""), start_stall=1.5) as worker, pytest.raises(StalledError):
        list(worker.messages())


def test_a_worker_dies_with_its_engine(film: Path) -> None:
    engine = textwrap.dedent(
        """
        import os, time
        from fashion_focus.decoding.wire import Order
        from fashion_focus.engine.source.worker import DecodeWorker
        order = Order("push", "", 4.0, sound=True, engine=os.getpid())
        worker = DecodeWorker(order, stall=60, start_stall=60, given_up=lambda: False)
        print(worker.pid, flush=True)
        time.sleep(60)
        """
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen([sys.executable, "-c", engine], stdout=subprocess.PIPE, env=environment) as process:
        assert process.stdout is not None
        pid = int(process.stdout.readline())
        process.kill()
    until(lambda: not lives(pid))


def lives(pid: int) -> bool:
    """Whether a process is there and no zombie."""
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").split()[2]
    except FileNotFoundError:
        return False
