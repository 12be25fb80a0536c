"""Tasks that go to real AWS: the list of `aslant:forward` (`forwards`), the clients and the calls.

Nothing is sent to AWS unless the user has listed the task. `aslant.local.tasks` asks `Forwards` for each task.
"""
