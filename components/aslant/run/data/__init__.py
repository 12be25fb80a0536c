"""The query languages: JSONPath and JSONata, with payload templates, intrinsic functions and conditions.

States use them through `aslant.run.language`; only `aslant.run.program` imports the two languages.
"""
