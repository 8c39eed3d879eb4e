from django.apps import AppConfig


class GeneratorConfig(AppConfig):
    name = "generator"

    def ready(self) -> None:
        from accounts import holdings
        from generator import likes, tracks

        holdings.register(holdings.Holding("tracks", tracks.export, tracks.remove))
        holdings.register(holdings.Holding("likes", likes.export, likes.remove))
