import { spawn } from "node:child_process"
import { once } from "node:events"
import { readFile, stat } from "node:fs/promises"
import { createServer } from "node:http"
import { text } from "node:stream/consumers"
import { describe, expect, it } from "vitest"
import { runCli } from "@/tools/testing/run-cli"
import { temporaryFolder } from "@/tools/testing/temporary-folder"

const folder = temporaryFolder("cli")

type Env = Record<string, string>

const run = (line: string, env: Env = {}) => runCli(line.split(" "), { XDG_CONFIG_HOME: folder, ...env })

const dry = async (line: string, env: Env = {}) => {
  const { out } = await run(`${line} --dry-run --json`, env)
  return JSON.parse(out)
}

const gitLab = { GITLAB_CI: "true", CI_PROJECT_PATH: "acme/shop", CI_JOB_ID: "7", CI_COMMIT_TAG: "v1.2.3" }

describe("Arguments", () => {
  it.each([
    ["deploy finish --environmnt prod", 'There is no option --environmnt. Did you mean "--environment"?'],
    ["deploy start", "--environment and --tag are missing."],
    ["deploy start --environment", "Option '--environment <value>' argument missing"],
    ["deploy start --environment prod --tag v1", "--id is missing: this is not a run of a CI system"],
    ["deploy record --environment prod --tag v1 --status OK", "--status must be one of DEPLOYED"],
    ["deploy finish --environment prod --tag v1 --id 1 --outcome green", '--outcome does not know "green"'],
    ["deploy record --environment prod --tag v1 --service web", '--service must be NAME=VERSION, not "web"'],
    ["deploy record --environment prod --tag v1 --attempt 0", "--attempt must be a number from 1"],
    ["deploy finsh", 'There is no command deploy finsh. Did you mean "deploy finish"?'],
    ["gatee", 'There is no command gatee. Did you mean "gate"?'],
    ["gate --retry-for soon", "--retry-for must be a number of seconds"],
    ["release upgrade", "TENANT/RELEASE is missing."],
    ["release upgrade acme", "TENANT/RELEASE must be a tenant and a release"],
    ["release install acme/ai", "--chart and --version are missing."],
    [
      "release install acme/ai --chart a --version 1.0.0 --values none.yaml",
      "Could not read none.yaml: ENOENT",
    ],
    ["current now", 'Unexpected argument "now".'],
  ])("exit with 2 and the reason: %s", async (line, message) => {
    const { code, out, err } = await run(line, { SLIPWAY_URL: "http://127.0.0.1:1", SLIPWAY_TOKEN: "t" })
    expect({ code, out }).toEqual({ code: 2, out: "" })
    expect(err).toContain(`slipway: ${message}`)
    expect(err.trim().split("\n")).toHaveLength(1)
  })

  it("are reported when a setting is missing", async () => {
    expect((await run("current")).err).toContain("SLIPWAY_URL is not set.")
    const url = { SLIPWAY_URL: "https://slipway.example.com" }
    expect((await run("current", url)).err).toContain("SLIPWAY_TOKEN is not set.")
    expect((await run("current", { SLIPWAY_URL: "slipway" })).err).toContain(
      "must be an http or https address",
    )
  })

  it("accept a token with a trailing line break, and never print an invalid one", async () => {
    const url = { SLIPWAY_URL: "http://127.0.0.1:1" }
    const ended = await run("current --retry-for 0", { ...url, SLIPWAY_TOKEN: "slw_secret\n" })
    expect(ended.err).toContain("No response from")
    const broken = await run("current --retry-for 0", { ...url, SLIPWAY_TOKEN: "slw_secret\nslw_other" })
    expect(broken).toMatchObject({ code: 2, err: expect.stringContaining("not allowed in a token") })
    expect(ended.err + broken.err).not.toContain("slw_")
  })

  it("include --help, which explains every command", async () => {
    const { out } = await run("--help")
    const names = [...out.matchAll(/^ {2}slipway ((?:\S+ )+) /gm)].map(([, name = ""]) => name.trim())
    expect(names).toHaveLength(16)
    for (const name of names) {
      const help = await run(`${name} --help`)
      expect(help).toMatchObject({ code: 0, err: "" })
      expect(help.out).toContain(`Usage: slipway ${name}`)
    }
  })
})

