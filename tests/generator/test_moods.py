from __future__ import annotations

import pytest

from generator.moods import STATIONS, Station, wish
from generator.radio import Tuning, of_mood

pytestmark = pytest.mark.django_db
EACH = pytest.mark.parametrize("station", STATIONS.values(), ids=str)


@EACH
@pytest.mark.parametrize("adventure", [0, 1])
def test_takes_of_a_mood_lie_where_it_says(station: Station, adventure: float) -> None:
    for item in of_mood(station=station, tuning=Tuning(8, 40, adventure)):
        score = item.take.score
        assert station.energy[0] - 0.001 <= score.energy <= station.energy[1] + 0.001
        assert station.valence[0] - 0.001 <= score.valence <= station.valence[1] + 0.001
        assert station.bpm[0] <= score.bpm <= station.bpm[1]
        assert score.mode in station.modes


@EACH
def test_adventure_widens_what_is_asked_for(station: Station) -> None:
    energies = [{wish(station=station, seed=seed, adventure=share).energy for seed in range(9)} for share in (0, 1)]
    assert [len(each) for each in energies] == [1, 9]
