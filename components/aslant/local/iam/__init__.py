"""IAM in the local AWS: roles, their policies, and the evaluation of policies.

Any module of `local` may use it; it depends on `provider` for the registered roles, but not on other parts of `local`.
"""
