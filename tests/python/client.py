"""The stock AWS SDK for Python against this computer's endpoint; its environment comes from `pipesmith env`.

Prints the number of executions that its paginator found. An assertion that fails ends it with a traceback.
"""

import sys
import time

import boto3
from botocore.exceptions import ClientError

NAME = "parcel"


def action(category, provider, configuration, **artifacts):
    kind = {"category": category, "owner": "AWS", "provider": provider, "version": "1"}
    return {"name": provider + category, "actionTypeId": kind, "configuration": configuration, **artifacts}


def declaration(name):
    """An object of one bucket goes into another one: nothing of it needs a setup."""
    source = {"S3Bucket": "in", "S3ObjectKey": "parcel.txt", "PollForSourceChanges": "false"}
    target = {"BucketName": "out", "Extract": "false", "ObjectKey": "parcel.txt"}
    fetch = action("Source", "S3", source, outputArtifacts=[{"name": "Parcel"}])
    deliver = action("Deploy", "S3", target, inputArtifacts=[{"name": "Parcel"}])
    return {
        "name": name,
        "roleArn": "arn:aws:iam::111122223333:role/parcel",
        "pipelineType": "V2",
        "executionMode": "QUEUED",
        "artifactStore": {"type": "S3", "location": "parcel-artifacts"},
        "stages": [{"name": "Fetch", "actions": [fetch]}, {"name": "Deliver", "actions": [deliver]}],
    }


def until(what, done, seconds=60):
    """Asks until there is an answer, as a waiter does."""
    end = time.monotonic() + seconds
    while not (answer := done()):
        if time.monotonic() > end:
            sys.exit("not in time: " + what)
        time.sleep(0.05)
    return answer


def ended(client, execution):
    def status():
        found = client.get_pipeline_execution(pipelineName=NAME, pipelineExecutionId=execution)
        status = found["pipelineExecution"]["status"]
        return status if status != "InProgress" else None

    return until("the end of " + execution, status)


def refusal(call, exception):
    try:
        call()
    except exception as error:
        return error.response["Error"]
    sys.exit(f"not refused with {exception.__name__}")


def main():
    client = boto3.client("codepipeline")
    errors = client.exceptions

    missing = refusal(lambda: client.get_pipeline(name=NAME), errors.PipelineNotFoundException)
    assert NAME in missing["Message"], missing

    created = client.create_pipeline(pipeline=declaration(NAME), tags=[{"key": "team", "value": "post"}])
    assert created["pipeline"]["version"] == 1, created
    refusal(lambda: client.create_pipeline(pipeline=declaration(NAME)), errors.PipelineNameInUseException)
    metadata = client.get_pipeline(name=NAME)["metadata"]
    tags = client.list_tags_for_resource(resourceArn=metadata["pipelineArn"])["tags"]
    assert tags == [{"key": "team", "value": "post"}], tags

    wrong = declaration("wrong")
    wrong["stages"] = wrong["stages"][:1]
    refusal(lambda: client.create_pipeline(pipeline=wrong), errors.InvalidStructureException)

    # The first execution is that of the creation. A repeated token starts nothing.
    started = [client.start_pipeline_execution(name=NAME)["pipelineExecutionId"] for _ in range(3)]
    once = [client.start_pipeline_execution(name=NAME, clientRequestToken="once") for _ in range(2)]
    assert once[0]["pipelineExecutionId"] == once[1]["pipelineExecutionId"], once
    started.append(once[0]["pipelineExecutionId"])
    for execution in started:
        assert ended(client, execution) == "Succeeded", execution

    pages = client.get_paginator("list_pipeline_executions").paginate(
        pipelineName=NAME, PaginationConfig={"PageSize": 2}
    )
    pages = [page["pipelineExecutionSummaries"] for page in pages]
    assert [len(page) for page in pages] == [2, 2, 1], pages
    found = [one["pipelineExecutionId"] for page in pages for one in page]
    assert found[:4] == started[::-1], (found, started)
    assert pages[-1][-1]["trigger"]["triggerType"] == "CreatePipeline", pages[-1]

    actions = client.get_paginator("list_action_executions").paginate(
        pipelineName=NAME, filter={"pipelineExecutionId": started[0]}, PaginationConfig={"PageSize": 1}
    )
    names = [one["actionName"] for page in actions for one in page["actionExecutionDetails"]]
    assert sorted(names) == ["S3Deploy", "S3Source"], names

    # The same call, signed as before, but as a page in a browser would send it.
    def from_a_page(request, **_):
        request.headers["Origin"] = "http://example.com"

    client.meta.events.register("before-send.codepipeline.ListPipelines", from_a_page)
    denied = refusal(client.list_pipelines, ClientError)
    assert denied["Code"] == "AccessDeniedException", denied
    client.meta.events.unregister("before-send.codepipeline.ListPipelines", from_a_page)
    assert [one["name"] for one in client.list_pipelines()["pipelines"]] == [NAME]
    print(len(found))


main()
