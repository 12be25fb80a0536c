"""Reports about an execution that has run: its trace, the states visited, a summary of its error.

The command line, the test kit, costs and the local AWS use it; nothing in `run` that executes states does.
"""
