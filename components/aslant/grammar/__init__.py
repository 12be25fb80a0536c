"""The parsers of the three small languages inside ASL strings: JSONPath, intrinsic functions and JSONata.

Every package may use them: `aslant.asl` checks what they return and `aslant.run` evaluates it. They import the standard
library and `aslant.errors` only.

Each `parse` is a pure function of a string and caches its results. For a string that is not in its language it raises
a `SyntaxFault` (a DefinitionError with `text`, `rule`, and the position `at`, counted from 0). Recursion is bounded.

`aslant.grammar.jsonpath`
    `parse("$.order.items[0]") -> JsonPath`. `root` is `"$"` (the state's data), `"$$"` (the context object) or a
    variable such as `"$x"`, whose name is `variable`. `steps` is a tuple of `str` (a member), `int` (an item) and the
    classes `Many`, `Members`, `Wildcard`, `Slice`, `Filtered` and `Descend`. `definite` is true if it selects one
    value, `reference` if it is a Reference Path. `aslant.grammar.jsonpath_filters` has the conditions of filters.

`aslant.grammar.intrinsics`
    `parse("States.Format('Hello {}', $.name)") -> IntrinsicCall`, with `name`, `arguments` (`Literal`, `JsonPath` or
    `IntrinsicCall`), `text` and its position `at`. An unknown function and an illegal escape are faults. Calls that AWS
    accepts but that always fail are not: `count_faults(text)` yields a SyntaxFault for each wrong number of arguments
    or placeholders, and `argument_faults(text)` also for each literal that its function refuses. `FUNCTIONS` maps each
    name to an `IntrinsicFunction`, with `arity`, `kinds` and `choices`.

`aslant.grammar.jsonata`
    `expression("{% $x %}")` is `" $x "`; it is None for a plain string, and a SyntaxFault if one of the two marks is
    missing. `parse(" $x ") -> ParsedExpression`, with `variables` (the free variables, without `$`), `reads` (the
    members of `$states` that it reads), `calls` (each free function that it calls, with the numbers of arguments) and
    `names` (names that it reads from a context item, which does not exist in Step Functions). A fault has AWS's message
    in `reported`. `tree(" $x ")` is the syntax tree, a `Part`. `FUNCTIONS` maps the functions that Step Functions has
    to their `Arity`, and `REFUSED` the ones that it refuses to what to use instead.
"""
