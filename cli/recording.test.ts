import { randomUUID } from "node:crypto"
import { readFile, stat } from "node:fs/promises"
import { join } from "node:path"
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest"
import { prismaClient } from "@/lib/platform/db/client"
import { tokenCaller } from "@/tools/testing/callers"
import { type RouteServer, serve, startRouteServer } from "@/tools/testing/route-server"
import { runCli } from "@/tools/testing/run-cli"
import { temporaryFolder } from "@/tools/testing/temporary-folder"

let server: RouteServer
let token: string
const folder = temporaryFolder("cli")

beforeAll(async () => {
  server = await startRouteServer()
  token = await newToken()
})
afterEach(() => {
  server.respond = null
})
afterAll(async () => {
  await server.close()
})

async function newToken(environments: string[] = []): Promise<string> {
  const { authorization = "" } = await tokenCaller(["deployments:write"], { name: "ci", environments })
  return authorization.replace("Bearer ", "")
}

type Env = Record<string, string>

const run = (line: string, env: Env = {}) =>
  runCli(line.split(" "), {
    XDG_CONFIG_HOME: folder,
    SLIPWAY_URL: server.url,
    SLIPWAY_TOKEN: token,
    ...env,
  })

/** A run of GitHub Actions that deploys a unique application. */
function gitHubRun(more: Env = {}) {
  const application = `app-${randomUUID().slice(0, 8)}`
  const env = {
    GITHUB_ACTIONS: "true",
    GITHUB_SERVER_URL: "https://github.com",
    GITHUB_REPOSITORY: "acme/shop",
    GITHUB_RUN_ID: application,
    GITHUB_RUN_ATTEMPT: "1",
    GITHUB_SHA: "0f1e2d3c4b5a69788796a5b4c3d2e1f001122334",
    GITHUB_REF_NAME: "main",
    GITHUB_REF_TYPE: "branch",
    GITHUB_ACTOR: "ada",
    SLIPWAY_APPLICATION: application,
    SLIPWAY_ENVIRONMENT: "dev",
    SLIPWAY_IMAGE_TAG: "v1.2.3",
    ...more,
  }
  const records = () =>
    prismaClient().deployment.findMany({
      where: { application },
      include: { environment: true },
      orderBy: { recordedAt: "asc" },
    })
  return { application, env, records }
}

