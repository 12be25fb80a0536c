"""Reloading: an edited file is served without a restart.

`watcher` finds the files that were edited, `reloader` runs the program again and replaces what is served, and `changes`
names what is different.
"""
