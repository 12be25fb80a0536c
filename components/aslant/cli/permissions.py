"""`aslant permissions`: write the policy that a workflow's role needs, and the states that need each statement."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

from aslant.cli.inputs import load_machine
from aslant.cli.output import is_coloured, paint, say, write
from aslant.cli.usage import UsageError, make_parser
from aslant.errors import DefinitionError, did_you_mean
from aslant.iam import Account, Statement, UnknownNeed, customer_key_note, needs
from aslant.provider.account import PARTITIONS, partition_of
from aslant.walk import states_of

__all__ = ["run"]

EXAMPLES: Final = """\
  aslant permissions order.asl.json                       the policy document, followed by the states
  aslant permissions order.asl.json > policy.json         only the document
  aslant permissions --account 111122223333 --region eu-west-1 --name shop order.asl.json
  aslant permissions --given statements.json order.asl.json
  aslant permissions --json workflows/pizza.py:pizza      statements with their states

The FILE of --given is a list of statements: [{"actions": [...], "resources": [...], "states": [...]}], in the same
format as the component's policy_statements. They cover the states that they name, whose needs may be unknown.
exit codes: 0 success, 1 a state whose needs are unknown, 2 bad usage or a file that cannot be read
"""

_ADD: Final = "Add it to the FILE of --given, and to the component's policy_statements."
_FIELDS: Final = {"actions", "resources", "condition", "states"}


def run(arguments: Sequence[str]) -> int:
    """Write the policy for the workflow that the arguments name, and return the exit code."""
    parser = make_parser("permissions", "Write the least-privilege IAM policy for a workflow's role.", EXAMPLES)
    parser.add_argument("name", metavar="FILE", help="a file, - or Python as file.py:name")
    parser.add_argument("--account", metavar="ID", help="the account (default: CloudFormation's ${AWS::AccountId})")
    parser.add_argument("--region", metavar="NAME", help="the region (default: CloudFormation's ${AWS::Region})")
    parser.add_argument("--partition", metavar="NAME", help="the partition (default: that of the region)")
    parser.add_argument(
        "--name", dest="machine", default="${StateMachineName}", help="the state machine's name (default: %(default)s)"
    )
    parser.add_argument("--given", type=Path, metavar="FILE", help="further statements, as JSON")
    parser.add_argument("--json", action="store_true", help="write the statements with the states that need them")
    options = parser.parse_intermixed_args(arguments)
    account = _account(options.account, options.region, options.partition)
    if not re.fullmatch(r"(\$\{[^{}]+\}|[\w-])+", options.machine, re.ASCII):
        raise UsageError(
            f"--name must be the name of a state machine, not {options.machine!r}. Use letters, digits, - and _."
        )
    given = _given(options.given) if options.given else []
    try:
        machine = load_machine(options.name)
    except DefinitionError as why:
        raise UsageError(str(why)) from None
    _check_states(given, [name for name, _ in states_of(machine.to_dict())], options.given)
    own_arn = account.arn("states", f"stateMachine:{options.machine}")
    statements, unknown = needs(machine, given=given, account=account, own_arn=own_arn)
    notes = [f"{note} {_ADD}"] if (note := customer_key_note(statements)) and not _has_keys(given) else []
    if options.json:
        rows = {
            "statements": [_row(statement) for statement in statements],
            "unknown": [_unknown(need) for need in unknown],
        }
        write(_text({**rows, "notes": notes}))
    elif not unknown:
        write(_text({"Version": "2012-10-17", "Statement": [statement.to_dict() for statement in statements]}))
        _explain(statements)
        for note in notes:
            say(f"note: {note}")
    for need in unknown:
        say(f"error: {options.name}: {need}")
    return 1 if unknown else 0


def _account(account: str | None, region: str | None, partition: str | None) -> Account:
    if account is not None and not re.fullmatch(r"\d{12}", account, re.ASCII):
        raise UsageError(f"--account must be the 12 digits of an account, not {account!r}")
    if region is not None and not re.fullmatch(r"[a-z]{2,}(-[a-z]+)+-\d+", region, re.ASCII):
        raise UsageError(f"--region must be the name of a region, such as eu-west-1, not {region!r}")
    known = ["aws", *PARTITIONS.values()]
    if partition is not None and partition not in known:
        raise UsageError(f"--partition must be one of {', '.join(known)}, not {partition!r}")
    if partition is None and region is not None:
        partition = partition_of(region)
    parts = {"partition": partition, "region": region, "account": account}
    return Account(**{part: name for part, name in parts.items() if name is not None})


def _given(path: Path) -> list[Statement]:
    try:
        rows = json.loads(path.read_bytes())
    except OSError as why:
        raise UsageError(f"{path}: {(why.strerror or str(why)).lower()}") from None
    except ValueError as why:
        raise UsageError(f"{path}: this is not valid JSON: {why}") from None
    if not isinstance(rows, list):
        raise UsageError(f"{path}: this must be a list of statements. See aslant permissions --help for an example.")
    return [_statement(row, f"{path}: statement {number}") for number, row in enumerate(rows, 1)]


def _statement(row: Any, place: str) -> Statement:
    if not isinstance(row, dict) or not {"actions", "resources"} <= row.keys() <= _FIELDS:
        raise UsageError(f"{place} must have actions and resources, and may only have condition and states in addition")
    for field in _FIELDS - {"condition"}:
        value = row.get(field, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise UsageError(f"{place}: {field} must be a list of strings, not {value!r}")
        if field != "states" and not value:
            raise UsageError(f"{place}: {field} must not be empty")
    if not isinstance(row.get("condition", {}), dict):
        raise UsageError(f"{place}: condition must be an IAM Condition block, not {row['condition']!r}")
    return Statement.of(row)


def _check_states(given: Iterable[Statement], names: Sequence[str], path: Path | None) -> None:
    for number, statement in enumerate(given, 1):
        for state in statement.states:
            if state not in names:
                hint = did_you_mean(state, names)
                raise UsageError(f"{path}: statement {number}: state {state!r} does not exist{hint}")


def _has_keys(given: Iterable[Statement]) -> bool:
    """Return whether the given statements already allow actions on KMS keys."""
    return any(action.startswith("kms:") for statement in given for action in statement.actions)


def _row(statement: Statement) -> dict[str, Any]:
    condition = {} if statement.condition is None else {"condition": statement.condition}
    return {
        "actions": list(statement.actions),
        "resources": list(statement.resources),
        **condition,
        "states": list(statement.states),
    }


def _unknown(need: UnknownNeed) -> dict[str, Any]:
    return {"state": need.state, "actions": list(need.actions), "reason": need.what}


def _text(document: dict[str, Any]) -> str:
    text = json.dumps(document, indent=2, ensure_ascii=False, default=lambda leaf: f"<{type(leaf).__name__}>")
    return f"{text}\n"


def _explain(statements: Iterable[Statement]) -> None:
    """Print which states need each statement, to standard error so that the document can be redirected."""
    coloured = is_coloured(sys.stderr)
    for number, statement in enumerate(statements, 1):
        states = ", ".join(statement.states) or "given"
        say(f"{paint(f'{number}.', 'dim', coloured=coloured)} {', '.join(statement.actions)}: {states}")
