"""Which product is shown when: live-selling video in, focuses out."""

__version__ = "0.1.0"
