"""API Gateway in the local AWS: HTTP APIs here, REST APIs in `rest`, and authorizers in `auth`.

`local.deployment` and `local.server` use it to serve requests, `local.checks` to check APIs, and `console` to print
sample commands.
"""
