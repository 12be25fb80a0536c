"""The AWS services that tasks, functions and clients call: the AWS port, permissions, and the data of each service.

`deployment` uses `cloud`, `stepfunctions` uses `callbacks`, and `tasks` uses `failures`, `names` and `rights`; the
other files are internal. A task's call goes through botocore and a client's or a function's call arrives on the AWS
port. Both end in the same store, which is moto's. moto and botocore are imported by the first call that needs them.
"""
