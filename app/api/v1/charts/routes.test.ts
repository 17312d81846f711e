import { copyFile, rm, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest"
import {
  charts as all,
  chartVersion as contents,
  chartVersions as versions,
} from "@/app/api/v1/charts/routes"
import { packDemoCharts } from "@/lib/console/demo/pack-demo-charts"
import { packChart } from "@/lib/fleet/charts/archive/pack-chart"
import { findChart } from "@/lib/fleet/charts/find-chart"
import { openChart } from "@/lib/fleet/charts/open-chart"
import { makeListing } from "@/lib/fleet/charts/repository/listing"
import { readerOf } from "@/lib/fleet/charts/repository-sources"
import { prismaClient } from "@/lib/platform/db/client"
import { DomainError } from "@/lib/platform/errors"
import { callRoute } from "@/tools/testing/call-route"
import { anonymous, type Caller, tokenCaller } from "@/tools/testing/callers"
import { temporaryFolder } from "@/tools/testing/temporary-folder"

const path = "/api/v1/helm/charts"
let reader: Caller
const folder = temporaryFolder("charts")
const other = () => join(folder, "other")

beforeAll(async () => {
  vi.stubEnv("SLIPWAY_DATA_DIR", join(folder, "data"))
  await packDemoCharts()
  await packDemoCharts(other())
  await rm(join(other(), "matih-data-plane-3.1.0.tgz"))
  await rm(join(other(), "matih-data-plane-3.2.0.tgz"))
  await copyFile(join(other(), "matih-ai-service-1.0.0.tgz"), join(other(), "copy-of-it.tgz"))
  await writeFile(join(other(), "broken-1.0.0.tgz"), "not a chart")
  await writeFile(
    join(other(), "odd-1.0.0.tgz"),
    packChart("odd", new Map([["Chart.yaml", Buffer.from("apiVersion: v2\nname: odd\nversion: 1.0.0\n")]])),
  )
})
afterAll(() => vi.unstubAllEnvs())
beforeEach(async () => {
  vi.stubEnv("SLIPWAY_DATA_DIR", join(folder, "data"))
  vi.stubEnv("SLIPWAY_CHARTS_FOLDER", other())
  await prismaClient().chartRepository.deleteMany()
  reader = await tokenCaller(["releases:read"])
})

const search = (query = "", caller: Caller = reader) =>
  callRoute(all, "GET", { caller, path: `${path}${query}` })
const list = (repository: string, name: string, query = "") =>
  callRoute(versions, "GET", {
    caller: reader,
    path: `${path}/${repository}/${name}${query}`,
    params: { repository, name },
  })
const open = (repository: string, name: string, version: string, headers = {}) =>
  callRoute(contents, "GET", {
    caller: reader,
    path: `${path}/${repository}/${name}/${version}`,
    params: { repository, name, version },
    headers,
  })
const chartNames = (response: { body: { repository: string; name: string }[] }) =>
  response.body.map(({ repository, name }) => `${repository}/${name}`)

const metadata = { appVersion: null, description: null, icon: null, deprecated: false, createdAt: null }
const snail = (version: string) => ({ ...metadata, name: "snail", version, digest: null, location: "" })
const indexes = readerOf({ id: "", name: "", kind: "INDEX", url: "", username: null, password: null })

/**
 * A repository that has listed version 1.0.0 of a chart and no longer responds. Returns a function that restores it.
 */
async function slowRepository() {
  await prismaClient().chartRepository.create({
    data: { name: "slow", kind: "INDEX", url: "https://slow.test/charts", createdBy: "test" },
  })
  const read = vi.spyOn(indexes, "list").mockResolvedValueOnce(await makeListing([[snail("1.0.0")]]))
  expect(chartNames(await search())).toContain("slow/snail")
  return read.mockReturnValue(new Promise(() => undefined))
}

describe("GET /helm/charts", () => {
  it("returns 200 and names the repositories that cannot be read", async () => {
    expect((await search()).headers.get("slipway-incomplete")).toBeNull()
    await prismaClient().chartRepository.create({
      data: { name: "away", kind: "INDEX", url: "https://127.0.0.1:1/charts", createdBy: "test" },
    })
    const response = await search()
    expect(response.headers.get("slipway-incomplete")).toBe("away")
    expect(chartNames(response)).toContain("other/odd")
    const alone = await search("?repository=away")
    expect([alone.body, alone.headers.get("slipway-incomplete")]).toEqual([[], "away"])
  })

  it("returns the last known listing of an unavailable repository, with the time it was read", async () => {
    const read = await slowRepository()
    const before = Date.now()
    await search()
    const response = await search()
    expect(chartNames(response)).toEqual(expect.arrayContaining(["other/odd", "slow/snail"]))
    expect(response.headers.get("slipway-incomplete")).toBeNull()
    const listed = response.body.find(({ name }: { name: string }) => name === "snail")
    expect(Date.parse(listed.listedAt)).toBeLessThanOrEqual(before)
    read.mockRestore()
  })

  it("returns 200 with every chart of every repository by name and its newest stable version", async () => {
    const response = await search()
    expect(chartNames(response)).toEqual([
      "demo/matih-ai-service",
      "other/matih-ai-service",
      "demo/matih-data-plane",
      "other/matih-data-plane",
      "demo/matih-query-engine",
      "other/matih-query-engine",
      "other/odd",
    ])
    expect(
      response.body.map((chart: { latestVersion: string; versions: number }) => [
        chart.latestVersion,
        chart.versions,
      ]),
    ).toEqual([
      ["2.0.0", 3],
      ["2.0.0", 3],
      ["3.2.0", 3],
      ["3.3.0-rc.1", 1],
      ["1.1.0", 3],
      ["1.1.0", 3],
      ["1.0.0", 1],
    ])
  })

  it("returns 200 with charts found by words in name, description and repository, in pages", async () => {
    expect(chartNames(await search("?q=LANGUAGE%20demo"))).toEqual(["demo/matih-ai-service"])
    expect(chartNames(await search("?repository=other&q=sql"))).toEqual(["other/matih-query-engine"])
    const first = await search("?limit=3")
    const next = /<([^>]+)>/.exec(first.headers.get("link") ?? "")?.[1] ?? ""
    const rest = await search(next.slice(path.length))
    expect([...chartNames(first), ...chartNames(rest)]).toEqual([
      ...chartNames(await search("?limit=3")),
      ...chartNames(rest),
    ])
    expect(chartNames(rest)[0]).toBe("other/matih-data-plane")
  })

  it("returns 200 without a repository that cannot be read", async () => {
    await prismaClient().chartRepository.create({
      data: { name: "gone", kind: "INDEX", url: "https://127.0.0.1:1", createdBy: "test" },
    })
    expect(chartNames(await search("?q=odd"))).toEqual(["other/odd"])
  })

  it("returns 200 with the versions of a chart, newest first", async () => {
    const { body } = await list("demo", "matih-data-plane")
    expect(
      body.map((version: { version: string; prerelease: boolean }) => [version.version, version.prerelease]),
    ).toEqual([
      ["3.3.0-rc.1", true],
      ["3.2.0", false],
      ["3.1.0", false],
    ])
    expect(body[1]).toMatchObject({
      appVersion: "3.2.0",
      digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
    })
  })

  it("returns 200 with pages of versions without gaps", async () => {
    const first = await list("demo", "matih-data-plane", "?limit=2")
    const next = /<([^>]+)>/.exec(first.headers.get("link") ?? "")?.[1] ?? ""
    const rest = await list("demo", "matih-data-plane", next.slice(next.indexOf("?")))
    const numbers = [...first.body, ...rest.body].map(({ version }: { version: string }) => version)
    expect(numbers).toEqual(["3.3.0-rc.1", "3.2.0", "3.1.0"])
    expect(rest.headers.get("link")).toBeNull()
  })

  it("returns 200 with the content of a version: commented values, schema, readme and digest", async () => {
    const response = await open("demo", "matih-ai-service", "1.0.0")
    expect(response.body).toMatchObject({
      repository: "demo",
      version: "1.0.0",
      appVersion: "2.0.0",
      values: { replicaCount: 1, image: { tag: "" } },
      schema: { properties: { apiKey: { writeOnly: true } } },
      dependencies: [],
    })
    expect(response.body.valuesYaml).toContain("# The number of pods.")
    expect(response.body.readme).toContain("# matih-ai-service")
    const cached = await open("demo", "matih-ai-service", "1.0.0", {
      "if-none-match": response.headers.get("etag"),
    })
    expect(cached.status).toBe(304)
    expect((await open("other", "odd", "1.0.0")).body).toMatchObject({
      values: {},
      schema: null,
      readme: null,
    })
  })
})

describe("GET /helm/charts without permission", () => {
  it("returns 401 for anonymous callers and 403 for tokens without releases:read", async () => {
    expect((await search("", anonymous)).status).toBe(401)
    expect((await search("", await tokenCaller(["deployments:write"]))).status).toBe(403)
  })
})

describe("GET /helm/charts with an unknown name or filter", () => {
  it("returns 404 and suggests the closest name", async () => {
    expect((await list("dmo", "matih-ai-service")).body.detail).toContain('Did you mean "demo"')
    expect((await list("demo", "matih-ai-servce")).body.detail).toContain('Did you mean "matih-ai-service"')
    const { status, body } = await open("demo", "matih-ai-service", "9.9.9")
    expect([status, body.code]).toEqual([404, "not_found"])
  })

  it("returns 422 for an unknown filter", async () => {
    expect((await search("?query=a")).body.errors[0].message).toContain("Unknown field")
  })
})

describe("openChart", () => {
  const refusal = (reference: Parameters<typeof openChart>[0]) =>
    openChart(reference).then(
      () => null,
      (error: unknown) => (error instanceof DomainError ? error : Promise.reject(error)),
    )

  it("caches a chart under its digest, and fetches it again when the file was changed", async () => {
    const reference = { repository: "demo", name: "matih-ai-service", version: "1.0.0" }
    const opened = await openChart(reference)
    expect(opened).toMatchObject({ ...reference, appVersion: "2.0.0", values: { replicaCount: 1 } })
    expect(opened.path).toContain(opened.digest.slice("sha256:".length))
    await writeFile(opened.path, "changed")
    const reopened = await openChart(reference)
    expect(reopened).toEqual(opened)
    await packDemoCharts()
  })

  it("finds a chart by its name alone when only one repository has it", async () => {
    expect(await openChart({ repository: null, name: "odd", version: "1.0.0" })).toMatchObject({
      repository: "other",
    })
  })

  it("waits for a slow repository if the version may have been published since the last read", async () => {
    const read = await slowRepository()
    const versionsOf = vi.spyOn(indexes, "versionsOf").mockResolvedValue([snail("1.1.0"), snail("1.0.0")])
    const versionsFor = async (version: string) => (await findChart(null, "snail", version)).versions.length
    expect([await versionsFor("1.0.0"), await versionsFor("1.1.0")]).toEqual([1, 2])
    versionsOf.mockRejectedValue(new Error("away"))
    expect(await versionsFor("1.1.0")).toBe(1)
    read.mockRestore()
    versionsOf.mockRestore()
  })

  it("requires the repository when several have the chart", async () => {
    const error = await refusal({ repository: null, name: "matih-ai-service", version: "1.0.0" })
    expect(error?.details.code).toBe("ambiguous_chart")
    expect(error?.message).toContain("demo/matih-ai-service, other/matih-ai-service")
  })

  it("lists the existing names or versions for an unknown one", async () => {
    const name = await refusal({ repository: null, name: "matih-ai-servise", version: "1.0.0" })
    expect([name?.details.code, name?.details.errors?.[0]?.pointer]).toEqual(["unknown_chart", "/chartName"])
    expect(name?.message).toContain('Did you mean "matih-ai-service"')
    const version = await refusal({ repository: "demo", name: "matih-ai-service", version: "1.0.1" })
    expect([version?.details.code, version?.details.errors?.[0]?.pointer]).toEqual([
      "unknown_chart_version",
      "/chartVersion",
    ])
    expect(version?.message).toContain("2.0.0, 1.1.0, 1.0.0")
  })
})
