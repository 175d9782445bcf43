"""What a service may be told, checked once."""

from dataclasses import dataclass, field
from pathlib import Path

from fashion_focus.core.errors import SettingsError


@dataclass(frozen=True, slots=True)
class Limits:
    """What is taken in from outside before it is refused.

    video_bytes: of one video. catalog_bytes: of all files of one import. json_bytes: of any other request's body.
    picture_bytes: of a searched picture. silence_s: how long a child may work without a sign of life.
    """

    video_bytes: int = 50 * 1024**3
    catalog_bytes: int = 1024**3
    catalog_files: int = 20_000
    picture_bytes: int = 16 * 1024**2
    json_bytes: int = 1024**2
    silence_s: float = 300.0


@dataclass(frozen=True, slots=True)
class ServiceSettings:
    """data: the folder that everything is kept in. database: its URL, by default SQLite in that folder.

    threads: for the models of each child process. allow_private: addresses of this machine and its network may be
    given as sources.
    """

    data: Path
    database: str = ""
    threads: int = 2
    allow_private: bool = False
    limits: Limits = field(default_factory=Limits)

    def __post_init__(self) -> None:
        if self.threads < 1:
            raise SettingsError(f"a service needs at least 1 thread, found {self.threads}; give a larger number")
