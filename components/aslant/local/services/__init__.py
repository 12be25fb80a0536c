"""The services beside Step Functions and Lambda: what tasks and functions call, and what keeps their data.

A task's call goes through botocore, a client's or a function's comes in on the AWS port, and both end in the same
store, which is moto's. Nothing here is imported before the first call of such a service.
"""
