"""The answers of Pulumi's AWS provider: the outputs of each resource type, and of the functions that programs call.

The local AWS serves from them, and the mocks of unit tests give them. Nothing here imports pulumi.
"""
