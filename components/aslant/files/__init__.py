"""Definitions in files and workflows in Python modules: how they are found and loaded."""
