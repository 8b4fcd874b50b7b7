"""The signals by which a user, or a service manager, asks the program to stop."""

import signal

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
"""Ctrl-C, what service managers send, and what comes when the terminal is closed or the connection breaks."""
