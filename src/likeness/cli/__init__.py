"""The command line: reads options, shows progress, turns errors into one line and an exit code."""
