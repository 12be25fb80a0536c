"""Comparison of two definitions by meaning. `aslant.asl` exports `diff`; only the CLI imports more from here."""
