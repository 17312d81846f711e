import { beforeAll, describe, expect, it } from "vitest"
import { type Actor, systemActor } from "@/lib/identity/auth/actor"
import { prismaClient } from "@/lib/platform/db/client"
import { listLanes, readExtent } from "./list-lanes"
import { recordDeployment } from "./record-deployment"
import { recordDeploymentSchema } from "./schema"

const everybody = systemActor("test")
let limited: Actor

beforeAll(async () => {
  const dev = await prismaClient().environment.findUniqueOrThrow({ where: { name: "dev" } })
  limited = { ...everybody, environmentIds: [dev.id] }
})

async function record(application: string, environment: string, deployedAt: string) {
  const input = { application, environment, imageTag: "v1", deployedAt }
  await recordDeployment(everybody, recordDeploymentSchema.parse(input))
}

describe("the lanes of the timeline", () => {
  it("are empty while nothing is recorded", async () => {
    expect(await readExtent(everybody)).toBeNull()
    expect(await listLanes(everybody)).toEqual([])
  })

  it("are returned in rank order, with the first and last record", async () => {
    await record("b", "prod", "2026-02-01T00:00:00Z")
    await record("b", "dev", "2026-01-01T00:00:00Z")
    await record("a", "dev", "2026-01-15T00:00:00Z")
    expect(await listLanes(everybody)).toEqual([
      { application: "a", environment: "dev" },
      { application: "b", environment: "dev" },
      { application: "b", environment: "prod" },
    ])
    expect(await readExtent(everybody)).toEqual({
      first: new Date("2026-01-01T00:00:00Z"),
      last: new Date("2026-02-01T00:00:00Z"),
    })
  })

  it("exclude environments that a token cannot access", async () => {
    expect((await listLanes(limited)).map(({ environment }) => environment)).toEqual(["dev", "dev"])
    expect((await readExtent(limited))?.last).toEqual(new Date("2026-01-15T00:00:00Z"))
  })
})
