"""Reading a definition from JSON, YAML or a dict into the model."""
