"""IAM in the local AWS: roles, their policies, and whether these allow a call."""
