"""More like this, less like that: said once of a place in the latent space, and heard from the next take on."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from generator import registry, services
from generator.models import Track
from generator.services import Latents
from generator.taste.models import Nudge


def nudge(*, member: User, direction: str, latent: Latents, track: Track | None = None) -> tuple[Nudge, bool]:
    """Say it of a latent (100,) of the active version; True if nothing had been said there before, else it is changed.

    Past ``MAX_NUDGES`` the oldest are forgotten. Raises User.DoesNotExist.
    """
    title = "" if track else services.decode(latents=latent[None])[0].score.title
    told = {"direction": direction, "latent": latent.tolist(), "track": track, "title": title}
    return _keep(member, _digest(latent), told)


@transaction.atomic
def _keep(member: User, digest: str, told: dict[str, Any]) -> tuple[Nudge, bool]:
    User.objects.select_for_update(no_key=True).get(pk=member.pk)
    told |= {"model_version": registry.register(registry.active_sampler()), "created": timezone.now()}
    said, is_new = Nudge.objects.update_or_create(user=member, digest=digest, defaults=told)
    _forget_old(member)
    return said, is_new


def undo(*, member: User, public_id: str) -> bool:
    """Take it back; False if there is none."""
    return bool(Nudge.objects.filter(user=member, public_id=public_id).delete()[0])


def place_of(track: Track) -> Latents:
    """The latent (100,) of a stored track, as the active version hears it."""
    latent: Latents = services.latents_of(tracks=[track])[0]
    return latent


def _digest(latent: Latents) -> str:
    return sha256(latent.astype("<f8").tobytes()).hexdigest()


def _forget_old(member: User) -> None:
    newest = Nudge.objects.filter(user=member).order_by("-created", "-pk").values_list("pk", flat=True)
    old = list(newest[settings.MAX_NUDGES : 2 * settings.MAX_NUDGES])
    if old:
        Nudge.objects.filter(pk__in=old).delete()
