"""Definitions as graphs, and graphs as Mermaid flowcharts.

`aslant.asl` exports `to_mermaid`, and `aslant.draw` uses `graph`.
"""
