"""Voices of the program festival, when it is installed, in several languages."""
