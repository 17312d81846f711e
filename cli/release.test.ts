import { writeFile } from "node:fs/promises"
import { join } from "node:path"
import { v7 as uuidv7 } from "uuid"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { prismaClient } from "@/lib/platform/db/client"
import { databaseUrl } from "@/lib/platform/env"
import { tokenCaller } from "@/tools/testing/callers"
import { createReleaseFixture, type ReleaseFixture } from "@/tools/testing/release-fixture"
import { type RouteServer, serve, startRouteServer } from "@/tools/testing/route-server"
import { runCli } from "@/tools/testing/run-cli"
import { packSmallChart, smallChart } from "@/tools/testing/small-chart"
import { WorkerProcess } from "@/tools/testing/worker-process"

let fixture: ReleaseFixture
let server: RouteServer
let worker: WorkerProcess
let token: string

beforeAll(async () => {
  fixture = await createReleaseFixture()
  await packSmallChart()
  await fixture.tenant("acme")
  server = await startRouteServer()
  const { authorization = "" } = await tokenCaller(["releases:write"], { name: "ci" })
  token = authorization.replace("Bearer ", "")
  worker = new WorkerProcess({
    DATABASE_URL: databaseUrl(),
    SLIPWAY_DATA_DIR: fixture.folder,
    SLIPWAY_HELM: fixture.helm.path,
  })
  await worker.start()
}, 120_000)
afterAll(async () => {
  await worker.end("SIGTERM")
  await server.close()
  await fixture.remove()
}, 60_000)

const run = (line: string) => runCli(line.split(" "), { SLIPWAY_URL: server.url, SLIPWAY_TOKEN: token })

const chart = "--chart matih-ai-service --version 1.0.0"

describe("slipway release", () => {
  it("installs, upgrades, rolls back and uninstalls, waits for each and lists the history", async () => {
    const values = join(fixture.folder, "values.yaml")
    await writeFile(values, "replicaCount: 2\n")
    const installed = await run(
      `release install acme/ai ${chart} --values ${values} --set image.tag=2.0.0 --wait`,
    )
    expect(installed).toMatchObject({
      code: 0,
      out: "acme/ai is DEPLOYED, revision 1, matih-ai-service 1.0.0.\n",
    })
    expect(installed.err).not.toBe("")

    const upgraded = await run("release upgrade acme/ai --version 1.1.0 --wait --json")
    expect(JSON.parse(upgraded.out)).toMatchObject({
      revision: 2,
      chartVersion: "1.1.0",
      valuesOverride: { replicaCount: 2, image: { tag: "2.0.0" } },
    })
    expect((await run("release rollback acme/ai --revision 1 --reason slow --wait")).out).toBe(
      "acme/ai is DEPLOYED, revision 3, matih-ai-service 1.0.0.\n",
    )
    expect((await run("release uninstall acme/ai --reason moved --wait")).out).toBe(
      "acme/ai is UNINSTALLED.\n",
    )

    const { out } = await run("release history acme/ai")
    expect(out.match(/INSTALL|UPGRADE|ROLLBACK|UNINSTALL/g)).toEqual([
      "UNINSTALL",
      "ROLLBACK",
      "UPGRADE",
      "INSTALL",
    ])
  }, 120_000)

  it("finds a release of a tenant with many newer releases", async () => {
    const where = { releaseName: "ai" }
    const { id: _id, cause: _cause, ...row } = await prismaClient().release.findFirstOrThrow({ where })
    const later = Array.from({ length: 60 }, (_, index) => ({
      ...row,
      id: uuidv7(),
      releaseName: `on-${index}`,
    }))
    await prismaClient().release.createMany({ data: later })
    expect(await run("release history acme/ai")).toMatchObject({ code: 0 })
  })

  it("exits with 1 and the cause when Helm fails", async () => {
    const values = join(fixture.folder, "broken.yaml")
    await writeFile(values, "image:\n  tag: broken\n")
    const { code, err } = await run(`release install acme/sad ${chart} --values ${values} --timeout 5 --wait`)
    expect(code).toBe(1)
    expect(err).toMatch(/INSTALL of acme\/sad FAILED\. .*image/i)
    const missing = await run("release upgrade acme/none")
    expect(missing).toMatchObject({ code: 1, err: "slipway: Tenant acme has no release none.\n" })
    expect((await run("release upgrade zebra/none")).err).toContain("There is no tenant zebra")
  }, 120_000)

  it.each([
    ["at once", async () => undefined],
    [
      "after it ended",
      (releaseName: string) =>
        expect
          .poll(() => prismaClient().release.findFirst({ where: { releaseName } }), { timeout: 60_000 })
          .toMatchObject({ status: "UNINSTALLED" }),
    ],
  ])(
    "treats an uninstall as accepted when its response was lost and it is repeated %s",
    async (when, wait) => {
      const releaseName = `gone-${when.replaceAll(" ", "-")}`
      await run(`release install acme/${releaseName} --chart ${smallChart} --version 1.0.0 --wait`)
      let deletes = 0
      server.respond = (request, response) => {
        if (request.method !== "DELETE") return false
        if (++deletes > 1) void wait(releaseName).then(() => serve(request, response))
        else
          void serve(
            request,
            Object.assign(response, { writeHead: () => response, end: () => response.destroy() }),
          )
        return true
      }
      const { code, out } = await run(`release uninstall acme/${releaseName} --reason moved --wait`)
      expect({ code, out, deletes }).toEqual({
        code: 0,
        out: `acme/${releaseName} is UNINSTALLED.\n`,
        deletes: 2,
      })
      server.respond = null
    },
    120_000,
  )
})
