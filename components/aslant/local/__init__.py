"""The local AWS: it runs a Pulumi program in this process and serves the resources that the program registers.

`python -m aslant.local` runs the unchanged program under the in-process monitor of Pulumi's SDK. Each resource gets
the outputs that AWS would give it. References, policies and definitions are checked, then the HTTP and REST APIs and
the AWS API are served on loopback. It needs no account, no Docker and no Pulumi CLI.

Only `aslant.cli` and `aslant.testing` may import this package.
"""
