"""The embedded AWS: runs a Pulumi program in this process and serves what it registered.

`python -m aslant.local` runs the unchanged program of a directory under the SDK's own in-process monitor. What
the program registers is the truth: each resource gets the outputs that AWS would give it, references, policies
and definitions are checked, and then the HTTP API, the Step Functions and Lambda API and the functions' own code
are served on loopback. No account, no Docker and no Pulumi CLI take part.
"""
