from django.apps import AppConfig


class ModerationConfig(AppConfig):
    name = "playlists.moderation"
    label = "moderation"

    def ready(self) -> None:
        from accounts import holdings, wordfilter
        from playlists.moderation import alarms, holding

        wordfilter.noticed.connect(alarms.raise_for_word, dispatch_uid="moderation")
        holdings.register(holdings.Holding("moderation", holding.export, holding.remove))
