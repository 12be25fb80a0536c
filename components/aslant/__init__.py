"""aslant: Step Functions workflows as typed Python values.

Each part is imported by its own name, so that `import aslant` stays light:
`aslant.asl` (the language), `aslant.run`, `aslant.iam`, `aslant.aws` (the Pulumi components) and `aslant.local`.
"""

from aslant.errors import AslantError

__all__ = ["AslantError", "__version__"]

__version__ = "0.1.0"
