import pino from "pino"
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest"
import { releaseEvents } from "@/app/api/v1/releases/routes"
import { requestBuffer } from "@/lib/identity/requests/request-state"
import { prismaClient } from "@/lib/platform/db/client"
import { log } from "@/lib/platform/log"
import type { RouteResponse } from "@/tools/testing/call-route"
import { type Caller, tokenCaller } from "@/tools/testing/callers"
import { HelmByHand } from "@/tools/testing/helm-by-hand"
import { type ReadEvent, streamRoute } from "@/tools/testing/read-events"
import { createReleaseFixture, type ReleaseFixture } from "@/tools/testing/release-fixture"
import { ReleaseClient } from "@/tools/testing/release-requests"
import { WorkerProcess } from "@/tools/testing/worker-process"

const first = "canary-8f2b61c0"
const second = "canary-1d77a9e4"
/** A password that was never entered in Slipway. */
const third = "canary-a30c5e97"
let fixture: ReleaseFixture
let worker: WorkerProcess
let caller: Caller
let client: ReleaseClient
/** The log of the routes, which are called in this process. */
let webLog = ""
const responses: string[] = []
const defaultLogLevel = log.level

beforeAll(async () => {
  fixture = await createReleaseFixture()
  worker = new WorkerProcess({
    SLIPWAY_DATA_DIR: fixture.folder,
    SLIPWAY_HELM: fixture.helm.path,
    SLIPWAY_LEASE_SECONDS: "5",
    SLIPWAY_LOG_LEVEL: "trace",
  })
  log.level = "trace"
  const stream: { write: (line: string) => void } = Reflect.get(log, pino.symbols.streamSym)
  vi.spyOn(stream, "write").mockImplementation((line) => {
    webLog += line
  })
  await worker.start()
  caller = await tokenCaller(["admin"], { name: "ci" })
  client = new ReleaseClient(caller)
}, 120_000)
afterAll(async () => {
  await worker.end("SIGKILL")
  await fixture.remove()
  // The next files of this worker log with the same logger.
  vi.restoreAllMocks()
  log.level = defaultLogLevel
}, 30_000)

function capture(response: RouteResponse): RouteResponse {
  responses.push(response.text, JSON.stringify([...response.headers]))
  return response
}

/** A key that looks secret, one that the schema marks, a password in an address, and a value that ends up in a Secret. */
const valuesWith = (canary: string) => ({
  apiKey: canary,
  env: {
    DB_PASSWORD: `${canary}-of-the-environment`,
    DATABASE_URL: `postgres://app:${canary}-in-url@db/app`,
    ODD_PASSWORD: oddText,
  },
})

/** A secret that is written differently in YAML, JSON and URLs, and whose lines are separate when YAML indents them. */
const oddLines = ["odd-canary 'first' & <line>", 'odd-canary "second" line']
const oddText = oddLines.join("\n")

async function everyRow(): Promise<string> {
  await requestBuffer.current?.flush()
  const tables = await prismaClient().$queryRaw<{ name: string }[]>`
    SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
    WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`
  const dumps = await Promise.all(
    tables.map(({ name }) =>
      prismaClient().$queryRawUnsafe<{ row: string }[]>(`SELECT to_jsonb(t)::text AS row FROM ${name} t`),
    ),
  )
  expect(dumps.flat().length).toBeGreaterThan(20)
  return dumps
    .flat()
    .map(({ row }) => row)
    .join("\n")
}

/** The secret unchanged, and as it would appear in a Secret, a URL, JSON, quoted YAML or a bytea. */
const formsOf = (text: string) => {
  const json = JSON.stringify(text).slice(1, -1)
  return [
    text,
    Buffer.from(text).toString("base64").replace(/=+$/, ""),
    Buffer.from(text).toString("hex"),
    encodeURIComponent(text),
    json,
    JSON.stringify(json).slice(1, -1),
    json.replaceAll("<", "\\u003c").replaceAll(">", "\\u003e").replaceAll("&", "\\u0026"),
    text.replaceAll("'", "''"),
  ]
}

