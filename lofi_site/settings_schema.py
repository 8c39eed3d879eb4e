"""The part of the settings that describes the HTTP interface: drf-spectacular's."""

from __future__ import annotations

from typing import Any

SPECTACULAR_SETTINGS: dict[str, Any] = {
    "TITLE": "Lofi",
    "DESCRIPTION": "Make lo-fi tracks from latent vectors. Generated tracks are CC0 1.0: free for any use.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_AUTHENTICATION": [],
    "POSTPROCESSING_HOOKS": ["drf_spectacular.hooks.postprocess_schema_enums", "generator.schema.add_score"],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "/static/icon.svg",
    "SWAGGER_UI_SETTINGS": {"deepLinking": True, "validatorUrl": None},
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "ENUM_NAME_OVERRIDES": {
        "VisibilityEnum": "generator.models.Visibility",
        "ChosenVisibilityEnum": "generator.models.CHOSEN",
        "OriginEnum": "generator.models.Origin",
        "CrossOriginEnum": "generator.models.BORN",
        "MoodEnum": "generator.models.Mood",
        "SideEnum": "generator.training.pairs.SIDES",
        "ChosenEnum": "generator.teaching.models.CHOSEN",
    },
}
