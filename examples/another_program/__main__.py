"""Parcels: a separate program that uses a component of aslant."""

import pulumi
from workflow import parcels

from aslant.aws import StateMachineApi

api = StateMachineApi(
    "parcels",
    {
        "routes": {"POST /prices": {"workflow": parcels, "timeout_milliseconds": 10_000}},
        "cors": {"allow_origins": ["https://parcels.example"]},
        "access_logs": True,
    },
)

pulumi.export("url", api.url)
