"""The behavior of Pulumi's AWS provider: the outputs of each resource type, and the results of provider functions.

The local AWS (`aslant.local`), the mocks of unit tests (`aslant.testing`) and `aslant.aws` use it. It does not import
pulumi, except for `wire`, on use.
"""
