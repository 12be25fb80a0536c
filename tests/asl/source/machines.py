"""Definitions generated from a seed, with every feature of ASL and some invalid ones."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

NAMES = [
    *("Pass", "pass", "Order Pizza", "orderPizza", "order_pizza", "this", "when", "Retry", "class", "machine", "map"),
    *(
        "2nd try",
        "Größe prüfen",
        "注文",
        "SNS: Publish",
        'say "hi"',
        "it's",
        "a\\b",
        "tab\there",
        "🍕",
        "from_dict",
        "_",
    ),
]
TEXTS = [
    *(
        "",
        "plain",
        'a "quoted" word',
        "it's",
        "both ' and \"",
        "line\nbreak",
        "back\\slash",
        "ünï 漢字 \u200b",
        "x" * 130,
    ),
    *("{% $states.input.total > 100 %}", "${Placeholder}", "$.looks.like.a.path", '"""'),
]
PATHS = [
    *("$", "$.a", "$.order.total", "$['line-items'][0]", "$.a['it\\'s']", "$$.Execution.Name", "$.a[*].b", "$.a[-1]"),
    *("$.a[1:3]", "$.exists", "$.class", "$._own", "$..deep", "$.a[?(@.b > 1)]", "$total", "$total.a[0]", "$.größe"),
    *("$.[0]", "$['a']['b'].c", "$.a[01]", "$$", f"$.{'long.' * 20}end"),
]
NUMBERS = [0, 1, -1, 60, 2.5, 1e16, 1e-7, -0.0, 10**30]
LITERALS = [None, True, False]


