"""Comparison of two definitions by meaning. `aslant.asl` exports `diff`, and the checker uses `excerpt` as well."""
