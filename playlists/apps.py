from django.apps import AppConfig


class PlaylistsConfig(AppConfig):
    name = "playlists"

    def ready(self) -> None:
        from accounts import holdings
        from playlists import holding

        # before the lists are gone, or left without a name: counts of others' lists are changed by both
        holdings.register(holdings.Holding("opinions", holding.export_opinions, holding.remove_opinions))
        holdings.register(holdings.Holding("playlists", holding.export, holding.remove))
