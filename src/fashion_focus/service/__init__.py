"""The service: an HTTP API and the pages of sellers and shoppers over it, in one process on a data folder.

Videos, pictures and corrections come in; published shows go out. Decoding and models run in child processes.
"""

from fashion_focus.service.app import create_app
from fashion_focus.service.library import Library, open_library
from fashion_focus.service.running import Address, give_link, run_service
from fashion_focus.service.settings import Limits, ServiceSettings
from fashion_focus.service.shows.demo import has_demo, put_demo, put_show

__all__ = [
    "Address",
    "Library",
    "Limits",
    "ServiceSettings",
    "create_app",
    "give_link",
    "has_demo",
    "open_library",
    "put_demo",
    "put_show",
    "run_service",
]