describe("slipway deploy", () => {
  it("records start and end as one deployment, with the data of the CI run", async () => {
    const { application, env, records } = gitHubRun()
    expect(await run("deploy start", env)).toMatchObject({ code: 0, err: "" })
    expect((await records())[0]).toMatchObject({ status: "PENDING", completedAt: null })
    const { code, out } = await run("deploy finish --chart-version 1.4.0 --service web=3.1", env)
    const [record, ...others] = await records()
    expect(others).toEqual([])
    expect(record).toMatchObject({
      status: "DEPLOYED",
      gitCommit: env.GITHUB_SHA,
      gitBranch: "main",
      initiatedBy: "ada",
      runUrl: `https://github.com/acme/shop/actions/runs/${application}/attempts/1`,
      helmChartVersion: "1.4.0",
      serviceVersions: { web: "3.1" },
    })
    expect({ code, out }).toEqual({
      code: 0,
      out: `${application} v1.2.3 in dev is DEPLOYED: ${server.url}/deployments/${record?.id}\n`,
    })
  })

  it("records failed and cancelled deployments as FAILED, a cancelled one with a note", async () => {
    const failed = gitHubRun()
    const cancelled = gitHubRun()
    await run("deploy start", failed.env)
    await run("deploy fail", failed.env)
    await run("deploy cancel", cancelled.env)
    expect(await failed.records()).toMatchObject([{ status: "FAILED", notes: null }])
    expect(await cancelled.records()).toMatchObject([{ status: "FAILED", notes: "Cancelled." }])
  })

  it("records a re-run as the next attempt", async () => {
    const { env, records } = gitHubRun()
    await run("deploy start", env)
    await run("deploy fail", env)
    const secondAttempt = { ...env, GITHUB_RUN_ATTEMPT: "2" }
    await run("deploy start", secondAttempt)
    const { out } = await run("deploy finish", secondAttempt)
    const [first, second] = await records()
    expect([first, second]).toMatchObject([
      { status: "FAILED", attempt: 1 },
      { status: "DEPLOYED", attempt: 2, previousAttemptId: first?.id },
    ])
    expect(out).toContain("is DEPLOYED (attempt 2)")
  })

  it("records the jobs of a matrix separately", async () => {
    const { env, records } = gitHubRun()
    const stages = ["dev", "staging"]
    await Promise.all(stages.map((name) => run(`deploy start --environment ${name}`, env)))
    await Promise.all(stages.map((name) => run(`deploy finish --environment ${name}`, env)))
    expect(
      (await records()).map(({ environment, status }) => `${environment.name} ${status}`).sort(),
    ).toEqual(["dev DEPLOYED", "staging DEPLOYED"])
  })

  it("records a complete deployment outside a CI system", async () => {
    const application = `app-${randomUUID().slice(0, 8)}`
    const laneOptions = `--application ${application} --environment dev --tag v1`
    const times = "--deployed-at 2026-02-12T10:00:00Z --completed-at 2026-02-12T10:05:00Z"
    const { code, out } = await run(`deploy record ${laneOptions} ${times} --json`)
    expect(code).toBe(0)
    expect(JSON.parse(out)).toMatchObject({ application, durationSeconds: 300, externalId: null })
  })

  it("exits with 1 and names every invalid field in one line when Slipway rejects the record", async () => {
    const { env } = gitHubRun({ SLIPWAY_IMAGE_TAG: "v1+2", SLIPWAY_ENVIRONMENT: "porduction" })
    const { code, out, err } = await run("deploy start", env)
    expect({ code, out }).toEqual({ code: 1, out: "" })
    expect(err).toContain("imageTag: Not a valid OCI tag.")
    expect(err).toMatch(/ environment: There is no environment/)
    expect(err.trim().split("\n")).toHaveLength(1)
    const json = await run("deploy start --json", env)
    expect(JSON.parse(json.out)).toMatchObject({ status: 422, code: "invalid" })
  })

  it("exits with 1 for a token that is unknown or limited to other environments", async () => {
    const { env, records } = gitHubRun()
    expect(await run("deploy start", { ...env, SLIPWAY_TOKEN: "slw_unknown" })).toMatchObject({ code: 1 })
    expect(await run("deploy start", { ...env, SLIPWAY_TOKEN: await newToken(["prod"]) })).toMatchObject({
      code: 1,
    })
    expect(await records()).toEqual([])
  })
})

describe("An unavailable server", () => {
  it("is retried when it dies after recording, and nothing is recorded twice", async () => {
    const application = `app-${randomUUID().slice(0, 8)}`
    let requests = 0
    server.respond = (request, response) => {
      if (++requests > 1) return false
      // The record is committed, and the connection breaks before the response is sent.
      const lost = Object.assign(response, { writeHead: () => response, end: () => response.destroy() })
      void serve(request, lost)
      return true
    }
    const laneOptions = `--application ${application} --environment dev --tag v1`
    const { code, out, err } = await run(`deploy record ${laneOptions}`)
    expect({ code, requests }).toEqual({ code: 0, requests: 2 })
    expect(out).toContain("is DEPLOYED")
    expect(err).toMatch(/^slipway: No response from http:.* Trying again in \d\.\d s\.\n$/)
    expect(await prismaClient().deployment.count({ where: { application } })).toBe(1)
  })

  it.each([429, 500, 502, 503])("is retried after a %i, once Retry-After has passed", async (status) => {
    const { env, records } = gitHubRun()
    let requests = 0
    server.respond = (_request, response) => {
      if (++requests > 1) return false
      response.writeHead(status, { "retry-after": "0" }).end("<h1>Please wait</h1>")
      return true
    }
    expect(await run("deploy start", env)).toMatchObject({ code: 0 })
    expect([requests, (await records()).length]).toEqual([2, 1])
  })

  it("is retried until --retry-for has passed, and then ends with exit code 2", async () => {
    server.respond = (_request, response) => {
      response.writeHead(503, { "retry-after": "30" }).end("{}")
      return true
    }
    expect(await run("current --retry-for 1")).toMatchObject({ code: 2, out: "" })
    const unreachable = await run("current --retry-for 0", { SLIPWAY_URL: "http://127.0.0.1:1" })
    expect(unreachable).toMatchObject({ code: 2, out: "" })
    expect(unreachable.err).toContain("No response from http://127.0.0.1:1 (")
  })

  it("is not retried after it rejects the request", async () => {
    let requests = 0
    server.respond = () => ++requests < 0
    expect(await run("rollback --tag never-deployed")).toMatchObject({ code: 1 })
    expect(requests).toBe(1)
  })

  it("is not followed when it redirects, which would lose the record", async () => {
    server.respond = (_request, response) => {
      response.writeHead(301, { location: "https://slipway.example.com/" }).end()
      return true
    }
    const { code, err } = await run("deploy start", gitHubRun().env)
    expect(code).toBe(2)
    expect(err).toContain("redirects to https://slipway.example.com/. Set SLIPWAY_URL to the final address.")
  })

  it("is reported when the server is not Slipway", async () => {
    server.respond = (_request, response) => {
      response.writeHead(404, { "content-type": "text/html" }).end("<h1>Not found</h1>")
      return true
    }
    expect(await run("current")).toMatchObject({
      code: 2,
      err: expect.stringContaining("not like Slipway"),
    })
  })
})

