import { afterAll, beforeAll, expect, it } from "vitest"
import { tokenCaller } from "@/tools/testing/callers"
import { createReleaseFixture, type ReleaseFixture } from "@/tools/testing/release-fixture"
import { ReleaseClient } from "@/tools/testing/release-requests"

let fixture: ReleaseFixture
let client: ReleaseClient

beforeAll(async () => {
  fixture = await createReleaseFixture()
  client = new ReleaseClient(await tokenCaller(["releases:write"]))
}, 120_000)
afterAll(() => fixture.remove())

async function pointersOf(more: Record<string, unknown>): Promise<string[]> {
  const { status, body } = await client.install({
    tenantId: "01900000-0000-7000-8000-000000000000",
    releaseName: "acme",
    chartName: "matih-ai-service",
    chartVersion: "1.0.0",
    ...more,
  })
  expect(status).toBe(422)
  return body.errors.map(({ pointer }: { pointer: string }) => pointer).sort()
}

it("reports values that the chart rejects together with an unknown tenant", async () => {
  const valuesOverride = { replicaCount: "two" }
  expect(await pointersOf({ valuesOverride })).toEqual(["/tenantId", "/valuesOverride/replicaCount"])
})

it("reports every unknown mask together with the tenant and the version", async () => {
  const valuesOverride = { apiKey: "••••••••", more: ["••••••••"] }
  expect(await pointersOf({ chartVersion: "9.9.9", valuesOverride })).toEqual([
    "/chartVersion",
    "/tenantId",
    "/valuesOverride/apiKey",
    "/valuesOverride/more/0",
  ])
})
