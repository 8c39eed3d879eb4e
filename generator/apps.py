from django.apps import AppConfig


class GeneratorConfig(AppConfig):
    name = "generator"

    def ready(self) -> None:
        from accounts import holdings
        from generator import tracks

        holdings.register(holdings.Holding("tracks", tracks.export, tracks.remove))
