import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { systemActor } from "@/lib/identity/auth/actor"
import { prismaClient } from "@/lib/platform/db/client"
import { DomainError } from "@/lib/platform/errors"
import { currentNow, laneFacts } from "@/tools/testing/oracles/lane.oracle"
import { annulDeployment, restoreDeployment } from "./annul-deployment"
import { getCurrent } from "./get-current"
import { recordDeployment } from "./record-deployment"
import { recordRemoval } from "./record-removal"
import { rollBackTag } from "./roll-back-tag"
import { deploymentStatuses, recordDeploymentSchema } from "./schema"
import { unmarkRollback, updateDeployment } from "./update-deployment"

const actor = systemActor("test")
const environment = "dev"
let lanes = 0

const tag = fc.constantFrom("a", "b", "c")
const status = fc.constantFrom(...deploymentStatuses, "DEPLOYED" as const)
const hour = fc.integer({ min: 0, max: 9 })
const recordIndex = fc.nat({ max: 7 })
const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant("record" as const), tag, status, hour }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant("record again" as const), which: recordIndex, status, hour }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("change" as const), which: recordIndex, status }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("roll back" as const), tag }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("unmark" as const), which: recordIndex }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("annul" as const), which: recordIndex }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("restore" as const), which: recordIndex }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("move" as const), which: recordIndex, hour }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("remove" as const), hour }) },
)
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never

const at = (hour: number) => `2026-03-01T0${hour}:00:00Z`

/** Performs a step as a pipeline would. Rejected steps change nothing, which the comparison verifies. */
async function performStep(
  step: Step,
  application: string,
  recorded: { id: string; tag: string }[],
): Promise<void> {
  const record = async (tag: string, externalId: string, status: string, hour: number) => {
    const input = { application, environment, imageTag: tag, externalId, status, deployedAt: at(hour) }
    return (await recordDeployment(actor, recordDeploymentSchema.parse(input))).deployment.id
  }
  const nameOf = (index: number) => `${application}-${index}`
  if (step.do === "record") {
    const id = await record(step.tag, nameOf(recorded.length), step.status, step.hour)
    recorded.push({ id, tag: step.tag })
  } else if (step.do === "remove") {
    await recordRemoval(actor, { application, environment, removedAt: new Date(at(step.hour)) })
  } else if (step.do === "roll back") {
    await rollBackTag(actor, step.tag, { application, environment })
  } else {
    const target = recorded[step.which]
    if (target === undefined) return
    if (step.do === "annul") await annulDeployment(actor, target.id, "test")
    else if (step.do === "restore") await restoreDeployment(actor, target.id)
    else if (step.do === "unmark") await unmarkRollback(actor, target.id)
    else if (step.do === "move")
      await updateDeployment(actor, target.id, { deployedAt: new Date(at(step.hour)) })
    else if (step.do === "change") await updateDeployment(actor, target.id, { status: step.status })
    else await record(target.tag, nameOf(step.which), step.status, step.hour)
  }
}

async function takeAll(steps: readonly Step[], application: string): Promise<void> {
  const recorded: { id: string; tag: string }[] = []
  for (const step of steps) {
    await performStep(step, application, recorded).catch((error: unknown) => {
      if (!(error instanceof DomainError)) throw error
    })
  }
}

async function expectTheModel(application: string): Promise<void> {
  const rows = await prismaClient().deployment.findMany({ where: { application } })
  const removals = await prismaClient().removal.findMany({ where: { application } })
  const records = rows.map((row) => ({ ...row, seq: Number(row.seq) }))
  const expected = laneFacts(records, removals)
  const stored = new Map(records.map((record) => [record.id, record]))
  expect(expected.map(({ id }) => stored.get(id))).toEqual(expected)
  const versions = await prismaClient().imageVersion.findMany({ where: { application } })
  const arrivals = new Map(
    expected.filter((one) => one.isFirstArrival).map((one) => [one.imageTag, one.deployedAt]),
  )
  expect(new Map(versions.map((version) => [version.imageTag, version.firstReachedAt]))).toEqual(arrivals)
  const current = await getCurrent(actor, { environment, application }).catch(() => null)
  expect(current?.deploymentId ?? null).toBe(currentNow(records, removals, new Date())?.id ?? null)
}