describe("--dry-run", () => {
  it("shows the request and needs neither address nor token", async () => {
    const { code, out } = await run("deploy start --environment prod --dry-run", gitLab)
    expect(code).toBe(0)
    expect(out).toMatch(/^POST \$SLIPWAY_URL\/api\/v1\/platform\/deployments\n\{/)
  })

  it.each([
    "deploy start --environment prod --tag v1 --id 1",
    "deploy record --environment prod --tag v1",
    "gate --environment prod --tag v1 --wait",
    "rollback --tag v1",
    "current",
    "drift",
    "history",
    "release install acme/ai --chart a --version 1.0.0 --wait",
    "release upgrade acme/ai --wait",
    "release rollback acme/ai",
    "release uninstall acme/ai --reason gone",
    "release history acme/ai",
    "login",
  ])("sends nothing for %s", async (line) => {
    const server = createServer((request) => received.push(request.url ?? ""))
    const received: string[] = []
    server.listen(0)
    await once(server, "listening")
    const { port } = Object(server.address())
    const env = { SLIPWAY_URL: `http://127.0.0.1:${port}`, SLIPWAY_TOKEN: "t" }
    const { code, out } = await run(`${line} --dry-run`, env)
    server.close()
    expect({ code, received }).toEqual({ code: 0, received: [] })
    expect(out).toMatch(/^(GET|POST|DELETE) http:\/\/127/)
  })
})

describe("The output", () => {
  it("is one line without control characters", async () => {
    const server = createServer((_request, response) => {
      response.writeHead(409).end(JSON.stringify({ detail: "Held by \u001b[2Jada\n::error::gone\u202e" }))
    })
    server.listen(0)
    await once(server, "listening")
    const { port } = Object(server.address())
    const { err } = await run("current", { SLIPWAY_URL: `http://127.0.0.1:${port}`, SLIPWAY_TOKEN: "t" })
    server.close()
    expect(err).toBe("slipway: Held by  [2Jada ::error::gone\n")
  })
})

describe("The id of a deployment", () => {
  it("is the same for its start and its end, and different for each job of a matrix", async () => {
    const ids = await Promise.all(
      [
        "deploy start --environment prod",
        "deploy finish --environment prod",
        "deploy start --environment prod-eu",
        "deploy start --environment prod --application cart",
        "deploy start --environment prod --tag v2",
      ].map(async (line) => (await dry(line, gitLab)).body.externalId),
    )
    expect(ids[0]).toBe("acme/shop#7/prod/v1.2.3")
    expect(ids[1]).toBe(ids[0])
    expect(new Set(ids).size).toBe(4)
  })

  it("is the value of --id, without the attempt of the run", async () => {
    const gitHub = {
      GITHUB_ACTIONS: "true",
      GITHUB_REPOSITORY: "a/b",
      GITHUB_RUN_ID: "1",
      GITHUB_RUN_ATTEMPT: "2",
    }
    const target = "--environment prod --tag v1"
    expect((await dry(`deploy start ${target}`, gitHub)).body).toMatchObject({ attempt: 2 })
    expect((await dry(`deploy start ${target} --id mine`, gitHub)).body).toEqual({
      environment: "prod",
      imageTag: "v1",
      externalId: "mine",
      runUrl: undefined,
      status: "PENDING",
    })
  })

  it("is shortened to the limit of the API and stays unique", async () => {
    const long = { ...gitLab, CI_PROJECT_PATH: "g/".repeat(130), SLIPWAY_ENVIRONMENT: "prod" }
    const [one, other] = await Promise.all(["v1", "v2"].map((tag) => dry(`deploy start --tag ${tag}`, long)))
    expect(one.body.externalId).toHaveLength(245)
    expect(one.body.externalId).not.toBe(other.body.externalId)
  })

  it("uses environment, application and tag from variables, which options override", async () => {
    const env = {
      SLIPWAY_ENVIRONMENT: "dev",
      SLIPWAY_APPLICATION: "shop",
      SLIPWAY_IMAGE_TAG: "v9",
      ...gitLab,
    }
    expect((await dry("deploy start --environment prod", env)).body).toMatchObject({
      environment: "prod",
      application: "shop",
      imageTag: "v9",
    })
  })
})

describe("An empty option", () => {
  it("counts as missing", async () => {
    const args = ["deploy", "start", "--environment", "prod", "--tag", "", "--dry-run", "--json"]
    const { out } = await runCli(args, gitLab)
    expect(JSON.parse(out).body).toMatchObject({ imageTag: "v1.2.3" })
  })
})

describe("--outcome", () => {
  it.each([
    ["success", "DEPLOYED"],
    ["SUCCESS", "DEPLOYED"],
    ["SucceededWithIssues", "DEPLOYED"],
    ["UNSTABLE", "DEPLOYED"],
    ["0", "DEPLOYED"],
    ["failure", "FAILED"],
    ["failed", "FAILED"],
    ["137", "FAILED"],
  ])("%s is %s", async (word, status) => {
    const { body } = await dry(`deploy finish --environment prod --outcome ${word}`, gitLab)
    expect(body).toMatchObject({ status })
    expect(body).not.toHaveProperty("notes")
  })

  it.each(["cancelled", "canceled", "Canceled", "ABORTED"])("%s is FAILED with a note", async (word) => {
    const { body } = await dry(`deploy finish --environment prod --outcome ${word}`, gitLab)
    expect(body).toMatchObject({ status: "FAILED", notes: "Cancelled." })
  })
})

describe("The built file", () => {
  const env = { ...process.env, ...gitLab, SLIPWAY_ENVIRONMENT: "prod" }
  const args = ["deploy", "start", "--dry-run", "--json"]

  it("runs as an executable, and piped into node", async () => {
    const file = "public/cli/slipway.mjs"
    const named = spawn(process.execPath, [file, ...args], { env })
    const piped = spawn(process.execPath, ["-", ...args], { env })
    piped.stdin.end(await readFile(file))
    const [one, other, problem] = await Promise.all([named.stdout, piped.stdout, named.stderr].map(text))
    expect(problem).toBe("")
    expect(JSON.parse(one ?? "")).toMatchObject({ method: "POST", body: { environment: "prod" } })
    expect(other).toBe(one)
  })

  it("is one small executable file", async () => {
    const { size } = await stat("public/cli/slipway.mjs")
    expect(size).toBeLessThan(200_000)
    expect((await readFile("public/cli/slipway.mjs", "utf8")).startsWith("#!/usr/bin/env node\n")).toBe(true)
  })
})
