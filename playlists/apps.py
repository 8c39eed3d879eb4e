from django.apps import AppConfig


class PlaylistsConfig(AppConfig):
    name = "playlists"

    def ready(self) -> None:
        from accounts import holdings
        from playlists import library

        holdings.register(holdings.Holding("playlists", library.export, library.remove))
