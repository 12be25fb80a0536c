"""REST APIs (API Gateway v1) in front of state machines: their OpenAPI document, as plain values without Pulumi."""
