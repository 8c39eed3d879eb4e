from django.apps import AppConfig


class TeachingConfig(AppConfig):
    name = "generator.teaching"
    label = "teaching"

    def ready(self) -> None:
        from accounts import holdings
        from generator import likes
        from generator.teaching import ledger, recording

        likes.liked.connect(recording.note_like, dispatch_uid="teaching")
        likes.unliked.connect(recording.note_unlike, dispatch_uid="teaching")
        holdings.register(holdings.Holding("teaching", ledger.export, ledger.remove))
