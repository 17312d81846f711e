import { beforeAll, describe, expect, it } from "vitest"
import { deployments, deploymentImport as imports } from "@/app/api/v1/deployments/routes"
import { requests as route } from "@/app/api/v1/requests/routes"
import { requestBuffer } from "@/lib/identity/requests/request-state"
import type { ReceivedRequest } from "@/lib/identity/requests/schema"
import { prismaClient } from "@/lib/platform/db/client"
import { callRoute } from "@/tools/testing/call-route"
import { type Caller, sessionCaller, tokenCaller } from "@/tools/testing/callers"

const ledger = "/api/v1/platform/deployments"
let pipeline: Caller
let admin: Caller

beforeAll(async () => {
  pipeline = await tokenCaller(["deployments:write"], { name: "ci" })
  admin = await sessionCaller("ADMIN")
})

/** Imports the rows, and returns the id of the request. */
async function importRows(rows: readonly object[], accept = "application/json"): Promise<string> {
  const requestId = crypto.randomUUID()
  const headers = { "content-type": "application/x-ndjson", "x-request-id": requestId, accept }
  const body = rows.map((row) => JSON.stringify(row)).join("\n")
  await callRoute(imports, "POST", { caller: pipeline, path: `${ledger}/import`, body, headers })
  return requestId
}

/** The requests that match, newest first. */
async function findRequests(query: Record<string, string>): Promise<ReceivedRequest[]> {
  await requestBuffer.current?.flush()
  const path = `/api/v1/ingest/log?${new URLSearchParams(query)}`
  return (await callRoute(route, "GET", { caller: admin, path })).body
}

describe("GET /ingest/log for an import", () => {
  it("keeps the counts and first rejected rows", async () => {
    const rows = [
      { application: "imported", environment: "dev", imageTag: "v1" },
      { application: "imported", environment: "dev", imageTag: "a b" },
    ]
    for (const accept of ["application/json", "application/x-ndjson"]) {
      expect(await findRequests({ q: await importRows(rows, accept) })).toMatchObject([
        {
          outcome: "PARTIAL",
          counts: { received: 2, recorded: 1, updated: 0, refused: 1 },
          errors: [{ line: 2, pointer: "/imageTag" }],
        },
      ])
    }
  })

  it("finds the import that recorded a deployment by that deployment", async () => {
    const lane = { application: "by-import", environment: "dev" }
    const first = await importRows([{ ...lane, imageTag: "i1" }])
    const second = await importRows([{ ...lane, imageTag: "i2" }])
    await callRoute(deployments, "POST", {
      caller: pipeline,
      path: ledger,
      body: { ...lane, imageTag: "i3" },
    })
    const rows = await prismaClient().deployment.findMany({ where: { application: "by-import" } })
    const requestsOf = async (imageTag: string) =>
      (await findRequests({ recordId: rows.find((row) => row.imageTag === imageTag)?.id ?? "" })).map(
        ({ path, requestId }) => [path, requestId],
      )
    expect(await requestsOf("i1")).toEqual([[`${ledger}/import`, first]])
    expect(await requestsOf("i2")).toEqual([[`${ledger}/import`, second]])
    expect(await requestsOf("i3")).toEqual([[ledger, expect.any(String)]])
  })

  it("lists an import without any recorded row as rejected", async () => {
    const q = await importRows([{ application: "imported", environment: "dev", imageTag: "a b" }])
    expect(await findRequests({ outcome: "REFUSED", q })).toMatchObject([
      { status: 200, counts: { received: 1, refused: 1 }, replayable: null },
    ])
  })
})
