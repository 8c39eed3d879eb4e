"""Reading a prompt: explicit words by rules, moods by word embeddings. Needs no torch and no network."""
