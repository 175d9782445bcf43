"""Routes that need no token, or serve bytes: published shows, media, pages, health."""
