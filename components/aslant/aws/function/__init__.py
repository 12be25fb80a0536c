"""One Lambda function from one folder: its handler, its code and packages as an archive, and its resources.

The other modules of `aslant.aws` use PythonFunction, and `aslant.local` uses `requirements` to install packages.
"""
