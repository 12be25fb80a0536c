"""Readers that turn JSON, YAML or a dict into the model, with the position of each part of the text.

`loads` and `from_dict` are exported by `aslant.asl`; the CLI and the local AWS also use `text`, for positions.
"""
