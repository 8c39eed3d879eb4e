"""What was there before can be found by what its score says, and public tracks have a place in the feeds."""

import numpy as np
from django.db import migrations

from generator.ranking import hot

BATCH = 500
FIELDS = ["key", "mode", "bpm", "mood", "vector", "published", "hot"]


def mood_of(energy, valence):
    if valence >= 0.5:
        return "bright" if energy >= 0.5 else "mellow"
    return "restless" if energy >= 0.5 else "wistful"


def fill(apps, schema_editor):
    tracks, last = apps.get_model("generator", "Track").objects, 0
    while batch := list(tracks.filter(pk__gt=last).order_by("pk")[:BATCH]):
        for track in batch:
            describe(track)
        tracks.bulk_update(batch, FIELDS)
        last = batch[-1].pk


def describe(track):
    score = track.score
    track.key, track.mode, track.bpm = score["key"], score["mode"], score["bpm"]
    track.mood = mood_of(score["energy"], score["valence"])
    track.vector = np.asarray(track.latent, "<f2").tobytes()
    if track.visibility == "public":
        track.published, track.hot = track.created, hot(0, track.created)


class Migration(migrations.Migration):
    dependencies = [("generator", "0004_community")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
