"""espeak-ng, run in its own process."""
