"""A plain Flask server around the baseline's decoder, as the original system has one: the yardstick of ``http.py``.

``GET /decode?input=[100 numbers]`` answers the symbols as JSON. Run:
``python -m benchmarks.flask_baseline PORT THREADS``, where THREADS are torch's, 0 for its own choice.
"""

from __future__ import annotations

import json
import logging
import sys
from pathlib import Path
from typing import Any

import torch
from flask import Flask, request

from generator.vae.recipe import load_baseline

CHECKPOINT = Path(__file__).resolve().parent.parent / "generator" / "checkpoints" / "baseline"


def create_app() -> Flask:
    app, model = Flask(__name__), load_baseline(CHECKPOINT)

    @app.get("/decode")
    def decode() -> dict[str, Any]:
        latent = torch.tensor([json.loads(request.args["input"])], dtype=torch.float32)
        with torch.inference_mode():
            chords, notes = model.decode(latent)[:2]
        return {"chords": chords.tolist(), "melodies": notes.tolist()}

    return app


def main(port: int, threads: int) -> None:
    if threads:
        torch.set_num_threads(threads)
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    create_app().run(port=port)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
