"""Comparing two definitions by meaning."""
