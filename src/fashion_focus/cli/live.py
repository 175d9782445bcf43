"""The streams of `fashion-focus stream` at work: events to stdout, how they are to stderr."""

import logging
import sys
from contextlib import ExitStack
from pathlib import Path

from prometheus_client import start_http_server

from fashion_focus.catalog import read_catalog
from fashion_focus.cli.stream_view import open_view
from fashion_focus.cli.streaming import Request
from fashion_focus.cli.terminal import Reporting, remark
from fashion_focus.engine import FINAL_STATES, Engine, EngineSettings, JsonLines, PushServer, StreamConfig, StreamState
from fashion_focus.profiles import Profile, load_models
from fashion_focus.store.database import file_url, open_database
from fashion_focus.store.outbox import Outbox

READER = "stdout"
"""The name under which it is remembered which events were printed."""


def run(request: Request, profile: Profile) -> int:
    """Run the streams to their ends; the exit code: 1 where one of them failed."""
    if request.how is Reporting.JSON:
        for handler in logging.getLogger().handlers:
            handler.setFormatter(JsonLines())
    database = open_database(file_url(request.data))
    models = load_models(profile)
    with ExitStack() as stack:
        # Whoever types an address may name this machine and its network.
        settings = EngineSettings(allow_private=True)
        engine = Engine(
            database, models=models, catalogs=lambda reference: read_catalog(Path(reference)), settings=settings
        )
        stack.callback(engine.close)
        outbox = Outbox(database)
        place = outbox.place_of(READER)
        engine.open()
        _start(engine, request)
        _serve_extras(engine, request, stack)
        view = stack.enter_context(open_view(request.how))

        def over() -> bool:
            statuses = [engine.status(name) for name in request.names]
            view.show(statuses)
            return all(status.state in FINAL_STATES for status in statuses)

        for event in engine.events.follow(place, until=over):
            sys.stdout.write(event.body + "\n")
            sys.stdout.flush()
            outbox.acknowledge(READER, event.seq)
        failed = [status for name in request.names if (status := engine.status(name)).state is StreamState.FAILED]
    for status in failed:
        remark(f"error: {status.id}: {status.error}")
    return 1 if failed else 0


def _start(engine: Engine, request: Request) -> None:
    active = {status.id for status in engine.streams() if status.state not in FINAL_STATES}
    for name, source in zip(request.names, request.sources, strict=True):
        if name in active:
            remark(f"{name} goes on where it was")
            continue
        engine.start(
            StreamConfig(
                name,
                source,
                str(request.catalog),
                rate=request.rate,
                least_rate=min(1.0, request.rate),
                realtime=request.realtime,
                speech=request.speech,
                headline=request.headline,
            )
        )


def _serve_extras(engine: Engine, request: Request, stack: ExitStack) -> None:
    """The port for publishers, where a stream is pushed, and that for metrics, where it was asked for."""
    pushed = [name for name, source in zip(request.names, request.sources, strict=True) if source == "push:"]
    if pushed:
        server = stack.enter_context(PushServer(engine, port=request.publish_port))
        for name in pushed:
            remark(f"publish {name} to {server.address(name)}")
    if request.metrics_port is not None:
        http, thread = start_http_server(request.metrics_port, addr="127.0.0.1", registry=engine.registry)
        stack.callback(thread.join)
        stack.callback(http.server_close)
        stack.callback(http.shutdown)
