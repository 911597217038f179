"""A job worker for a custom action of AWS CodePipeline, with boto3 and nothing of Pipesmith.

It polls for the jobs of one action type. Of each job it reads the first input artifact, writes into the first output
artifact a zip with `checksums.txt` (the SHA-256 of every file), and reports how many files there were as the variable
FILES. With `pipesmith env` in its environment it works for this computer; without, for your account.

    python worker.py --category Build --provider Forge --version 1 [--jobs N]
"""

import argparse
import hashlib
import io
import sys
import time
import zipfile

import boto3
from botocore.config import Config

# How long to wait when there was no job.
PAUSE = 1.0


def artifacts(job):
    """A client for the artifacts: it must sign with the job's credentials, not with the worker's own."""
    credentials = job["data"]["artifactCredentials"]
    return boto3.client(
        "s3",
        aws_access_key_id=credentials["accessKeyId"],
        aws_secret_access_key=credentials["secretAccessKey"],
        aws_session_token=credentials["sessionToken"],
        config=Config(signature_version="s3v4"),
    )


def location(artifact):
    at = artifact["location"]["s3Location"]
    return {"Bucket": at["bucketName"], "Key": at["objectKey"]}


def encryption(job):
    """AWS wants artifacts encrypted with the key of KMS that the job names, else with its own."""
    key = job["data"].get("encryptionKey")
    chosen = {"SSEKMSKeyId": key["id"]} if key else {}
    return {"ServerSideEncryption": "aws:kms", **chosen}


def checksums(bundle):
    """One line a file, as sha256sum writes it."""
    with zipfile.ZipFile(io.BytesIO(bundle)) as files:
        names = sorted(name for name in files.namelist() if not name.endswith("/"))
        return [f"{hashlib.sha256(files.read(name)).hexdigest()}  {name}" for name in names]


def work(job):
    """Does the job; what it returns are the action's output variables."""
    s3 = artifacts(job)
    bundle = s3.get_object(**location(job["data"]["inputArtifacts"][0]))["Body"].read()
    lines = checksums(bundle)
    result = io.BytesIO()
    with zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as files:
        files.writestr("checksums.txt", "".join(line + "\n" for line in lines))
    for output in job["data"]["outputArtifacts"]:
        result.seek(0)
        s3.upload_fileobj(result, **location(output), ExtraArgs=encryption(job))
    return {"FILES": str(len(lines))}


def take(pipelines, job):
    """Acknowledges a job and answers it. Whoever acknowledges first has the job."""
    try:
        pipelines.acknowledge_job(jobId=job["id"], nonce=job["nonce"])
    except pipelines.exceptions.InvalidNonceException:
        return False
    name = job["data"]["pipelineContext"]["pipelineName"]
    try:
        variables = work(job)
    except Exception as error:
        message = f"{type(error).__name__}: {error}"[:5000]
        pipelines.put_job_failure_result(
            jobId=job["id"], failureDetails={"type": "JobFailed", "message": message}
        )
        print(f"{name}: failed: {message}", flush=True)
        return True
    pipelines.put_job_success_result(
        jobId=job["id"],
        executionDetails={"summary": f"{variables['FILES']} files", "externalExecutionId": job["id"]},
        outputVariables=variables,
    )
    print(f"{name}: {variables['FILES']} files", flush=True)
    return True


def main():
    arguments = argparse.ArgumentParser(description="Does the jobs of a custom action of CodePipeline.")
    arguments.add_argument("--category", default="Build")
    arguments.add_argument("--provider", required=True)
    arguments.add_argument("--version", default="1")
    arguments.add_argument("--jobs", type=int, help="end after so many jobs; without it, work until interrupted")
    chosen = arguments.parse_args()
    kind = {
        "category": chosen.category,
        "owner": "Custom",
        "provider": chosen.provider,
        "version": chosen.version,
    }
    pipelines = boto3.client("codepipeline")
    done = 0
    while chosen.jobs is None or done < chosen.jobs:
        jobs = pipelines.poll_for_jobs(actionTypeId=kind, maxBatchSize=1)["jobs"]
        done += sum(take(pipelines, job) for job in jobs)
        if not jobs:
            time.sleep(PAUSE)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
