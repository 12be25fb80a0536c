"""Distributed Maps: reading items, batching, child executions and writing results.

Only the state `aslant.run.states.map` and `test_state` (`aslant.run.stages`) use it.
"""
