from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from aslant.errors import LocalError
from aslant.provider.registry import Registry

Load = Callable[..., Registry]

ROLE = 'aws.iam.Role("{}", assume_role_policy="{{}}")\n'
HEAD = "import pulumi\nimport pulumi_aws as aws\n"


def test_a_registration_is_recorded_completely(load_program: Load) -> None:
    registry = load_program(
        HEAD
        + """
class Shop(pulumi.ComponentResource):
    def __init__(self, name):
        super().__init__("shop:index:Shop", name)
        self.role = aws.iam.Role("oven", name="oven", assume_role_policy="{}", max_session_duration=3600,
            opts=pulumi.ResourceOptions(parent=self))
        self.rights = aws.iam.RolePolicy("oven", role=self.role.id, policy=pulumi.Output.secret("{}"),
            opts=pulumi.ResourceOptions(parent=self, depends_on=[self.role]))
        self.register_outputs({"arn": self.role.arn})

Shop("shop")
"""
    )
    shop, role, rights = registry
    assert shop.urn == "urn:pulumi:dev::shop::shop:index:Shop::shop"
    assert shop.outputs == {"arn": "arn:aws:iam::123456789012:role/oven"}
    assert not shop.custom
    assert role.urn == "urn:pulumi:dev::shop::shop:index:Shop$aws:iam/role:Role::oven"
    assert role.parent == shop.urn
    assert role.inputs["maxSessionDuration"] == 3600
    assert type(role.inputs["maxSessionDuration"]) is int
    assert role.position.startswith("__main__.py:")
    assert role.label == f"aws:iam/role:Role 'oven' ({role.position})"
    assert rights.dependencies == (role.urn,)
    assert rights.property_dependencies == {"policy": (), "role": (role.urn,)}
    assert rights.inputs == {"role": "oven", "policy": "{}"}
    assert rights.outputs["role"] == "oven"


def test_generated_names_are_derived_from_the_urn(load_program: Load) -> None:
    first = load_program(HEAD + ROLE.format("oven") + ROLE.format("fridge"))
    again = load_program(HEAD + ROLE.format("oven"))
    names = [str(role.outputs["name"]) for role in first]
    assert re.fullmatch(r"oven-[0-9a-f]{7}", names[0])
    assert names[0] != names[1]
    assert [role.outputs["name"] for role in again] == names[:1]


def test_a_duplicate_urn_is_refused_with_both_places(load_program: Load) -> None:
    message = r"Role 'oven' \(__main__.py:4\) is registered twice, first at __main__.py:3. Rename one"
    with pytest.raises(LocalError, match=message):
        load_program(HEAD + ROLE.format("oven") + ROLE.format("oven"))


def test_exports_are_plain_values_and_secret_ones_are_marked(load_program: Load) -> None:
    registry = load_program(
        HEAD
        + """
pulumi.export("count", 3)
pulumi.export("list", [1.5, {"a": True}])
pulumi.export("password", pulumi.Output.secret("hush"))
pulumi.export("nested", {"inner": pulumi.Output.secret(1)})
"""
    )
    assert registry.exports["count"] == 3
    assert registry.exports["list"] == [1.5, {"a": True}]
    assert registry.exports["password"] == "hush"  # noqa: S105
    assert registry.secret_exports == {"password", "nested"}


def test_a_secret_input_stays_secret_among_the_outputs(load_program: Load) -> None:
    registry = load_program(
        HEAD
        + """
role = aws.iam.Role("oven", assume_role_policy="{}", description=pulumi.Output.secret("hush"))
pulumi.export("description", role.description)
"""
    )
    assert registry.exports["description"] == "hush"
    assert registry.secret_exports == {"description"}


