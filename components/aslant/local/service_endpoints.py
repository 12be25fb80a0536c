"""The services whose calls can go to another server, as with the options of Step Functions Local."""

from __future__ import annotations

import dataclasses
from urllib.parse import urlsplit

__all__ = ["ENDPOINTS", "ServiceEndpoint", "check_url"]


@dataclasses.dataclass(frozen=True, slots=True)
class ServiceEndpoint:
    """A service with the names under which Step Functions Local takes the URL of its endpoint."""

    service: str
    """The service by botocore's name."""
    option: str
    """The option without its dashes, such as `lambda-endpoint`."""
    camel: str
    """The option in Step Functions Local's other spelling, such as `lambdaEndpoint`."""
    variable: str
    """The environment variable, such as `LAMBDA_ENDPOINT`."""

    @property
    def flags(self) -> tuple[str, str]:
        """The option in both spellings."""
        return f"--{self.option}", f"-{self.camel}"


def _endpoint(service: str, camel: str, variable: str) -> ServiceEndpoint:
    return ServiceEndpoint(service, f"{camel.lower()}-endpoint", f"{camel}Endpoint", f"{variable}_ENDPOINT")


ENDPOINTS = (
    _endpoint("lambda", "lambda", "LAMBDA"),
    _endpoint("athena", "athena", "ATHENA"),
    _endpoint("batch", "batch", "BATCH"),
    _endpoint("codebuild", "codeBuild", "CODEBUILD"),
    _endpoint("databrew", "dataBrew", "DATABREW"),
    _endpoint("dynamodb", "dynamoDB", "DYNAMODB"),
    _endpoint("ecs", "ecs", "ECS"),
    _endpoint("eks", "eks", "EKS"),
    _endpoint("emr", "emr", "EMR"),
    _endpoint("events", "events", "EVENTS"),
    _endpoint("glue", "glue", "GLUE"),
    _endpoint("apigateway", "apiGateway", "API_GATEWAY"),
    _endpoint("sagemaker", "sageMaker", "SAGE_MAKER"),
    _endpoint("sns", "sns", "SNS"),
    _endpoint("sqs", "sqs", "SQS"),
    _endpoint("xray", "xray", "XRAY"),
)
"""All endpoints but that of Step Functions itself, in the order of the help."""


def check_url(text: str) -> str:
    """Return the URL of an endpoint without a slash at its end. Raise ValueError if it is not one."""
    try:
        url = urlsplit(text)
        valid = url.scheme in ("http", "https") and bool(url.hostname) and url.port != 0
    except ValueError:
        valid = False
    if not valid:
        raise ValueError(f"it must be a URL such as http://127.0.0.1:3001, not {text!r}")
    return text.rstrip("/")
