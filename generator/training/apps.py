from django.apps import AppConfig


class TrainingConfig(AppConfig):
    name = "generator.training"
    label = "training"

    def ready(self) -> None:
        from celery.signals import worker_ready

        from accounts import holdings
        from generator import registry
        from generator.training import pairs, tasks, verdict

        registry.require(verdict.refuse_unproven)
        holdings.register(holdings.Holding("pair_votes", pairs.export, pairs.remove))
        worker_ready.connect(tasks.tend_at_once, dispatch_uid="training")
