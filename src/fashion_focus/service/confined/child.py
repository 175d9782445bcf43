"""The child process: reads a request a line, writes progress and one answer a line, and can do little else."""

import ctypes
import json
import logging
import os
import resource
import sys
import threading
import time
import traceback
from typing import Any

from fashion_focus.core.errors import CatalogError, FashionFocusError, MediaError, ModelError, StoreError
from fashion_focus.service.confined.tasks import TASKS, Hands

logger = logging.getLogger(__name__)

_NO_NEW_PRIVILEGES = 38  # PR_SET_NO_NEW_PRIVS of linux/prctl.h
_NEW_NETWORK = 0x40000000  # CLONE_NEWNET of linux/sched.h
_MEMORY_BYTES = 16 * 1024**3
_FILES = 256
_LARGEST_FILE_BYTES = 8 * 1024**3


def main() -> None:
    """Serve requests until stdin ends or the parent is gone."""
    confine(offline="offline" in sys.argv)
    threading.Thread(target=_end_with_parent, args=(os.getppid(),), daemon=True).start()
    # Replies go out by a descriptor of their own: what a library prints goes to the log.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)

    def tell(reply: dict[str, Any]) -> None:
        answers.write(json.dumps(reply) + "\n")
        answers.flush()

    hands = Hands(int(sys.argv[1]), lambda progress: tell({"progress": progress}))
    try:
        for line in sys.stdin:
            tell(_answer(json.loads(line), hands))
    except KeyboardInterrupt:
        return


def confine(*, offline: bool) -> None:
    """Give up what decoding does not need: new privileges, core dumps, memory and files without end, the network."""
    for what, bound in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_AS, _MEMORY_BYTES),
        (resource.RLIMIT_NOFILE, _FILES),
        (resource.RLIMIT_FSIZE, _LARGEST_FILE_BYTES),
    ):
        hard = resource.getrlimit(what)[1]
        limit = bound if hard == resource.RLIM_INFINITY else min(bound, hard)
        resource.setrlimit(what, (limit, limit))
    try:
        system = ctypes.CDLL(None, use_errno=True)
        system.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
        if offline:
            # Only root may; elsewhere the demuxers' allow-list alone keeps decoding off the network.
            system.unshare(_NEW_NETWORK)
    except (OSError, AttributeError):
        logger.warning("this system has no prctl; decoding runs with this user's rights")


def _answer(request: dict[str, Any], hands: Hands) -> dict[str, Any]:
    try:
        return {"result": TASKS[request["task"]](hands, request["arguments"])}
    except FashionFocusError as error:
        return {"error": {"kind": _kind(error), "text": str(error)}}
    except Exception as error:  # noqa: BLE001  # the child's outermost loop: one bad file must not end it
        traceback.print_exc()
        return {"error": {"kind": "fault", "text": f"a fault of ours: {type(error).__name__}: {error}"}}


def _kind(error: FashionFocusError) -> str:
    if isinstance(error, MediaError):
        return "media"
    if isinstance(error, CatalogError):
        return "catalog"
    return "fault" if isinstance(error, StoreError | ModelError) else "input"


def _end_with_parent(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1.0)
    os._exit(1)


if __name__ == "__main__":
    main()
