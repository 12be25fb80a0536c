"""How a state's data is selected and shaped: JSONPath, JSONata, payload templates, intrinsic functions, conditions.

Only `run.language` and the states of `run.states` use it.
"""
