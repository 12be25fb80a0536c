"""The three small languages that live inside the strings of Amazon States Language, parsed once for all who read them.

Standard library, and of aslant its errors alone. `aslant.run` evaluates what is parsed here, `aslant.asl` checks it.
Every `parse` is a pure function of its text, remembers its latest answers, and raises `SyntaxFault` (a DefinitionError
with `text`, `at`, counted from 0, and `rule`) for what is not of its language. None recurses without a bound.

`aslant.grammar.jsonpath`
    `parse("$.order.items[0]") -> Path`: `root` is `"$"` (the state's data), `"$$"` (the context object) or a variable
    such as `"$x"`, whose name `variable` tells; `steps` is a tuple of `str` (a member), `int` (an item) and the classes
    `Many`, `Wildcard`, `Slice`, `Filtered`, `Descend`; `definite` where it selects one value; `reference` where it is
    what ASL calls a Reference Path. Conditions of filters are the small tree of `aslant.grammar.jsonpath_filters`.

`aslant.grammar.intrinsics`
    `parse("States.Format('Hello {}', $.name)") -> Call`: `name`, `arguments` (`Literal`, `Path`, `Call`), `text` (its
    own) and `at`, its place in the whole. An unknown name and an illegal escape are faults. What is written well and
    no run can do is no fault (AWS takes it): `miscounts(text)` yields, as SyntaxFaults, too few or too many arguments
    or places of a Format; `misfits(text)` those and the literals that their function refuses. `FUNCTIONS` is the table:
    name -> `Function`, with `arity`, `kinds` and `choices`.

`aslant.grammar.jsonata`
    `expression("{% $x %}")` is `" $x "`, None for a plain string, and a SyntaxFault where only one of the two marks is
    there. `parse(" $x ") -> Expression`: `variables` (the free ones, without `$`; neither `states` nor what the
    expression binds itself nor what it only calls), `reads` (the members of `$states` that it reads; `"*"` where it
    takes the whole), `calls` (name of a function that is not bound there -> the numbers of arguments it is called
    with), `names` (fields, `$` and `$$` that it reads of a context item, which it does not have). Its faults tell in
    `reported` what AWS says. `FUNCTIONS` is the table of the functions there are in Step Functions, name -> `Arity`;
    `REFUSED` those of JSONata that there are not, with what to use instead.
"""