class Maker:
    """A generator of one definition."""

    def __init__(self, seed: int, *, odd: bool) -> None:
        self.odd = odd
        self.random = Random(seed)  # noqa: S311
        self.names = [f"{name} {number}" if number else name for number in range(4) for name in NAMES]
        self.random.shuffle(self.names)

    def maybe(self, chance: float) -> bool:
        return self.random.random() < chance

    def pick(self, *options: Any) -> Any:
        return self.random.choice(options)

    def machine(self, size: int, depth: int = 0) -> dict[str, Any]:
        names = [self.names.pop() for _ in range(size) if self.names] or ["only"]
        states = {name: self.state(name, names, index, depth) for index, name in enumerate(names)}
        machine: dict[str, Any] = {"StartAt": names[0], "States": states}
        if not (self.odd and self.maybe(0.1)):
            reached = reachable(machine)
            machine["States"] = {name: state for name, state in states.items() if name in reached}
        if self.maybe(0.2):
            machine["Comment"] = self.pick(*TEXTS)
        if not depth and self.maybe(0.2):
            machine["TimeoutSeconds"] = 300
        if self.odd and self.maybe(0.02):
            machine["Unknown"] = self.value()
        return machine

    def state(self, name: str, names: list[str], index: int, depth: int) -> dict[str, Any]:
        inner = ["Parallel", "Map"] if depth < 3 and len(self.names) > 4 else []
        kind = self.pick("Task", "Task", "Pass", "Choice", "Choice", "Wait", "Succeed", "Fail", *inner)
        if kind in ("Succeed", "Fail") and self.maybe(0.5):
            kind = "Task"
        state: dict[str, Any] = {"Type": kind}
        if self.maybe(0.1):
            state["Comment"] = self.pick(*TEXTS)
        if self.odd and self.maybe(0.03):
            state["Unknown"] = self.value()

        def follow() -> str:
            ahead = names[index + 1 : index + 4] or names
            return str(self.pick(*ahead) if self.maybe(0.85) else self.pick(*names))

        if kind == "Choice":
            state["Choices"] = [{**self.condition(), "Next": follow()} for _ in range(self.pick(1, 1, 2, 3))]
            if self.maybe(0.85):
                state["Default"] = follow()
        elif kind not in ("Succeed", "Fail"):
            if index == len(names) - 1 or self.maybe(0.15):
                state["End"] = True
            else:
                state["Next"] = names[index + 1] if self.maybe(0.6) else follow()
        getattr(self, f"fill_{kind.lower()}", self.fill_other)(state, depth)
        if kind in ("Task", "Parallel", "Map"):
            self.errors(state, follow)
        return state

    def fill_other(self, state: dict[str, Any], depth: int) -> None:
        if state["Type"] == "Wait":
            state.update(
                self.pick({"Seconds": 5}, {"SecondsPath": self.pick(*PATHS)}, {"Timestamp": "2030-01-01T00:00:00Z"})
            )
        elif state["Type"] == "Fail":
            state.update(self.pick({}, {"Error": self.pick(*TEXTS)}, {"CausePath": "States.Format('{}', $.a)"}))
        elif self.maybe(0.3):
            state["OutputPath"] = self.pick(None, *PATHS)

    def fill_pass(self, state: dict[str, Any], depth: int) -> None:
        if self.maybe(0.5):
            state[self.pick("Result", "Parameters")] = self.value()
        if self.maybe(0.3):
            state["ResultPath"] = self.pick(None, *(PATHS if self.odd else PATHS[:4]))
        if self.maybe(0.2):
            state["Assign"] = {"total.$": "$.total", "list": [{"b.$": "$.c"}]}

    def fill_task(self, state: dict[str, Any], depth: int) -> None:
        state["Resource"] = self.pick("${pay}", "${Pay-Function.Arn}", "arn:aws:states:::lambda:invoke")
        if self.odd and self.maybe(0.05):
            state["Resource"] = {"Ref": "Pay"}
        if self.maybe(0.5):
            state["Parameters"] = {
                self.pick("x", "x.$", "x.$.$", "", ".$"): self.pick(*PATHS),
                "x": self.value(),
                "call.$": "States.Format('{}', $.a)",
            }
        if self.maybe(0.2):
            state["TimeoutSeconds"] = self.pick(1, 60, "{% 5 %}", *([None] if self.odd else []))
        if self.maybe(0.3):
            self.fill_service(state)

    def fill_service(self, state: dict[str, Any]) -> None:
        wait = self.pick("", "", ".waitForTaskToken", ".sync", ".sync:2")
        name = self.pick("sqs:sendMessage", "states:startExecution", "aws-sdk:s3:getObject", "ecs:runTask", "no:action")
        state["Resource"] = f"arn:aws:states:::{name}{wait}"
        state["Parameters"] = {
            self.pick("QueueUrl", "StateMachineArn.$", "TaskDefinition", "Bucket.$"): self.pick(*PATHS),
            self.pick("MessageBody", "Input", "Key", "Cluster", "Odd key", "class"): self.value(),
            **self.pick({}, {"Key.$": "States.Format('{}', $.a)"}, {"Group.$": 5}),
        }

    def fill_parallel(self, state: dict[str, Any], depth: int) -> None:
        state["Branches"] = [self.machine(self.pick(1, 2, 4), depth + 1) for _ in range(self.pick(1, 2, 3))]

    def fill_map(self, state: dict[str, Any], depth: int) -> None:
        processor = self.machine(self.pick(1, 2, 4), depth + 1)
        if self.maybe(0.5):
            processor["ProcessorConfig"] = {"Mode": "INLINE"}
        state["Iterator" if self.maybe(0.1) else "ItemProcessor"] = processor
        if self.maybe(0.5):
            state["ItemsPath"] = self.pick(*PATHS)
        if self.maybe(0.3):
            self.fill_parts(state, processor)

    def fill_parts(self, state: dict[str, Any], processor: dict[str, Any]) -> None:
        processor["ProcessorConfig"] = {"Mode": "DISTRIBUTED", **self.pick({}, {"ExecutionType": "EXPRESS"})}
        action = self.pick("getObject", "listObjectsV2")
        state["ItemReader"] = {
            "Resource": f"arn:{self.pick('aws', 'aws', 'aws-cn')}:states:::s3:{action}",
            "Parameters": {"Bucket": "b", self.pick("Key", "Key.$", "Prefix"): self.pick(*PATHS)},
            "ReaderConfig": {
                **self.pick({}, {"InputType": self.pick("CSV", "JSON", "MANIFEST", "ODD")}),
                **self.pick(
                    {}, {"CSVHeaderLocation": "FIRST_ROW"}, {"MaxItems": self.pick(5, *([None] if self.odd else []))}
                ),
            },
        }
        if self.maybe(0.5):
            state["ItemBatcher"] = {"MaxItemsPerBatch": 5, **self.pick({}, {"BatchInput": self.value()})}

    def errors(self, state: dict[str, Any], follow: Callable[[], str]) -> None:
        if self.maybe(0.3):
            retrier = {"ErrorEquals": self.pick(["States.ALL"], ["A", "B"]), "MaxAttempts": self.pick(1, 3)}
            state["Retry"] = [retrier] * self.pick(0, 1, 2)
        if self.maybe(0.4):
            count = self.pick(1, 1, 1, 2, 0 if self.odd else 1)
            state["Catch"] = [{"ErrorEquals": [f"E{number}"], "Next": follow()} for number in range(count)]

    def condition(self, depth: int = 0) -> dict[str, Any]:
        if depth < 4 and self.maybe(0.4):
            word = self.pick("And", "Or", "Not")
            if word == "Not":
                return {"Not": self.condition(depth + 1)}
            return {word: [self.condition(depth + 1) for _ in range(self.pick(0, 1, 2, 2, 2, 3))]}
        kind = self.pick("String", "Numeric", "Timestamp", "Boolean")
        word = self.pick("Equals", "LessThan", "GreaterThanEquals")
        value = {"String": self.pick(*TEXTS), "Numeric": self.pick(*NUMBERS), "Boolean": self.pick(True, False)}
        tests = [
            {f"{kind}{word}": value.get(kind, "2030-01-01T00:00:00Z")},
            {f"{kind}{word}Path": self.pick(*PATHS)},
            {self.pick("IsNull", "IsPresent", "IsString", "IsTimestamp"): self.pick(True, False)},
            {"StringMatches": "a*"},
            {"NumericEquals": "5"},
            {"Unknown": self.value()},
        ]
        return {"Variable": self.pick(*PATHS), **self.pick(*tests[:4], *tests)}

    def value(self, depth: int = 0) -> Any:
        if depth < 4 and self.maybe(0.5):
            if self.maybe(0.5):
                return [self.value(depth + 1) for _ in range(self.pick(0, 1, 3))]
            keys = [self.pick("a", "b.$", "it's", 'say "hi"', "{% k %}", f"k{number}") for number in range(3)]
            return {key: self.pick(*PATHS) if key.endswith(".$") else self.value(depth + 1) for key in keys}
        return self.pick(*TEXTS, *NUMBERS, *LITERALS, *PATHS)


def reachable(machine: dict[str, Any]) -> set[str]:
    """Return the states that are reachable from the first."""
    found: set[str] = set()
    stack = [machine["StartAt"]]
    while stack:
        name = stack.pop()
        if name not in found:
            found.add(name)
            state = machine["States"][name]
            stack += [state[key] for key in ("Next", "Default") if key in state]
            stack += [branch["Next"] for branch in (*state.get("Choices", ()), *state.get("Catch", ()))]
    return found


def made(seed: int, *, odd: bool = False) -> dict[str, Any]:
    """Return the definition of a seed; an odd one may have fields that AWS or the builder does not support."""
    maker = Maker(seed, odd=odd)
    return maker.machine(maker.pick(1, 3, 8, 20))