describe("lane facts", () => {
  it("match the model after any steps in any order", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 16 }), async (steps) => {
        const application = `steps-${++lanes}`
        await takeAll(steps, application)
        await expectTheModel(application)
      }),
      { numRuns: 60 },
    )
  }, 120_000)

  it("match the model after a return to an old tag is moved to a later time", async () => {
    const application = "moved"
    const record = (externalId: number, imageTag: string, hour: number) =>
      recordDeployment(
        actor,
        recordDeploymentSchema.parse({
          application,
          environment,
          imageTag,
          externalId: `moved-${externalId}`,
          deployedAt: at(hour),
        }),
      )
    for (const [hour, imageTag] of ["b", "a", "b", "a", "c", "a"].entries())
      await record(hour, imageTag, hour)
    await record(3, "a", 8)
    await expectTheModel(application)
  })

  it("match the model after a hundred concurrent records and rollbacks", async () => {
    const application = "at-once"
    const record = (index: number) => {
      const input = { application, environment, imageTag: `v${index % 9}`, deployedAt: at(index % 10) }
      return recordDeployment(actor, recordDeploymentSchema.parse(input))
    }
    const rollBack = (index: number) =>
      rollBackTag(actor, `v${index % 9}`, { application, environment }).catch((error: unknown) => {
        if (!(error instanceof DomainError)) throw error
      })
    await Promise.all(
      Array.from({ length: 100 }, (_, index) => (index % 4 === 3 ? rollBack(index) : record(index))),
    )
    expect(await prismaClient().deployment.count({ where: { application } })).toBe(75)
    await expectTheModel(application)
  }, 60_000)

  it("make the previous deployment current when the current one is rolled back", async () => {
    const application = "back"
    for (const [hour, imageTag] of ["v1", "v2"].entries()) {
      const input = { application, environment, imageTag, deployedAt: at(hour) }
      await recordDeployment(actor, recordDeploymentSchema.parse(input))
    }
    await rollBackTag(actor, "v2", { application, environment })
    expect((await getCurrent(actor, { application, environment })).imageTag).toBe("v1")
    await rollBackTag(actor, "v1", { application, environment })
    await expect(getCurrent(actor, { application, environment })).rejects.toThrow("does not run in dev")
  })

  it("keep the current deployment when an older one is recorded late", async () => {
    const application = "late"
    for (const [imageTag, hour] of [
      ["v2", 5],
      ["v1", 3],
    ] as const) {
      const input = { application, environment, imageTag, deployedAt: at(hour) }
      await recordDeployment(actor, recordDeploymentSchema.parse(input))
    }
    const current = await getCurrent(actor, { application, environment })
    expect(current.imageTag).toBe("v2")
    const row = await prismaClient().deployment.findUniqueOrThrow({ where: { id: current.deploymentId } })
    expect(row.previousImageTag).toBe("v1")
  })
})

describe("recording with an externalId", () => {
  it("creates one record when the same report arrives concurrently", async () => {
    const input = { application: "repeated", environment, imageTag: "v1", externalId: "run-1" }
    const results = await Promise.all(
      Array.from({ length: 20 }, () => recordDeployment(actor, recordDeploymentSchema.parse(input))),
    )
    expect(results.filter(({ created }) => created)).toHaveLength(1)
    expect(new Set(results.map(({ deployment }) => deployment.id)).size).toBe(1)
  })

  it("records one and rejects the other when two environments report the same externalId concurrently", async () => {
    const outcomes = await Promise.allSettled(
      ["dev", "staging"].map((environment) => {
        const input = { application: "torn", environment, imageTag: "v1", externalId: "run-torn" }
        return recordDeployment(actor, recordDeploymentSchema.parse(input))
      }),
    )
    const errors = outcomes.flatMap((outcome) => (outcome.status === "rejected" ? [outcome.reason] : []))
    expect(errors).toHaveLength(1)
    expect(errors[0]).toMatchObject({ kind: "conflict", details: { code: "external_id_conflict" } })
  })

  it("only fills in missing fields when a report arrives late", async () => {
    const base = { application: "order", environment, imageTag: "v1", externalId: "run-2" }
    const finished = { ...base, notes: "done", deployedAt: at(1), completedAt: at(2) }
    await recordDeployment(actor, recordDeploymentSchema.parse(finished))
    const started = { ...base, status: "PENDING", notes: "begun", gitBranch: "main" }
    const { deployment } = await recordDeployment(actor, recordDeploymentSchema.parse(started))
    expect(deployment).toMatchObject({
      status: "DEPLOYED",
      notes: "done",
      gitBranch: "main",
      completedAt: at(2),
    })
  })
})
