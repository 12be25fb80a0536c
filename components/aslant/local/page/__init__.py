"""The page at `/_aslant/` on the AWS port: machines, executions and the data of each state.

`Page` serves the files in `static/` and a small JSON API for them. The page's own scripts are its only client, so
that the API may change with each version.
"""
