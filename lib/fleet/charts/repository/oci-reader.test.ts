import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest"
import { type TestServer, testServer } from "@/tools/testing/https-server"
import { withoutBlocking } from "@/tools/testing/without-blocking"
import { packChart } from "../archive/pack-chart"
import { digestOfBytes } from "../archive-store"
import { ociReader } from "./oci-reader"
import { mayHaveCredentials, parseChallenge, parseOci, tagOf, versionOfTag } from "./oci-reference"
import readCatalogTask from "./read-catalog.task"
import type { RepositorySource } from "./repository-source"

const archive = packChart(
  "web",
  new Map([["Chart.yaml", Buffer.from("apiVersion: v2\nname: web\nversion: 1.0.0\n")]]),
)
const digest = digestOfBytes(archive)
let server: TestServer
let realm: string
let token: string
let catalog: string[]
beforeAll(async () => {
  server = await testServer((request, response) => {
    const json = (body: unknown) => response.end(JSON.stringify(body))
    const url = request.url ?? ""
    if (url.startsWith("/token")) return void json({ token })
    if (request.headers.authorization !== "Bearer abc") {
      const challenge = `Bearer realm="${realm}",service="registry",scope="repository:team/web:pull"`
      return void response.writeHead(401, { "www-authenticate": challenge }).end()
    }
    if (url === "/v2/team/web/tags/list") {
      return void json({ name: "team/web", tags: ["1.0.0", "1.1.0_build.1", "latest", "sha256-abc.sig"] })
    }
    if (url.startsWith("/v2/_catalog")) return void json({ repositories: catalog })
    if (url === "/v2/team/web/manifests/1.0.0") {
      return void json({
        layers: [{ mediaType: "application/vnd.cncf.helm.chart.content.v1.tar+gzip", digest }],
      })
    }
    if (url === "/v2/team/web/manifests/1.1.0_build.1") return void json({ layers: [] })
    if (url === `/v2/team/web/blobs/${digest}`) {
      return void response.writeHead(307, { location: server.url("other.test", "/blob").href }).end()
    }
    response.writeHead(404).end("{}")
  })
})
afterAll(() => server.stop())
beforeEach(() => {
  realm = server.url("charts.test", "/token").href
  token = "abc"
  catalog = ["team/web", "other/x", "team"]
  server.requests.length = 0
  server.authorizations.length = 0
})

const source = (path: string): RepositorySource => ({
  id: "a",
  name: "team",
  kind: "OCI",
  url: `oci://charts.test:${server.port}/${path}`,
  username: "me",
  password: "canary",
})
const basic = `Basic ${Buffer.from("me:canary").toString("base64")}`