describe("slipway gate, current, rollback, drift and history", () => {
  /** An application that is promoted through staging, with a version that was never there. */
  async function promoted() {
    const { env } = gitHubRun()
    await run("deploy record --environment staging --tag v1.0.0", env)
    return { env }
  }

  it("exits with 1 and the reason while a version may not be deployed, with 0 once it may", async () => {
    const { env } = await promoted()
    const before = await run("gate --environment prod", env)
    expect(before).toMatchObject({ code: 1, out: "" })
    expect(before.err).toMatch(/^v1\.2\.3 may not be deployed to prod\. .*staging/)
    await run("deploy record --environment staging", env)
    expect(await run("gate --environment prod", env)).toMatchObject({
      code: 0,
      out: "v1.2.3 may be deployed to prod.\n",
    })
  })

  it("returns the answer of the gate when the wait times out", async () => {
    const { env } = await promoted()
    expect(await run("gate --environment prod --wait --timeout 5", env)).toMatchObject({ code: 1 })
  })

  it("shows the current version, marks it rolled back and lists both", async () => {
    const { application, env } = gitHubRun()
    await run("deploy record --tag v1", env)
    await run("deploy record --tag v2", env)
    expect((await run("current", env)).out).toContain(`${application} v2 in dev since `)
    const { out } = await run("rollback --tag v2 --reason broken", env)
    expect(out).toBe(`${application} v2 in dev is ROLLED_BACK.\n`)
    expect((await run("current", env)).out).toContain(`${application} v1 in dev since `)
    const lines = (await run("history", env)).out.trim().split("\n")
    expect(lines[0]).toMatch(/^DEPLOYED AT +ENVIRONMENT +APPLICATION +TAG +STATUS +BY$/)
    expect(lines.slice(1).map((line) => /v\d +\w+/.exec(line)?.[0])).toEqual([
      "v2   ROLLED_BACK",
      "v1   DEPLOYED",
    ])
  })

  it("exits with 1 on drift only with --check", async () => {
    const { application, env } = gitHubRun()
    for (const name of ["dev", "staging"]) await run(`deploy record --environment ${name} --tag v1`, env)
    await run("deploy record --tag v2", env)
    const { code, out } = await run("drift", env)
    expect(code).toBe(0)
    expect(out).toMatch(new RegExp(`${application} +v2 +v1 \\(1 behind\\) .*differs\n`))
    expect(await run("drift --check", env)).toMatchObject({ code: 1 })
    const rebuilt = { ...env, GITHUB_SHA: "f".repeat(40) }
    await run("deploy record --environment staging --tag v2", rebuilt)
    expect((await run("drift", env)).out).toMatch(/ v2 +v2 \(other build\) .*differs\n/)
  })
})

describe("slipway login", () => {
  it("stores address and token for this user only, once the token is accepted", async () => {
    const file = join(folder, "slipway", "credentials.json")
    expect(await run("login", { SLIPWAY_TOKEN: "slw_unknown" })).toMatchObject({ code: 1 })
    await expect(stat(file)).rejects.toThrow("ENOENT")
    const { code, out } = await run(`login --url ${server.url}/`, { SLIPWAY_URL: "" })
    expect({ code, out }).toEqual({ code: 0, out: `Signed in to ${server.url}. The token is in ${file}.\n` })
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    expect(JSON.parse(await readFile(file, "utf8"))).toEqual({ url: server.url, token })
    const signedIn = { SLIPWAY_URL: "", SLIPWAY_TOKEN: "" }
    expect(await run("drift", signedIn)).toMatchObject({ code: 0 })
    const otherServer = { SLIPWAY_URL: "https://other.example.com", SLIPWAY_TOKEN: "" }
    expect((await run("drift", otherServer)).err).toContain("SLIPWAY_TOKEN is not set.")
  })
})
