"""Pages about people's tracks and playlists, a module a subject."""
