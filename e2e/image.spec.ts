import { readdir, readFile } from "node:fs/promises"
import { join } from "node:path"
import { createSecureContext } from "node:tls"
import { expect, test } from "@playwright/test"
import { ImageRoot } from "@/e2e/app/image-root"

test.describe.configure({ mode: "serial", timeout: 180_000 })
const patient = { timeout: 60_000 }
const token = "only-for-tests-of-the-image"

let image: ImageRoot
test.beforeAll(async () => {
  image = await ImageRoot.build()
})
test.afterAll(() => image.remove())

test("the image contains the certificate authorities that Helm trusts, and no build-only files", async () => {
  const authorities = await readFile(join(image.folder, "etc/ssl/certs/ca-certificates.crt"), "utf8")
  expect(() => createSecureContext({ ca: authorities })).not.toThrow()
  expect(authorities.match(/BEGIN CERTIFICATE/g)?.length).toBeGreaterThan(100)
  const files = await readdir(join(image.folder, "app"), { recursive: true })
  expect(files.filter((path) => /\.map$|\.nft\.json$|\.env|^dist\/tools|@img\//.test(path))).toEqual([])
})

test("the image names every missing and invalid setting", async () => {
  for (const program of ["web", "worker"]) {
    const { output, exitCode } = await image.run(program, [], {
      DATABASE_URL: "",
      SLIPWAY_SECRET_KEY: "short",
      SLIPWAY_LOG_LEVEL: "loud",
    })
    expect(output.trim().split("\n")).toEqual([
      "DATABASE_URL must be set: a PostgreSQL URL with one host, such as postgresql://user:password@host:5432/slipway.",
      "SLIPWAY_SECRET_KEY must be at least 32 random characters, for example from `openssl rand -hex 32`.",
      "SLIPWAY_LOG_LEVEL must be fatal, error, warn, info, debug, trace or silent.",
    ])
    expect(exitCode).toBe(1)
  }
})

test("the image migrates an empty database, and is not ready before", async () => {
  const early = image.start("web")
  const waiting = image.start("worker")
  const ready = () => fetch(`${image.url}/api/health/ready`).then((response) => response.json())
  await expect
    .poll(() => ready().catch(() => null), patient)
    .toMatchObject({ checks: { migrations: "behind" } })
  early.child.kill("SIGTERM")
  expect(await early.ended).toBe(0)
  await expect.poll(() => waiting.output, patient).toContain("run node dist/slipway migrate")
  expect(waiting.output.trim().split("\n")).toHaveLength(1)
  expect(await image.run("slipway", ["alive"])).toEqual({ output: "", exitCode: 0 })

  expect(await image.run("slipway", ["migrate"])).toMatchObject({
    output: expect.stringMatching(/^Applied \d+ database migrations and SQL scripts\.\n$/),
    exitCode: 0,
  })
  const secondRun = await image.run("slipway", ["migrate"])
  expect(secondRun).toEqual({ output: "The database is up to date.\n", exitCode: 0 })
  await expect.poll(() => waiting.output, patient).toContain("worker ready")
  waiting.child.kill("SIGTERM")
  expect(await waiting.ended).toBe(0)
})

test("the image records and serves deployments and runs a worker, on a read-only tree and without any rights", async () => {
  const web = image.start("web", [], { SLIPWAY_BOOTSTRAP_TOKEN: token })
  const worker = image.start("worker")
  await expect
    .poll(
      () =>
        fetch(`${image.url}/api/health/ready`).then(
          ({ status }) => status,
          () => 0,
        ),
      patient,
    )
    .toBe(200)
  const second = await image.run("web", [])
  expect(second).toMatchObject({
    output: expect.stringContaining("is in use by another program"),
    exitCode: 1,
  })

  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" }
  const record = (deployment: Record<string, string>) =>
    fetch(`${image.url}/api/v1/platform/deployments`, {
      method: "POST",
      headers,
      body: JSON.stringify({ gitBranch: "main", environment: "dev", status: "DEPLOYED", ...deployment }),
    })
  const forward = { imageTag: "v2.1.0-abc1234", gitCommit: "abc1234" }
  const previousVersion = { imageTag: "v2.0.0-def5678", gitCommit: "def5678" }
  const times = { deployedAt: "2026-02-12T10:00:00Z", completedAt: "2026-02-12T10:05:00Z" }
  expect((await record({ ...forward, ...times })).status).toBe(201)
  const later = { deployedAt: "2026-02-12T11:00:00Z", completedAt: "2026-02-12T11:02:00Z" }
  expect((await record({ ...previousVersion, ...later })).status).toBe(201)

  const history = await fetch(`${image.url}/api/v1/platform/deployments/history?environment=dev&limit=10`, {
    headers,
  })
  expect(await history.json()).toMatchObject([{ imageTag: "v2.0.0-def5678" }, { imageTag: "v2.1.0-abc1234" }])
  const page = await fetch(`${image.url}/sign-in`)
  const [, script = ""] = /src="(\/_next\/static\/[^"]+\.js)"/.exec(await page.text()) ?? []
  expect((await fetch(image.url + script)).headers.get("content-type")).toContain("javascript")

  await expect.poll(() => worker.output, patient).toContain("worker ready")
  for (const { output } of [web, worker])
    for (const line of output.trim().split("\n")) expect(JSON.parse(line)).toHaveProperty("msg")
  expect((await image.run("slipway", ["first-admin"])).output).toMatch(
    /^Sign in as admin@slipway\.local with the password \S{16,} \(shown only once\)\.\n$/,
  )
  expect((await image.run("slipway", ["first-admin"])).exitCode).toBe(1)
})