def test_the_region_is_the_resource_s_own_the_provider_s_or_the_configured_one(load_program: Load) -> None:
    registry = load_program(
        HEAD
        + """
provider = aws.Provider("west", region="us-west-2")
options = pulumi.ResourceOptions(provider=provider)
aws.cloudwatch.LogGroup("configured", name="a")
aws.cloudwatch.LogGroup("provided", name="b", opts=options)
aws.cloudwatch.LogGroup("own", name="c", region="eu-north-1", opts=options)
pulumi.export("here", aws.get_region().region)
pulumi.export("there", aws.get_region(opts=pulumi.InvokeOptions(provider=provider)).region)
""",
        project="name: shop\nruntime: python\nconfig:\n  aws:region: {value: eu-west-1}\n",
    )
    arns = {group.name: group.outputs["arn"] for group in registry.of("aws:cloudwatch/logGroup:LogGroup")}
    assert arns == {
        "configured": "arn:aws:logs:eu-west-1:123456789012:log-group:a",
        "provided": "arn:aws:logs:us-west-2:123456789012:log-group:b",
        "own": "arn:aws:logs:eu-north-1:123456789012:log-group:c",
    }
    assert registry.exports == {"here": "eu-west-1", "there": "us-west-2"}


@pytest.mark.parametrize(
    ("made", "place"),
    [
        ('aws.Provider("west", region="../../x")', "pulumi:providers:aws 'west' ("),
        ('aws.cloudwatch.LogGroup("own", region="../../x")', "aws:cloudwatch/logGroup:LogGroup 'own' (__main__.py:"),
        ('aws.get_region(region="../../x")', "aws:index/getRegion:getRegion: "),
    ],
)
def test_an_invalid_region_is_refused(load_program: Load, made: str, place: str) -> None:
    with pytest.raises(LocalError) as caught:
        load_program(f"{HEAD}\n{made}\n")
    message = str(caught.value)
    assert message.startswith(place)
    assert message.endswith(": region must be a Region, not '../../x'. Write one, such as 'eu-west-1'.")


def test_transforms_of_the_resource_its_parents_and_the_stack_run(load_program: Load) -> None:
    registry = load_program(
        HEAD
        + """
def tag(name):
    def transform(args):
        if args.type_ != "aws:iam/role:Role":
            return None
        tags = {**(args.props.get("tags") or {}), name: "yes"}
        return pulumi.ResourceTransformResult({**args.props, "tags": tags}, args.opts)
    return transform

pulumi.runtime.register_resource_transform(tag("stack"))
parent = pulumi.ComponentResource("shop:index:Shop", "shop", None, pulumi.ResourceOptions(transforms=[tag("parent")]))
aws.iam.Role("oven", assume_role_policy="{}", tags={"mine": "yes"},
    opts=pulumi.ResourceOptions(parent=parent, transforms=[tag("own")]))
"""
    )
    (role,) = registry.of("aws:iam/role:Role")
    assert role.inputs["tags"] == {"mine": "yes", "own": "yes", "parent": "yes", "stack": "yes"}


def test_a_resource_that_is_read_has_outputs(load_program: Load) -> None:
    registry = load_program(HEAD + 'pulumi.export("arn", aws.iam.Role.get("existing", "shared-role").arn)\n')
    (role,) = registry
    assert role.read
    assert registry.exports["arn"] == "arn:aws:iam::123456789012:role/shared-role"


def test_a_stack_reference_has_the_configured_outputs(load_program: Load) -> None:
    program = HEAD + 'pulumi.export("vpc", pulumi.StackReference("acme/net/dev").get_output("vpcId"))\n'
    project = "name: shop\nruntime: python\nconfig:\n  aslant:stackReferences: {value: {acme/net/dev: {vpcId: v1}}}\n"
    assert load_program(program, project=project).exports == {"vpc": "v1"}
    with pytest.raises(
        LocalError,
        match=r"StackReference .acme/net/dev.: its outputs are not configured, .* Write them under `aslant:stackRef",
    ):
        load_program(program)


def test_an_unknown_resource_type_is_refused_with_the_known_ones(load_program: Load) -> None:
    message = "aws:iam/user:User 'bob' .* does not support this resource type.*aws:iam/role:Role.*To add one"
    with pytest.raises(LocalError, match=message):
        load_program(HEAD + 'aws.iam.User("bob")\n')


def test_an_unknown_provider_function_is_refused_with_the_known_ones(load_program: Load) -> None:
    message = "calls aws:iam/getUser:getUser, which aslant.local does not support.*aws:index/getRegion:getRegion"
    with pytest.raises(LocalError, match=message):
        load_program(HEAD + 'aws.iam.get_user(user_name="bob")\n')
