"""The HTTP routes, one module a resource; each names the role that may use it."""
