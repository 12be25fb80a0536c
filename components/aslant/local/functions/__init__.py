"""The Lambda functions of the local AWS: their code on disk, their warm worker processes, and invocations.

The rest of `aslant.local` uses `function`, `function_names`, `packages` and `workers`; the other files are internal.
"""
