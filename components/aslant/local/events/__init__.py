"""Everything that starts functions and machines without a request of a client: queues, topics, rules and schedules.

`deliveries` puts it together and is the only module that the rest of `aslant.local` uses, besides `invocations`.
"""