describe("OCI registry", () => {
  it("lists the versions of one chart by its tags, after requesting a token", async () => {
    const { charts } = await ociReader(server.dependencies()).list(source("team/web"))
    const versionNames = charts.get("web")?.versions.map(({ name, version }) => `${name} ${version}`)
    expect(versionNames).toEqual(["web 1.1.0+build.1", "web 1.0.0"])
    expect(server.authorizations).toEqual([basic, basic, "Bearer abc"])
    expect(server.requests[1]).toContain("scope=repository%3Ateam%2Fweb%3Apull")
  })

  it("lists the charts below a path from its catalog, and finds each by name", async () => {
    const reader = ociReader(server.dependencies())
    const listing = { charts: new Map([["web", {}]]), versions: 2, omittedCharts: 0 }
    expect(await reader.list(source("team"))).toMatchObject(listing)
    expect(await reader.versionsOf(source("team"), "web")).toHaveLength(2)
    expect(await reader.versionsOf(source("team"), "nothing")).toEqual([])
  })

  it("reads a catalog of 150,000 names without blocking the event loop", async () => {
    catalog = [...Array.from({ length: 150_000 }, (_, index) => `other/chart-${index}`), "team/web"]
    const { charts } = await withoutBlocking(() => ociReader(server.dependencies()).list(source("team")))
    expect([...charts.keys()]).toEqual(["web"])
  })

  it.each(["a\r\nX-Evil: 1", "tök☃n", ""])("is unreadable when it issues the token %j", async (issued) => {
    token = issued
    await expect(ociReader(server.dependencies()).list(source("team/web"))).rejects.toThrow(
      /returned no token/,
    )
  })

  it("returns the digest of an archive before it is fetched, and sends no token to a redirect", async () => {
    const reader = ociReader(server.dependencies())
    const version = (await reader.versionsOf(source("team/web"), "web")).at(-1)
    if (version === undefined) throw new Error("Expected a version.")
    expect(await reader.digestOf(source("team/web"), version)).toBe(digest)
    await expect(reader.fetchArchive(source("team/web"), version)).rejects.toThrow("401")
    expect(server.requests.at(-1)).toBe("other.test /blob")
    expect(server.authorizations.at(-1)).toBe("")
  })

  it("rejects a tag that is not a Helm chart", async () => {
    const reader = ociReader(server.dependencies())
    const [version] = await reader.versionsOf(source("team/web"), "web")
    if (version === undefined) throw new Error("Expected a second version.")
    await expect(reader.digestOf(source("team/web"), version)).rejects.toThrow("not a Helm chart")
  })

  it("does not send credentials to a token service on another host", async () => {
    realm = server.url("auth.test", "/token").href
    await ociReader(server.dependencies()).list(source("team/web"))
    expect(server.requests[1]).toMatch(/^auth\.test/)
    expect(server.authorizations).toEqual([basic, "", "Bearer abc"])
  })

  it("sends credentials to a token service that the operator allowed", async () => {
    realm = server.url("auth.test", "/token").href
    const hosts = ["charts.test", "auth.test"]
    await ociReader(server.dependencies({ policy: { hosts, privateHosts: hosts } })).list(source("team/web"))
    expect(server.authorizations).toEqual([basic, basic, "Bearer abc"])
  })

  it("sends nothing to a token service on a private address", async () => {
    realm = "https://169.254.169.254/latest"
    await expect(ociReader(server.dependencies()).list(source("team/web"))).rejects.toThrow("metadata")
  })
})

describe("parseOci", () => {
  it.each([
    ["oci://ghcr.io/org/charts", { host: "ghcr.io", path: "org/charts" }],
    ["oci://registry.test:5000/a/", { host: "registry.test:5000", path: "a" }],
    ["oci://docker.io/bitnamicharts/nginx", { host: "registry-1.docker.io", path: "bitnamicharts/nginx" }],
  ])("parses %s", (url, location) => {
    expect(parseOci(url)).toEqual(location)
  })

  it.each([
    "oci://ghcr.io",
    "oci://ghcr.io/UPPER",
    "oci://ghcr.io/a/../b",
    "oci://me:pw@ghcr.io/a",
    "oci://ghcr.io/a?b",
    "https://a/b",
  ])("rejects %s", (url) => {
    expect(parseOci(url)).toBeNull()
  })

  it("writes a plus as an underscore, like Helm", () => {
    expect([tagOf("1.0.0+a"), versionOfTag("1.0.0_a")]).toEqual(["1.0.0_a", "1.0.0+a"])
  })
})

describe("registry credentials", () => {
  const realm = (host: string) => new URL(`https://${host}/token`)
  it("are sent to the registry and its known token host only", () => {
    const acceptsNothing = () => false
    expect(mayHaveCredentials("ghcr.io", realm("ghcr.io"), acceptsNothing)).toBe(true)
    expect(mayHaveCredentials("registry-1.docker.io", realm("auth.docker.io"), acceptsNothing)).toBe(true)
    expect(mayHaveCredentials("registry.example.com", realm("evil.example.com"), acceptsNothing)).toBe(false)
  })

  it("are requested only by a valid challenge", () => {
    expect(parseChallenge('Bearer realm="https://a.test/t",service="s"')?.service).toBe("s")
    expect(parseChallenge('Basic realm="x"')).toBeNull()
    expect(parseChallenge('Bearer realm="nowhere"')).toBeNull()
    expect(parseChallenge(undefined)).toBeNull()
  })
})

it("readCatalogTask returns the first repositories below a location, and counts the others", () => {
  const names = ["team/web", "other/x", "team/api", "team", "team/worker"]
  const bytes = new TextEncoder().encode(JSON.stringify({ repositories: names }))
  expect(readCatalogTask({ bytes, host: "registry.test", path: "team", limit: 2 })).toEqual({
    paths: ["team/api", "team/web"],
    omitted: 1,
  })
})