describe("A secret in the values of a release", () => {
  it("appears in no response, no log and no database row", async () => {
    const tenantId = await fixture.tenant("canary")
    const chart = { chartName: "matih-ai-service", chartVersion: "1.0.0", tenantId, timeout: 60 }
    const key = { "idempotency-key": crypto.randomUUID() }
    const install = { ...chart, releaseName: "canary", valuesOverride: valuesWith(first) }
    capture(await client.preview({ kind: "INSTALL", ...install }))
    const accepted = capture(await client.install(install, key))
    capture(await client.install(install, key))
    expect((await client.done(accepted)).state).toBe("SUCCEEDED")
    const { id } = accepted.body
    const stream = await streamRoute(
      releaseEvents,
      `/api/v1/helm/releases/${id}/events`,
      caller,
      {},
      {
        releaseId: id,
      },
    )

    const change = {
      chartVersion: "1.1.0",
      valuesOverride: { ...valuesWith(second), image: { tag: "broken" } },
    }
    const preview = capture(await client.preview({ kind: "UPGRADE", releaseId: id, ...change }))
    expect(preview.status, preview.text).toBe(200)
    expect(preview.body.values).toContain("•••••••• (changed)")
    const secret = preview.body.resources.find(({ kind }: { kind: string }) => kind === "Secret")
    expect(secret).toMatchObject({ change: "changed", diff: expect.stringContaining("•••••••• (changed)") })

    const failing = capture(await client.change(id, "upgrade", { ...change, timeout: 3 }))
    expect((await client.done(failing)).state).toBe("FAILED")
    const invalid = { valuesOverride: { replicaCount: second, apiKey: [first] } }
    expect(capture(await client.change(id, "upgrade", invalid)).status).toBe(422)
    const broken = {
      valuesOverride: { resources: { limits: { memory: `${second} {{ fail }}` } } },
      timeout: 3,
    }
    await client.done(capture(await client.change(id, "upgrade", broken)))
    await client.done(
      capture(await client.change(id, "rollback", { targetRevision: 1, reason: "It never got ready" })),
    )
    await new HelmByHand(fixture, "tenant-canary").upgrade("canary", "1.1.0", valuesWith(third))
    const newest = await vi.waitFor(
      async () => {
        const { body } = await client.get(id)
        expect(body.outOfBand).toBe(true)
        return body.revision
      },
      { timeout: 15_000, interval: 100 },
    )
    const outside = capture(await client.revision(id, newest, `?against=${newest - 1}`))
    expect(outside.body.diff.values).toContain("•••••••• (changed)")
    const rollback = capture(await client.preview({ kind: "ROLLBACK", releaseId: id, targetRevision: 1 }))
    expect(rollback.body.values).toContain("•••••••• (changed)")
    const uninstall = capture(await client.preview({ kind: "UNINSTALL", releaseId: id }))
    expect(uninstall.body.resources.map(({ kind }: { kind: string }) => kind)).toContain("Secret")
    capture(await client.call("GET", "helm/releases", "helm/releases?q=canary"))
    capture(await client.call("GET", "helm/releases/export", "helm/releases/export"))
    const compared = ["apiKey", "env", "env.DATABASE_URL", "env.ODD_PASSWORD"]
    for (const path of compared) {
      const query = `path=${encodeURIComponent(path)}`
      const response = capture(await client.call("GET", "helm/values", `helm/values?${query}`))
      expect(response.body, response.text).toMatchObject([{ isSet: true, masked: true }])
      capture(await client.call("GET", "helm/values/summary", `helm/values/summary?${query}`))
    }
    capture(await client.call("GET", "helm/values/paths", "helm/values/paths"))
    const tenantParams = { params: { tenantId } }
    const history = "helm/releases/tenant/{tenantId}/history"
    capture(await client.call("GET", history, `helm/releases/tenant/${tenantId}/history`, tenantParams))
    for (const revision of [1, 2, 3]) capture(await client.revision(id, revision, "?against=1"))
    capture(await client.get(id))
    capture(await client.get(id, "/history", "/history"))
    capture(await client.get(id, "/resources", "/resources"))
    const list = capture(await client.call("GET", "operations", `operations?releaseId=${id}`))
    for (const operation of list.body) capture(await client.operation(operation.id))
    capture(await client.call("GET", "audit", "audit?limit=500"))
    capture(await client.call("GET", "audit/export", "audit/export"))
    await client.done(capture(await client.uninstall(id)))
    const events: ReadEvent[] = []
    for (let event = await stream.next(); event !== null; event = await stream.next()) {
      events.push(event)
      if (event.event === "release" && event.data.status === "UNINSTALLED") break
    }
    stream.leave()
    expect(events.map(({ event }) => event)).toEqual(expect.arrayContaining(["release", "operation", "line"]))
    responses.push(JSON.stringify(events))

    const rows = await everyRow()
    expect(worker.log).toContain("worker ready")
    log.trace("web log captured")
    expect(webLog).toContain("web log captured")
    for (const form of [first, second, third, oddText, ...oddLines].flatMap(formsOf)) {
      for (const response of responses) expect(response).not.toContain(form)
      expect(rows).not.toContain(form)
      expect(worker.log).not.toContain(form)
      expect(webLog).not.toContain(form)
    }
  }, 120_000)
})
