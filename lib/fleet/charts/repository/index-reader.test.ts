import type { ServerResponse } from "node:http"
import { setImmediate } from "node:timers/promises"
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest"
import { type TestServer, testServer } from "@/tools/testing/https-server"
import { temporaryFolder } from "@/tools/testing/temporary-folder"
import { withoutBlocking } from "@/tools/testing/without-blocking"
import { packChart } from "../archive/pack-chart"
import { digestOfBytes } from "../archive-store"
import { indexReader } from "./index-reader"
import { type Listing, maxVersions } from "./listing"
import { readIndex } from "./read-index.task"
import type { RepositorySource } from "./repository-source"

const archive = packChart(
  "web",
  new Map([["Chart.yaml", Buffer.from("apiVersion: v2\nname: web\nversion: 1.0.0\n")]]),
)
let index = ""
let isUnavailable = false
let server: TestServer
const folder = temporaryFolder("index")
beforeAll(async () => {
  vi.stubEnv("SLIPWAY_DATA_DIR", folder)
  server = await testServer((request, response) => {
    if (isUnavailable) return void response.writeHead(500).end()
    if (request.url?.endsWith(".tgz")) return void response.end(archive)
    const etag = `"${index.length}"`
    if (request.headers["if-none-match"] === etag) return void response.writeHead(304).end()
    sendSlowly(response.writeHead(200, { etag }), Buffer.from(index))
  })
})
afterAll(async () => {
  vi.unstubAllEnvs()
  await server.stop()
})

/** Throttled, so that CPU time of the test server is not attributed to the reader. */
async function sendSlowly(response: ServerResponse, bytes: Buffer): Promise<void> {
  for (let at = 0; at < bytes.length; at += 65_536) {
    response.write(bytes.subarray(at, at + 65_536))
    await setImmediate()
  }
  response.end()
}

let now = 0
let repository: RepositorySource
beforeEach(() => {
  index = indexOf("1.0.0")
  isUnavailable = false
  server.requests.length = 0
  server.authorizations.length = 0
  const url = server.url("charts.test", "/stable").href
  repository = {
    id: crypto.randomUUID(),
    name: "stable",
    kind: "INDEX",
    url,
    username: "me",
    password: "canary",
  }
})

const indexOf = (...versions: string[]) =>
  JSON.stringify({
    apiVersion: "v1",
    entries: {
      web: versions.map((version) => ({
        name: "web",
        version,
        appVersion: 3,
        digest: digestOfBytes(archive).slice("sha256:".length),
        created: "2026-01-02T03:04:05.678901234Z",
        urls: [`web-${version}.tgz`],
      })),
    },
  })
const reader = () => indexReader(server.dependencies(), () => now)
const versionsIn = ({ charts }: Listing) => [...charts.values()].flatMap(({ versions }) => versions)
const minutes = (count: number) => {
  now += count * 60_000
}

