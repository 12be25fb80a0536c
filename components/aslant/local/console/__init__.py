"""The console output of the local AWS: the startup message with sample commands, and summaries of executions.

`local.__main__` prints the startup message, and `local.executions` logs the summaries.
"""
