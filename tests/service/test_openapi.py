"""The OpenAPI document holds: whatever is sent, the service answers without a fault of its own."""

from typing import Any

import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.strategies import SearchStrategy
from tests.service.conftest import Served

AnyCase = schemathesis.Case[Any]

# Following goes on until somebody leaves; its own tests are in test_shows.
ENDLESS = "/api/v1/events"


def test_every_operation_has_a_summary_and_every_body_an_example(served: Served) -> None:
    document = served.client.get("/api/openapi.json").json()
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            assert operation["summary"], (method, path)
            body = operation.get("requestBody", {}).get("content", {}).get("application/json")
            if body:
                name = body["schema"]["$ref"].split("/")[-1]
                assert document["components"]["schemas"][name].get("examples"), name


def test_no_request_brings_the_service_down(served: Served) -> None:
    document = schemathesis.openapi.from_url(f"{served.base}/api/openapi.json").exclude(path=ENDLESS)
    headers = {"Authorization": served.client.headers["Authorization"]}
    checked = 0
    for operation in document.get_all_operations():
        case_strategy = resolved(operation)
        checked += probe(case_strategy, headers)
    assert checked > 300


def resolved(operation: Any) -> SearchStrategy[AnyCase]:  # a result type of its own library
    """The cases of an operation; fails where its description is broken."""
    strategy: SearchStrategy[AnyCase] = operation.ok().as_strategy()
    return strategy


def probe(strategy: SearchStrategy[AnyCase], headers: dict[str, str]) -> int:
    """Send some cases of one operation; gives how many. Fails on an answer of 500 or above."""
    sent = 0

    @settings(
        max_examples=12, deadline=None, phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck)
    )
    @given(case=strategy)
    def send(case: AnyCase) -> None:
        nonlocal sent
        answer = case.call(headers=headers, timeout=60)
        assert answer.status_code < 500, (case.as_curl_command(), answer.text)
        sent += 1

    send()
    return sent
