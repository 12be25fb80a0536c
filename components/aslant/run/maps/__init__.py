"""Distributed Maps: reading items, batching, child executions and writing results.

Only `run.states.map` uses it.
"""
