from __future__ import annotations

import pytest

from aslant.asl.services.naming import action_name, member_name, service_name


@pytest.mark.parametrize(
    ("service_id", "name"),
    [
        ("DynamoDB", "dynamodb"),
        ("SFN", "sfn"),
        ("CloudWatch Logs", "cloudwatchlogs"),
        ("Cognito Identity Provider", "cognitoidentityprovider"),
        ("Elastic Load Balancing v2", "elasticloadbalancingv2"),
        ("Config Service", "config"),
        ("Directory Service Data", "directoryservicedata"),
        ("ServiceDiscovery", "servicediscovery"),
        ("ACM PCA", "acmpca"),
    ],
)
def test_a_service_has_the_name_of_its_java_package(service_id: str, name: str) -> None:
    assert service_name(service_id) == name


@pytest.mark.parametrize(
    ("operation", "name"),
    [
        ("GetItem", "getItem"),
        ("CreateDBInstance", "createDBInstance"),
        ("ListObjectsV2", "listObjectsV2"),
        ("CreateDistribution2020_05_31", "createDistribution"),
    ],
)
def test_an_action_starts_in_lower_case(operation: str, name: str) -> None:
    assert action_name(operation) == name


@pytest.mark.parametrize(
    ("api_name", "name"),
    [
        ("tableName", "TableName"),
        ("TableName", "TableName"),
        ("DBInstanceIdentifier", "DbInstanceIdentifier"),
        ("SourceDBInstanceIdentifier", "SourceDBInstanceIdentifier"),
        ("SSEKMSKeyId", "SsekmsKeyId"),
        ("ChecksumCRC32", "ChecksumCRC32"),
        ("ACL", "Acl"),
        ("ETag", "ETag"),
        ("S3Bucket", "S3Bucket"),
        ("EC2TagFilters", "Ec2TagFilters"),
        ("MD5OfMessageBody", "Md5OfMessageBody"),
        ("S", "S"),
        ("SS", "Ss"),
        ("equals", "EqualsValue"),
        ("NULL", "Nul"),
    ],
)
def test_a_member_has_its_java_name_with_a_capital(api_name: str, name: str) -> None:
    assert member_name(api_name) == name
