"""Lambda functions in the local AWS: their code, their warm worker processes and invocations."""
