"""The address of the page, in a module that is cheap to import: most runs of the local AWS never show the page."""

from __future__ import annotations

__all__ = ["PREFIX", "is_for_page", "page_url"]

PREFIX = "/_aslant/"
"""The path on the AWS port. No S3 bucket can have this name."""


def page_url(aws_url: str) -> str:
    """Return the URL of the page, from that of the AWS port."""
    return f"{aws_url}{PREFIX}"


def is_for_page(path: str) -> bool:
    """Return whether a request at the AWS port is for the page, and not for an AWS service."""
    return path.startswith(PREFIX) or path == PREFIX[:-1]
