"""The names that users import, and what importing them costs."""

import subprocess
import sys

import fashion_focus


def test_every_public_name_is_there() -> None:
    missing = [name for name in fashion_focus.__all__ if not hasattr(fashion_focus, name)]
    assert missing == []


def test_importing_the_package_loads_no_heavy_library() -> None:
    program = "import sys, fashion_focus; print([n for n in ('av','cv2','numpy','onnxruntime') if n in sys.modules])"
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"


def test_pytorch_is_imported_by_the_training_room_alone() -> None:
    rooms = "cli.main, session, localizing, export, simulation"
    program = (
        "import importlib, sys\n"
        f"for room in '{rooms}'.split(', '): importlib.import_module('fashion_focus.' + room)\n"
        "print('torch' in sys.modules)"
    )
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "False"
