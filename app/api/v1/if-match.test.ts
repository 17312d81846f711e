import { describe, expect, it } from "vitest"
import { prismaClient } from "@/lib/platform/db/client"
import type { Method } from "@/lib/web/http/define-route"
import { callRoute } from "@/tools/testing/call-route"
import { tokenCaller } from "@/tools/testing/callers"
import { recordAll } from "@/tools/testing/record-all"
import { seedTenancy } from "@/tools/testing/seed-tenancy"
import { routes } from "./describe-api"

type Call = { folder: string; method: Method; params: Record<string, string> }
/** The change, and the read that returns the ETag. */
type Case = { change: Call; read: Call; done: number }

async function send({ folder, method, params }: Call, headers: Record<string, string> = {}) {
  const route = routes[folder]
  if (route === undefined) throw new Error(`No route ${folder}.`)
  const path = `/api/v1/${folder.replaceAll(/\[(\w+)\]/g, (_, name: string) => params[name] ?? name)}`
  return callRoute(route, method, { caller: await tokenCaller(["admin"]), path, params, headers })
}

const wholeCase = (folder: string, id: string, done = 204): Case => ({
  change: { folder, method: "DELETE", params: { id } },
  read: { folder, method: "GET", params: { id } },
  done,
})

const cases: Record<string, () => Promise<Case>> = {
  "DELETE /helm/repositories/{id}": async () => {
    const data = {
      name: "matched",
      kind: "INDEX" as const,
      url: "https://charts.example.com",
      createdBy: "test",
    }
    return wholeCase("helm/repositories/[id]", (await prismaClient().chartRepository.create({ data })).id)
  },
  "DELETE /tokens/{id}": async () => {
    await tokenCaller(["admin"], { name: "matched" })
    const { id } = await prismaClient().apiToken.findFirstOrThrow({ where: { name: "matched" } })
    return wholeCase("tokens/[id]", id)
  },
  "POST /operations/{id}/cancel": async () => {
    const { operationId: id } = await seedTenancy("matched", "1.0.0")
    await prismaClient().operation.update({ where: { id }, data: { state: "QUEUED", finishedAt: null } })
    const read: Call = { folder: "operations/[id]", method: "GET", params: { id } }
    return { change: { folder: "operations/[id]/cancel", method: "POST", params: { id } }, read, done: 200 }
  },
  "POST /deployments/tag/{imageTag}/rollback": async () => {
    await recordAll({ environment: "dev", imageTag: "matched", deployedAt: "2026-02-12T10:00:00Z" })
    const { id } = await prismaClient().deployment.findFirstOrThrow({ where: { imageTag: "matched" } })
    const folder = "platform/deployments/tag/[imageTag]/rollback"
    const read: Call = { folder: "platform/deployments/[id]", method: "GET", params: { id } }
    return { change: { folder, method: "POST", params: { imageTag: "matched" } }, read, done: 200 }
  },
}

describe("A change with If-Match", () => {
  it.each(Object.keys(cases))(
    "%s returns 412 for an outdated ETag and succeeds for the current one",
    async (name) => {
      const testCase = await cases[name]?.()
      if (testCase === undefined) throw new Error(`Unknown case ${name}.`)
      const before = await send(testCase.read)
      expect(before.status, before.text).toBe(200)
      expect((await send(testCase.change, { "if-match": '"another"' })).status).toBe(412)
      expect((await send(testCase.read)).body, "nothing changed").toEqual(before.body)
      const etag = before.headers.get("etag") ?? ""
      const done = await send(testCase.change, { "if-match": etag })
      expect(done.status, done.text).toBe(testCase.done)
    },
  )
})
