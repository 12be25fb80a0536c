"""Waits at another speed: `WAIT_TIME_SCALE` of Step Functions Local, here also for retries, timeouts and heartbeats.

A Wait state and the delay before a retry take their time multiplied by the scale, with 0 none. So do the limits of
tasks that wait for something outside, such as a task token, but at least a few seconds, so that the outside has time.
The work of functions and services takes its own time, and its time limits are never shortened.

The execution's TimeoutSeconds counts the time that was not waited: a Wait that is longer than the limit ends the
execution as on AWS. The timestamps are those of the system clock.
"""

from __future__ import annotations

from collections.abc import Generator

from aslant.run.execution import Session
from aslant.run.failure import TimedOut
from aslant.run.fiber import Effect, Fiber, Sleep

__all__ = ["OUTSIDE_SECONDS", "call_limit", "end_of_wait", "pause", "wait_limit"]

OUTSIDE_SECONDS = 3.0
"""The seconds that a limit of a task that waits for something outside has at least, if the definition gives it more."""


def pause(fiber: Fiber, seconds: float) -> Generator[Effect, object, None]:
    """Wait for a number of seconds of the definition. Raise TimedOut if the execution's time is over before."""
    session = fiber.session
    now, scale = session.clock.now(), session.wait_scale
    if scale == 1:
        yield Sleep(now + seconds)
        return
    left = session.deadline - now - fiber.skipped
    if seconds > left:
        yield Sleep(now + max(0.0, left) * scale)
        raise TimedOut
    fiber.skipped += seconds * (1 - scale)
    if scale:
        yield Sleep(now + seconds * scale)


def wait_limit(session: Session, seconds: float) -> float:
    """Return the seconds of a limit on waiting for something outside."""
    scale = session.wait_scale
    return seconds if scale == 1 else max(seconds * scale, min(seconds, OUTSIDE_SECONDS))


def end_of_wait(fiber: Fiber) -> float:
    """Return the instant at which the execution's time is over while a fiber waits for something outside.

    It is infinite at the usual speed, at which the scheduler ends the execution.
    """
    session = fiber.session
    if session.wait_scale == 1 or session.deadline == float("inf"):
        return float("inf")
    now = session.clock.now()
    return now + wait_limit(session, max(0.0, session.deadline - now - fiber.skipped))


def call_limit(session: Session, seconds: float | None) -> float | None:
    """Return the seconds of a limit on the work of a function or a service."""
    return None if seconds is None else seconds * max(1.0, session.wait_scale)
