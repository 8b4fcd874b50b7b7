"""How the viseme network is made: synthesis, training, export, evaluation (docs/viseme-network.md)."""
