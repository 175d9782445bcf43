"""The terminal door: arguments in, calls, tables out; no logic."""
