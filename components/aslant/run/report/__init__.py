"""Reports about an execution that has ended: its trace, the states visited, a summary of its error, its description.

The packages `cli`, `testing`, `cost` and `local` may use it. In `run`, only nested executions and ResultWriter do.
"""
