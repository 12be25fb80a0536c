"""The types of data, followed through a workflow: which members exist at each state, and what they are.

`shape` has the types, `interpreter` follows them through the states of a definition, and the other modules each have
the rules of one subject.
"""
