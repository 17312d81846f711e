import { beforeAll, describe, expect, it } from "vitest"
import {
  current,
  deployments,
  deploymentExport as exported,
  history,
  deploymentImport as imported,
  removals,
  tagRollback as rollback,
  taggedDeployment as tag,
} from "@/app/api/v1/deployments/routes"
import { environment } from "@/app/api/v1/environments/routes"
import { insights, insightRows as rows, timeline } from "@/app/api/v1/insights/routes"
import { drift, gate, state } from "@/app/api/v1/lanes/routes"
import type { Route } from "@/lib/web/http/define-route"
import { callRoute } from "@/tools/testing/call-route"
import { type Caller, tokenCaller } from "@/tools/testing/callers"

const base = "/api/v1/platform/deployments"
let limited: Caller
beforeAll(async () => {
  limited = await tokenCaller(["deployments:write"], { environments: ["dev"] })
})

const week = "from=2026-02-02T00:00:00Z&to=2026-02-09T00:00:00Z"
const read = (route: Route, path: string, params?: Record<string, string>) => (name: string) =>
  callRoute(route, "GET", { caller: limited, path: path.replace("ENV", name), params })
const write = (route: Route, path: string, body: object, params?: Record<string, string>) => (name: string) =>
  callRoute(route, "POST", { caller: limited, path, params, body: { ...body, environment: name } })

const requests: [string, (name: string) => ReturnType<typeof callRoute>][] = [
  ["POST /deployments", write(deployments, base, { imageTag: "v1" })],
  ["POST /removals", write(removals, `${base}/removals`, { application: "hidden" })],
  ["POST /tag/{imageTag}/rollback", write(rollback, `${base}/tag/v1/rollback`, {}, { imageTag: "v1" })],
  [
    "POST /import",
    (name) =>
      callRoute(imported, "POST", {
        caller: limited,
        path: `${base}/import`,
        headers: { "content-type": "application/x-ndjson" },
        body: `${JSON.stringify({ imageTag: "v1", environment: name })}\n`,
      }),
  ],
  ["GET /history", read(history, `${base}/history?environment=ENV`)],
  ["GET /current", read(current, `${base}/current?environment=ENV`)],
  ["GET /tag/{imageTag}", read(tag, `${base}/tag/v1?environment=ENV`, { imageTag: "v1" })],
  ["GET /insights", read(insights, `${base}/insights?environment=ENV&${week}`)],
  ["GET /insights/rows", read(rows, `${base}/insights/rows?environment=ENV&metric=reached&${week}`)],
  ["GET /state", read(state, `${base}/state?environment=ENV`)],
  ["GET /timeline", read(timeline, `${base}/timeline?environment=ENV&${week}`)],
  ["GET /gate", read(gate, `${base}/gate?environment=ENV&imageTag=v1`)],
  ["GET /export", read(exported, `${base}/export?environment=ENV`)],
  ["GET /drift", read(drift, `${base}/drift?environment=ENV`)],
  [
    "GET /environments/{name}",
    (name) =>
      callRoute(environment, "GET", {
        caller: limited,
        path: `/api/v1/platform/environments/${name}`,
        params: { name },
      }),
  ],
]

describe("A token limited to an environment gets the same response for a hidden environment as for an unknown one", () => {
  it.each(requests)("%s", async (_name, request) => {
    const hidden = await request("prod")
    const unknown = await request("nowhere")
    expect(hidden.status).toBe(unknown.status)
    const comparable = ({ text }: { text: string }, name: string) =>
      text
        .replaceAll(name, "NAME")
        .replace(/"requestId":"[^"]*"/, "")
        .replace(/ Did you mean [^?]*\?/, "")
    expect(comparable(hidden, "prod")).toBe(comparable(unknown, "nowhere"))
    expect(hidden.text).not.toContain("staging")
  })
})
