import { mkdir, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest"
import { repositories as all, repositoryCheck as check, repository as one } from "@/app/api/v1/charts/routes"
import { packDemoCharts } from "@/lib/console/demo/pack-demo-charts"
import { prismaClient } from "@/lib/platform/db/client"
import { callRoute } from "@/tools/testing/call-route"
import { anonymous, type Caller, sessionCaller, tokenCaller } from "@/tools/testing/callers"
import { temporaryFolder } from "@/tools/testing/temporary-folder"

const path = "/api/v1/helm/repositories"
const password = "canary-of-the-repository"
let admin: Caller
const folder = temporaryFolder("repositories")
beforeAll(async () => {
  await packDemoCharts(join(folder, "named"))
  await mkdir(join(folder, "elsewhere"))
})
afterAll(() => vi.unstubAllEnvs())
beforeEach(async () => {
  vi.unstubAllEnvs()
  vi.stubEnv("SLIPWAY_DATA_DIR", join(folder, "data"))
  vi.stubEnv("SLIPWAY_CHARTS_FOLDER", `named=${join(folder, "named")}`)
  await prismaClient().chartRepository.deleteMany()
  admin = await tokenCaller(["admin"])
})

const add = (body: object, caller: Caller = admin) => callRoute(all, "POST", { caller, path, body })
const list = (caller: Caller = admin) => callRoute(all, "GET", { caller, path })
const routeOf = (id: string) => ({ path: `${path}/${id}`, params: { id } })
const remove = (id: string, caller: Caller = admin) => callRoute(one, "DELETE", { caller, ...routeOf(id) })
const get = (id: string) => callRoute(one, "GET", { caller: admin, ...routeOf(id) })
const names = (response: { body: { name: string }[] }) => response.body.map(({ name }) => name)

describe("A folder from the server configuration", () => {
  it("shows its path to an admin but not to a token limited to tenants", async () => {
    const limited = await tokenCaller(["releases:read"], { tenants: [crypto.randomUUID()] })
    expect((await list()).text).toContain(join(folder, "named"))
    const seen = [await list(limited), await callRoute(one, "GET", { caller: limited, ...routeOf("named") })]
    for (const { status, text } of seen) {
      expect(status).toBe(200)
      expect(text).not.toContain(folder)
    }
  })
})

describe("POST /helm/repositories", () => {
  it("returns 201 for an index, and never returns its password", async () => {
    const created = await add({ name: "stable", url: "https://8.8.8.8/charts/", username: "me", password })
    expect(created.status).toBe(201)
    expect(created.body).toMatchObject({
      name: "stable",
      kind: "INDEX",
      url: "https://8.8.8.8/charts",
      username: "me",
      hasPassword: true,
      fixed: false,
    })
    expect(created.headers.get("location")).toBe(`${path}/${created.body.id}`)
    const kept = await prismaClient().$queryRaw<{ row: string }[]>`
      SELECT row_to_json(r)::text AS row FROM chart_repository r UNION ALL SELECT body::text FROM audit_entry`
    const texts = [
      created.text,
      (await list()).text,
      (await get("stable")).text,
      ...kept.map(({ row }) => row),
    ]
    for (const text of texts) expect(text).not.toContain(password)
  })

  it("returns 201 for a registry", async () => {
    const { body } = await add({ name: "team", url: "oci://8.8.8.8:5000/team/charts" })
    expect(body).toMatchObject({ kind: "OCI", url: "oci://8.8.8.8:5000/team/charts", hasPassword: false })
  })

  it("returns 201 for a folder inside a configured folder", async () => {
    await mkdir(join(folder, "named", "more"), { recursive: true })
    const { status, body } = await add({ name: "more", url: join(folder, "named", "more") })
    expect([status, body.kind]).toEqual([201, "FOLDER"])
  })

  it("returns 201 for a private host that the server configuration allows", async () => {
    vi.stubEnv("SLIPWAY_PRIVATE_HOSTS", "10.0.0.1")
    expect((await add({ name: "private", url: "https://10.0.0.1/charts" })).status).toBe(201)
  })
})

describe("GET /helm/repositories", () => {
  it("returns 200 with added and configured repositories by name", async () => {
    await add({ name: "stable", url: "https://8.8.8.8/charts" })
    await add({ name: "another", url: "https://8.8.8.8/charts" })
    const reader = await tokenCaller(["releases:read"])
    expect(names(await list(reader))).toEqual(["another", "named", "stable"])
    expect((await get("named")).body).toMatchObject({ kind: "FOLDER", fixed: true, createdAt: null })
  })

  it("returns 200 with whether a repository can be read, and its content", async () => {
    const checkRepository = (id: string) =>
      callRoute(check, "GET", { caller: admin, path: `${path}/${id}/check`, params: { id } })
    await writeFile(join(folder, "named", "broken-1.0.0.tgz"), "not a chart")
    expect((await checkRepository("named")).body).toEqual({
      reachable: true,
      charts: 3,
      versions: 9,
      problem: null,
      omitted: 0,
      omittedCharts: 0,
      refusedCount: 1,
      refused: [
        {
          file: "broken-1.0.0.tgz",
          reason: "The packaged chart is not a readable gzipped tar archive.",
        },
      ],
    })
    await prismaClient().chartRepository.create({
      data: { name: "inside", kind: "INDEX", url: "https://127.0.0.1:1/charts", createdBy: "test" },
    })
    const { body } = await checkRepository("inside")
    expect(body).toMatchObject({ reachable: false, charts: null })
    expect(body.problem).toContain("private address")
  })
})

describe("DELETE /helm/repositories/{id}", () => {
  it("returns 204 for an id or name, and records it in the audit log", async () => {
    const { body } = await add({ name: "stable", url: "https://8.8.8.8/charts" })
    expect((await remove("stable")).status).toBe(204)
    expect((await remove(body.id)).status).toBe(404)
    const actions = await prismaClient().auditEntry.findMany({
      where: { subjectId: body.id },
      orderBy: { at: "asc" },
    })
    expect(actions.map(({ action }) => action)).toEqual(["repository.added", "repository.removed"])
  })
})

describe("/helm/repositories without permission", () => {
  it("returns 401 for anonymous callers and 403 for changes by non-admins", async () => {
    const body = { name: "stable", url: "https://8.8.8.8/charts" }
    expect((await list(anonymous)).status).toBe(401)
    expect((await add(body, await sessionCaller("OPERATOR"))).status).toBe(403)
    expect((await remove("named", await tokenCaller(["releases:write"]))).status).toBe(403)
  })
})

describe("GET /helm/repositories/{id}", () => {
  it("returns 404 and suggests the closest name", async () => {
    expect((await get("namd")).body.detail).toContain('Did you mean "named"')
  })
})

describe("/helm/repositories", () => {
  it("returns 409 for a taken name, including that of a configured folder", async () => {
    await add({ name: "stable", url: "https://8.8.8.8/charts" })
    for (const name of ["stable", "named"]) {
      expect((await add({ name, url: "https://8.8.8.8/other" })).body).toMatchObject({
        status: 409,
        code: "repository_name_taken",
      })
    }
  })

  it("returns 409 when deleting a configured folder", async () => {
    expect((await remove("named")).body).toMatchObject({ status: 409, code: "repository_fixed" })
  })
})

describe("POST /helm/repositories with an invalid address or name", () => {
  it.each([
    ["plain http", "http://8.8.8.8/charts"],
    ["a file", "file:///etc"],
    ["a folder that is not configured", "/etc"],
    ["the loopback address", "https://127.0.0.1/charts"],
    ["the loopback address as a number", "https://2130706433/charts"],
    ["this machine by name", "https://localhost/charts"],
    ["a private network", "https://192.168.0.10/charts"],
    ["a private registry", "oci://10.0.0.1/charts"],
    ["a cloud's metadata", "https://169.254.169.254/latest"],
    ["IPv6 that carries a private address", "https://[::ffff:10.0.0.1]/"],
    ["credentials in the address", "https://me:secret@8.8.8.8/charts"],
    ["a query", "https://8.8.8.8/charts?x=1"],
    ["another scheme", "git://8.8.8.8/charts"],
    ["text that is not an address", "charts"],
    ["an OCI address without a path", "oci://8.8.8.8"],
  ])("returns 422 for %s", async (_what, url) => {
    const { status, body } = await add({ name: "stable", url })
    expect(status).toBe(422)
    expect(body.errors[0].pointer).toBe("/url")
    expect(await prismaClient().chartRepository.count()).toBe(0)
  })

  it("returns 422 for a folder next to the configured one or outside it", async () => {
    for (const url of [
      join(folder, "elsewhere"),
      `${join(folder, "named")}/../elsewhere`,
      `${join(folder, "named")}-2`,
    ]) {
      expect((await add({ name: "stable", url })).status).toBe(422)
    }
  })

  it("returns 422 for any host that is not in the configured list", async () => {
    vi.stubEnv("SLIPWAY_ALLOWED_HOSTS", "charts.example.com")
    expect((await add({ name: "stable", url: "https://8.8.8.8/charts" })).body.code).toBe(
      "address_not_allowed",
    )
  })

  it("returns 422 for a name that cannot be part of a chart reference, and credentials for a folder", async () => {
    expect((await add({ name: "a/b", url: "https://8.8.8.8/" })).body.errors[0].pointer).toBe("/name")
    expect(
      (await add({ name: "f", url: join(folder, "named"), username: "me" })).body.errors[0].pointer,
    ).toBe("/username")
  })
})
