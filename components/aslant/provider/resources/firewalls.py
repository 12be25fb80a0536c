"""WAF web ACLs and their associations. They do nothing locally: no rule blocks a request."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aslant.errors import LocalError
from aslant.provider.account import LocalAccount, digest
from aslant.provider.registry import RegisteredResource, Registry
from aslant.provider.resources.naming import Outputs, name_of

__all__ = ["TYPES", "WEB_ACL_ASSOCIATION"]

WEB_ACL = "aws:wafv2/webAcl:WebAcl"
WEB_ACL_ASSOCIATION = "aws:wafv2/webAclAssociation:WebAclAssociation"


def _web_acl(resource: RegisteredResource, account: LocalAccount, _: Registry) -> dict[str, Any]:
    name, id = name_of(resource), digest(resource.urn, 32)
    id = f"{id[:8]}-{id[8:12]}-{id[12:16]}-{id[16:20]}-{id[20:]}"
    arn = account.arn("wafv2", f"regional/webacl/{name}/{id}")
    return {"id": id, "name": name, "arn": arn, "capacity": 0, "lockToken": digest(id, 32)}


def _association(resource: RegisteredResource, _: LocalAccount, __: Registry) -> dict[str, Any]:
    acl, guarded = (str(resource.inputs.get(key) or "") for key in ("webAclArn", "resourceArn"))
    if ":wafv2:" not in acl:
        raise LocalError(f"{resource.label}: webAclArn {acl!r} is not a web ACL. Pass the `arn` of one.")
    if "::/apis/" in guarded:
        raise LocalError(
            f"{resource.label}: AWS does not support web ACLs for HTTP APIs. Protect the stage of a REST API, or a "
            "CloudFront distribution in front."
        )
    return {"id": f"{acl},{guarded}"}


TYPES: Mapping[str, Outputs] = {WEB_ACL: _web_acl, WEB_ACL_ASSOCIATION: _association}
