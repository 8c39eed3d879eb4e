"""Word embeddings: the static token vectors that come with the package ``wordllama``, averaged over a text.

The package itself is not imported: it would bring 20 MB of libraries for downloads, and set up logging for everybody.
Its two files are read as they are. Source: WordLlama, vectors distilled from the token embeddings of Llama models.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors import safe_open
from tokenizers import Tokenizer

Floats = NDArray[np.float32]
SIZE = 256
_WEIGHTS = Path("weights", "l2_supercat_256.safetensors")
_TOKENIZER = Path("tokenizers", "l2_supercat_tokenizer_config.json")


class Embedding:
    """Texts to unit vectors. Holds 16-bit weights (32000, 256): 17 MB, and a tokenizer of as much."""

    def __init__(self) -> None:
        spec = find_spec("wordllama")
        if spec is None or not spec.submodule_search_locations:
            raise ModuleNotFoundError("wordllama is not installed", name="wordllama")
        folder = Path(spec.submodule_search_locations[0])
        self._tokenizer = Tokenizer.from_file(str(folder / _TOKENIZER))
        self._tokenizer.no_padding()
        with safe_open(folder / _WEIGHTS, framework="np") as file:
            self._weights = file.get_tensor("embedding.weight")

    def __call__(self, texts: list[str]) -> Floats:
        """n texts -> (n, 256), each of length 1; an empty text gives zeros."""
        # one by one: a batch would start threads, which a small machine's processes have no cores for
        rows = [self._mean(self._tokenizer.encode(text, add_special_tokens=False).ids) for text in texts]
        return np.array(rows, np.float32).reshape(-1, SIZE)

    def _mean(self, ids: list[int]) -> Floats:
        if not ids:
            return np.zeros(SIZE, np.float32)
        mean: Floats = self._weights[ids].astype(np.float32).mean(0)
        return mean / max(float(np.linalg.norm(mean)), 1e-9)
