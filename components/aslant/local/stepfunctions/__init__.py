"""The Step Functions API: `api` has the table of operations, and each operation is in the module of its subject.

An operation is a function of a `Service` and the parameters of a request. To add one, write the function in the module
of its subject and add a row to the `OPERATIONS` of that module.
"""
