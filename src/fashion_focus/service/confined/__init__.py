"""Work on material from outside, in child processes that may hang, crash or be killed without harm.

Videos, pictures and product lists are decoded only here; requests and replies are lines of JSON.
"""

from fashion_focus.service.confined.filmstrip import PER_SHEET
from fashion_focus.service.confined.parent import ChildFailedError, ConfinedChild

__all__ = ["PER_SHEET", "ChildFailedError", "ConfinedChild"]