describe("index repository", () => {
  it("lists its charts and resolves relative addresses", async () => {
    expect(versionsIn(await reader().list(repository))).toMatchObject([
      {
        name: "web",
        version: "1.0.0",
        appVersion: "3",
        digest: digestOfBytes(archive),
        createdAt: "2026-01-02T03:04:05.678Z",
        location: server.url("charts.test", "/stable/web-1.0.0.tgz").href,
      },
    ])
  })

  it("reads the index again, at most every five seconds, for a version that it lacks", async () => {
    const versionsOf = async (version: string) =>
      (await reader().versionsOf(repository, "web", version)).map((listed) => listed.version)
    expect(await versionsOf("1.0.0")).toEqual(["1.0.0"])
    index = indexOf("1.0.0", "1.1.0")
    expect(await versionsOf("1.0.0")).toEqual(["1.0.0"])
    expect(await versionsOf("1.1.0")).toEqual(["1.0.0"])
    now += 5_000
    expect(await versionsOf("1.1.0")).toEqual(["1.1.0", "1.0.0"])
    expect(await versionsOf("2.0.0")).toHaveLength(2)
    expect(server.requests).toHaveLength(2)
  })

  it("revalidates the index by ETag after five minutes", async () => {
    await reader().list(repository)
    minutes(4)
    await reader().list(repository)
    expect(server.requests).toHaveLength(1)
    minutes(2)
    await reader().list(repository)
    expect(server.requests).toHaveLength(2)
    index = indexOf("1.0.0", "1.1.0")
    minutes(6)
    expect(await reader().versionsOf(repository, "web")).toHaveLength(2)
  })

  it("serves the cached index while the repository is not readable", async () => {
    await reader().list(repository)
    isUnavailable = true
    minutes(6)
    expect((await reader().list(repository)).versions).toBe(1)
    await expect(reader().list({ ...repository, id: "another" })).rejects.toThrow("status 500")
  })

  it("is read once for concurrent callers", async () => {
    const one = reader()
    await Promise.all([one.list(repository), one.list(repository), one.versionsOf(repository, "web")])
    expect(server.requests).toHaveLength(1)
  })

  it("reads 100,000 charts without blocking the event loop, even after a restart", async () => {
    index = largeIndex(maxVersions + 10)
    const first = await withoutBlocking(() => reader().list(repository))
    expect(first).toMatchObject({ versions: maxVersions, omitted: 10 })
    expect([...first.charts.keys()].slice(0, 2)).toEqual(["chart-100000", "chart-100001"])
    vi.resetModules()
    const restarted = await import("./index-reader")
    const restartedReader = restarted.indexReader(server.dependencies(), () => now)
    expect(await withoutBlocking(() => restartedReader.list(repository))).toMatchObject({
      versions: maxVersions,
    })
    expect(server.requests).toHaveLength(1)
  }, 120_000)

  it("sends credentials to its own host only", async () => {
    const [version] = versionsIn(await reader().list(repository))
    if (version === undefined) throw new Error("Expected a version.")
    expect(await reader().fetchArchive(repository, version)).toEqual(archive)
    await reader().fetchArchive(repository, {
      ...version,
      location: server.url("other.test", "/web.tgz").href,
    })
    const basic = `Basic ${Buffer.from("me:canary").toString("base64")}`
    expect(server.authorizations).toEqual([basic, basic, ""])
  })
})

const largeIndex = (charts: number) =>
  [
    "apiVersion: v1\nentries:",
    ...Array.from({ length: charts }, (_, index) => {
      const name = `chart-${100_000 + index}`
      return `  ${name}:\n  - {name: ${name}, version: 1.0.0, appVersion: 1.10, urls: [${name}.tgz]}`
    }),
  ].join("\n")

describe("readIndex", () => {
  const url = new URL("https://charts.test/stable/index.yaml")

  it("accepts YAML and skips only invalid entries", () => {
    const text = [
      "apiVersion: v1",
      "entries:",
      "  good:",
      "    - {name: good, version: 1.0.0, urls: ['https://cdn.test/good.tgz']}",
      "    - {name: good, version: latest, urls: ['a.tgz']}",
      "    - {name: good, version: 2.0.0, urls: []}",
      "    - {name: ../bad, version: 1.0.0, urls: ['a.tgz']}",
      "  empty:",
    ].join("\n")
    expect(readIndex(text, url).versions.map(({ version, location }) => [version, location])).toEqual([
      ["1.0.0", "https://cdn.test/good.tgz"],
    ])
  })

  it("keeps scalars as written", () => {
    const text =
      "entries: {a: [{name: a, version: 1.0.0, appVersion: 0123, description: 1.10, icon: ~, urls: [a]}]}"
    expect(readIndex(text, url).versions).toMatchObject([
      { appVersion: "0123", description: "1.10", icon: null },
    ])
  })

  it("bounds every text of an entry, and skips one whose address is too long", () => {
    const entry = (version: string, description: string, address: string) =>
      `    - {name: a, version: ${version}, description: "${description}", urls: ["${address}"]}`
    const text = [
      "entries:\n  a:",
      entry("1.0.0", "\\e[31mx".repeat(100_000), "a.tgz"),
      entry("2.0.0", "", `https://cdn.test/${"x".repeat(100_000)}`),
    ].join("\n")
    const { versions } = readIndex(text, url)
    expect(versions.map(({ version }) => version)).toEqual(["1.0.0"])
    expect(versions[0]?.description).toMatch(/^x{100,1000}$/)
  })

  it("reads booleans like Helm", () => {
    const text =
      "entries: {a: [{name: a, version: 1.0.0, deprecated: yes, urls: [a]}, {name: a, version: 0.9.0, deprecated: off, urls: [a]}]}"
    expect(readIndex(text, url).versions.map(({ deprecated }) => deprecated)).toEqual([true, false])
  })

  it.each(["hello", "entries: [", "[]", ""])("rejects a text that is not an index: %s", (text) => {
    expect(() => readIndex(text, url)).toThrow(/index/)
  })
})
