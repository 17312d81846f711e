import { mkdir } from "node:fs/promises"
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest"
import { releaseEvents as route } from "@/app/api/v1/releases/routes"
import { builtInFolder } from "@/lib/fleet/charts/named-folders"
import { tokenCaller } from "@/tools/testing/callers"
import { type ReadEvent, streamRoute } from "@/tools/testing/read-events"
import { operationIdOf, ReleaseClient } from "@/tools/testing/release-requests"
import { seedReleases } from "@/tools/testing/seed-releases"
import { packSmallChart } from "@/tools/testing/small-chart"
import { temporaryFolder } from "@/tools/testing/temporary-folder"

const folder = temporaryFolder("events")

beforeAll(async () => {
  vi.stubEnv("SLIPWAY_DATA_DIR", folder)
  await mkdir(builtInFolder(), { recursive: true })
  await packSmallChart()
})
afterAll(() => vi.unstubAllEnvs())

describe("GET /helm/releases/{releaseId}/events", { timeout: 30_000 }, () => {
  it("starts with the current state and sends only changes of this release", async () => {
    const [seeded, other] = await seedReleases(null, [{ slug: "followed" }, { slug: "other" }])
    const [releaseId = "", otherId = ""] = [seeded?.releaseId, other?.releaseId]
    const caller = await tokenCaller(["releases:write"])
    const client = new ReleaseClient(caller)
    const path = `/api/v1/helm/releases/${releaseId}/events`
    const stream = await streamRoute(route, path, caller, {}, { releaseId })
    expect(stream.headers.get("content-type")).toMatch(/^text\/event-stream/)
    const received: ReadEvent[] = []
    const waitFor = async (what: (event: ReadEvent) => boolean) => {
      for (let event = await stream.next(); event !== null; event = await stream.next()) {
        received.push(event)
        if (what(event)) return event
      }
      throw new Error("The stream has ended.")
    }
    expect(await waitFor(() => true)).toMatchObject({ event: "release", data: { status: "DEPLOYED" } })

    await client.change(otherId, "upgrade", { chartVersion: "1.1.0" })
    const accepted = await client.change(releaseId, "upgrade", { chartVersion: "1.1.0" })
    const operation = operationIdOf(accepted)
    await waitFor(({ event, data }) => event === "release" && data.status === "PENDING_UPGRADE")
    await client.cancel(operation)
    await waitFor(({ event, data }) => event === "release" && data.status === "DEPLOYED")
    stream.leave()
    const states = received
      .filter(({ event }) => event === "operation")
      .map(({ data }) => [data.id, data.state])
    expect(states).toContainEqual([operation, "CANCELLED"])
    expect(JSON.stringify(received)).not.toContain(otherId)
  })

  it("returns 404 for a release of a tenant that the token cannot see", async () => {
    const [seeded] = await seedReleases(null, [{ slug: "hidden" }])
    const caller = await tokenCaller(["releases:read"], { tenants: [crypto.randomUUID()] })
    const releaseId = seeded?.releaseId ?? ""
    const path = `/api/v1/helm/releases/${releaseId}/events`
    expect((await streamRoute(route, path, caller, {}, { releaseId })).status).toBe(404)
  })
})
