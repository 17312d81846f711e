import { beforeAll, describe, expect, it } from "vitest"
import { verifyAudit } from "@/lib/identity/audit/verify-audit"
import { type Actor, systemActor } from "@/lib/identity/auth/actor"
import { updateEnvironment } from "@/lib/ledger/environments/write-environment"
import { prismaClient } from "@/lib/platform/db/client"
import { recordDeployment } from "./record-deployment"
import { recordDeploymentSchema } from "./schema"

const actor = systemActor("test")

const record = (input: Record<string, unknown>, by: Actor = actor) =>
  recordDeployment(by, recordDeploymentSchema.parse({ environment: "dev", imageTag: "v1", ...input }))

const reasons = (results: readonly PromiseSettledResult<unknown>[]) =>
  results.map((result) => (result.status === "fulfilled" ? "recorded" : String(Object(result.reason).kind)))

beforeAll(async () => {
  await updateEnvironment(actor, "staging", { aliases: ["stage"] })
})

describe("Deployments recorded concurrently", () => {
  it("follow each other within a lane, and are each audited, published and counted as versions once", async () => {
    const tags = Array.from({ length: 30 }, (_, n) => `v${n}`)
    const lanes = ["a", "b", "c"]
    await Promise.all(
      tags.flatMap((imageTag) => lanes.map((application) => record({ application, imageTag }))),
    )
    for (const application of lanes) {
      const where = { application }
      const rows = await prismaClient().deployment.findMany({ where, orderBy: { seq: "asc" } })
      expect(rows.map(({ previousImageTag }) => previousImageTag)).toEqual([
        null,
        ...rows.slice(0, -1).map(({ imageTag }) => imageTag),
      ])
      const ids = rows.map(({ id }) => id)
      expect(await prismaClient().imageVersion.count({ where })).toBe(30)
      expect(await prismaClient().auditEntry.count({ where: { subjectId: { in: ids } } })).toBe(30)
      expect(await prismaClient().announcedEvent.count({ where: { subjectId: { in: ids } } })).toBe(30)
    }
    expect(await verifyAudit(actor)).toMatchObject({ ok: true })
  })

  it("are rejected individually", async () => {
    const results = await Promise.allSettled([
      record({ application: "one" }),
      record({ application: "one", environment: "nowhere" }),
      record({ application: "two", environment: "prod" }, { ...actor, environmentIds: [] }),
      record({
        application: "three",
        deployedAt: "2026-02-02T00:00:00Z",
        completedAt: "2026-02-01T00:00:00Z",
      }),
      record({ application: "four" }),
    ])
    expect(reasons(results)).toEqual(["recorded", "invalid", "invalid", "invalid", "recorded"])
  })

  it("use an externalId once, regardless of their lane", async () => {
    const results = await Promise.allSettled(
      ["five", "six", "seven"].map((application) => record({ application, externalId: "run-1" })),
    )
    expect(reasons(results).sort()).toEqual(["conflict", "conflict", "recorded"])
  })

  it("are recorded in the environment of an alias", async () => {
    const { deployment } = await record({ application: "eight", environment: "stage" })
    expect(deployment.environment).toBe("staging")
    const entry = await prismaClient().auditEntry.findFirstOrThrow({ where: { subjectId: deployment.id } })
    expect(JSON.parse(entry.body).detail.environment).toBe("staging")
  })
})
