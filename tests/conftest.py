"""What all tests share."""

from hypothesis import settings

# A machine that does other work at the same time is slow now and then; that is no fault of the code.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")
