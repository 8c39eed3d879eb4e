from django.apps import AppConfig


class TasteConfig(AppConfig):
    name = "generator.taste"
    label = "taste"

    def ready(self) -> None:
        from accounts import holdings
        from generator.taste import holding

        holdings.register(holdings.Holding("taste", holding.export, holding.remove))
