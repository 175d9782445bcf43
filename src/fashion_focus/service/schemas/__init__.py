"""Shapes of what goes in and out over HTTP, with examples; the only place that Pydantic models of the API stand in."""
