import { afterAll, beforeAll, describe, expect, it } from "vitest"
import {
  commit,
  newRun,
  type PipelineStage,
  pipelineStage,
  type Run,
  records,
} from "@/tools/testing/pipeline-job"
import { runners } from "@/tools/testing/pipeline-runners"

let stage: PipelineStage
beforeAll(async () => {
  stage = await pipelineStage()
})
afterAll(() => stage.close())

describe.each(Object.entries(runners))("The template for %s", (_name, { run: start, repeated }) => {
  it("records a cancelled run", async () => {
    const run = newRun()
    await seedStaging(run)
    await start(stage, run, "cancelled")
    expect((await records(run)).slice(1)).toMatchObject([{ status: "FAILED", notes: "Cancelled." }])
  })

  it("records start and end of a tag pipeline as one deployment, and those of its re-run as another", async () => {
    const run = newRun()
    await seedStaging(run)
    await start(stage, run, "failure")
    await start(stage, run, "success", { attempt: 2 })
    const [, first] = await records(run)
    const recorded = {
      imageTag: "v1.2.3",
      startReported: true,
      environment: { name: "prod" },
      gitCommit: commit,
      gitBranch: null,
      initiatedBy: "ada",
      runUrl: expect.stringMatching(/^https:/),
    }
    expect(await records(run)).toMatchObject([
      { status: "DEPLOYED" },
      { ...recorded, status: "FAILED", notes: null, attempt: 1 },
      {
        ...recorded,
        status: "DEPLOYED",
        attempt: repeated.attempt,
        previousAttemptId: repeated.linked ? first?.id : null,
      },
    ])
  })

  it("records every job of a matrix", async () => {
    const run = newRun()
    await Promise.all(["dev", "staging"].map((environment) => start(stage, run, "success", { environment })))
    const recorded = await records(run)
    expect(recorded.map(({ environment, status }) => `${environment.name} ${status}`).sort()).toEqual([
      "dev DEPLOYED",
      "staging DEPLOYED",
    ])
  })
})

/** The gate of a template allows a version that was in the stage below. */
async function seedStaging({ application, tag }: Run): Promise<void> {
  const response = await fetch(`${stage.url}/api/v1/platform/deployments`, {
    method: "POST",
    headers: { authorization: `Bearer ${stage.token}`, "content-type": "application/json" },
    body: JSON.stringify({ application, environment: "staging", imageTag: tag }),
  })
  expect(response.status).toBe(201)
}

describe("The gate of the template for GitHub Actions", () => {
  it("stops a version that skipped staging before anything is recorded or deployed", async () => {
    const run = newRun()
    await seedStaging({ ...run, tag: "v0.9.0" })
    await expect(runners["GitHub Actions"]?.run(stage, run, "success")).rejects.toThrow(
      "may not be deployed to prod",
    )
    expect(await records(run)).toHaveLength(1)
  })
})
