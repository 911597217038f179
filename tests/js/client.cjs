// The stock AWS SDK for JavaScript against this computer's endpoint; its environment comes from `pipesmith env`.
//
// Prints the number of executions that its paginator found. An assertion that fails ends it with a trace.
const assert = require("node:assert/strict");
const aws = require("@aws-sdk/client-codepipeline");

const NAME = "letter";
const client = new aws.CodePipelineClient({});
const call = (operation, input) => client.send(new aws[`${operation}Command`](input));

function action(name, category, provider, configuration, more) {
  const actionTypeId = { category, owner: "AWS", provider, version: "1" };
  return { name, actionTypeId, configuration, ...more };
}

/** An object of a bucket that somebody has to approve. */
const declaration = {
  name: NAME,
  roleArn: "arn:aws:iam::111122223333:role/letter",
  pipelineType: "V2",
  executionMode: "QUEUED",
  artifactStore: { type: "S3", location: "letter-artifacts" },
  stages: [
    {
      name: "Fetch",
      actions: [
        action(
          "Letter",
          "Source",
          "S3",
          { S3Bucket: "in", S3ObjectKey: "parcel.txt", PollForSourceChanges: "false" },
          { outputArtifacts: [{ name: "Letter" }] },
        ),
      ],
    },
    { name: "Gate", actions: [action("Read", "Approval", "Manual", {}, {})] },
  ],
};

/** Asks until there is an answer, as a waiter does. */
async function until(what, done) {
  const end = Date.now() + 60_000;
  for (;;) {
    const answer = await done();
    if (answer) return answer;
    assert.ok(Date.now() < end, `not in time: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function decide(execution, status) {
  const token = await until("the approval", async () => {
    const { stageStates } = await call("GetPipelineState", { name: NAME });
    const [, gate] = stageStates;
    const latest = gate.actionStates[0].latestExecution;
    const here = gate.latestExecution?.pipelineExecutionId === execution;
    return here && latest?.status === "InProgress" && latest.token;
  });
  const where = { pipelineName: NAME, stageName: "Gate", actionName: "Read" };
  const result = { summary: "read it", status };
  const { approvedAt } = await call("PutApprovalResult", { ...where, token, result });
  assert.ok(approvedAt instanceof Date && Math.abs(Date.now() - approvedAt) < 60_000, approvedAt);
  await assert.rejects(call("PutApprovalResult", { ...where, token, result }), aws.ApprovalAlreadyCompletedException);
  return until("the end", async () => {
    const { pipelineExecution } = await call("GetPipelineExecution", {
      pipelineName: NAME,
      pipelineExecutionId: execution,
    });
    return pipelineExecution.status !== "InProgress" && pipelineExecution.status;
  });
}

async function main() {
  await assert.rejects(call("GetPipeline", { name: NAME }), (error) => {
    assert.ok(error instanceof aws.PipelineNotFoundException && error.message.includes(NAME), error);
    assert.equal(error.$metadata.httpStatusCode, 400);
    assert.match(error.$metadata.requestId, /^[0-9a-f-]{36}$/);
    return true;
  });
  const { pipeline } = await call("CreatePipeline", { pipeline: declaration, tags: [{ key: "team", value: "post" }] });
  assert.equal(pipeline.version, 1);
  await assert.rejects(call("CreatePipeline", { pipeline: declaration }), aws.PipelineNameInUseException);
  const wrong = { ...declaration, name: "wrong", stages: declaration.stages.slice(0, 1) };
  await assert.rejects(call("CreatePipeline", { pipeline: wrong }), aws.InvalidStructureException);
  await assert.rejects(call("CreatePipeline", {}), aws.ValidationException);
  const { metadata } = await call("GetPipeline", { name: NAME });
  assert.ok(metadata.created instanceof Date, metadata);
  const { tags } = await call("ListTagsForResource", { resourceArn: metadata.pipelineArn });
  assert.deepEqual(tags, [{ key: "team", value: "post" }]);

  const list = await call("ListPipelineExecutions", { pipelineName: NAME });
  const [created] = list.pipelineExecutionSummaries;
  assert.equal(created.trigger.triggerType, "CreatePipeline");
  assert.equal(await decide(created.pipelineExecutionId, "Rejected"), "Failed");
  const once = { name: NAME, clientRequestToken: "once" };
  const started = await call("StartPipelineExecution", once);
  assert.equal((await call("StartPipelineExecution", once)).pipelineExecutionId, started.pipelineExecutionId);
  assert.equal(await decide(started.pipelineExecutionId, "Approved"), "Succeeded");

  const found = [];
  for await (const page of aws.paginateListPipelineExecutions({ client, pageSize: 1 }, { pipelineName: NAME })) {
    found.push(...page.pipelineExecutionSummaries.map((one) => one.status));
  }
  assert.deepEqual(found, ["Succeeded", "Failed"]);
  await call("DeletePipeline", { name: NAME });
  assert.deepEqual((await call("ListPipelines", {})).pipelines, []);
  console.log(found.length);
}

main();
