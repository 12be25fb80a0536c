"""REST APIs (API Gateway v1) in front of state machines: the OpenAPI document and its mapping templates.

It works on plain values and does not import pulumi resources; `aslant.aws.rest_api` registers the result.
"""
