"""HTTP: app, auth, routes, events, and the two interfaces under web/."""
