"""Likeness: a picture of a face and words in, a talking video out."""
