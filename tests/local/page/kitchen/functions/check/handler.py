"""Check the flavour of a pizza."""


class OvenBusy(Exception):
    """The oven has no room."""


def check(event: dict[str, str], context: object) -> dict[str, bool]:
    """Return whether a pizza is sweet. A calzone never gets an oven."""
    if event["pizza"] == "calzone":
        raise OvenBusy("no room for a calzone")
    return {"sweet": event["pizza"] == "hawaiian"}
