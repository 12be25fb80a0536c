"""API Gateway in the local AWS: HTTP APIs here, REST APIs in `rest`, authorizers in `auth`."""
