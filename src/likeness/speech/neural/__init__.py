"""Neural voices that the operator has: Piper and Kokoro models, run by onnxruntime.

text ── phonemizer (espeak-ng, own process) ── sentences of symbols ── model ── sound + length of each symbol
"""
