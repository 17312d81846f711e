import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { chmod, mkdtemp, readFile, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, test } from "@playwright/test"
import { findFreePort } from "@/lib/db/embedded-port"
import { isAlive } from "@/lib/db/process-state"

type Launched = { child: ChildProcess; output: () => string; ended: Promise<number | null> }

// Starting and recovering take seconds, and several times as long on a busy machine.
test.describe.configure({ mode: "serial", timeout: 180_000 })
const patient = { timeout: 60_000 }

const launched: Launched[] = []
let folder: string
let port: number

test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "slipway-launch-"))
  // PostgreSQL's own account enters it when the tests run as root.
  await chmod(folder, 0o755)
  port = await findFreePort()
})

test.afterEach(async () => {
  for (const { child, ended } of launched.splice(0)) {
    child.kill("SIGTERM")
    await ended
  }
})

test.afterAll(() => rm(folder, { recursive: true, force: true }))

test("starts from nothing, recovers from kill -9, stops cleanly, and keeps everything for the next start", async () => {
  const first = await start()
  expect(first.output()).toContain(`http://localhost:${port}`)
  expect(first.output()).toMatch(/Sign in as admin@slipway\.local with the password \S{16,}/)

  await test.step("kill -9 of the web process", async () => {
    process.kill(await webPid(), "SIGKILL")
    await expect.poll(first.output, patient).toContain("The web process is back.")
    await untilReady()
  })

  await test.step("kill -9 of PostgreSQL", async () => {
    process.kill(await postgresPid(), "SIGKILL")
    await expect.poll(first.output, patient).toContain("PostgreSQL is back.")
    await untilReady()
  })

  const children = [await webPid(), await postgresPid()]
  first.child.kill("SIGTERM")
  expect(await first.ended).toBe(0)
  expect(children.filter(isAlive)).toEqual([])

  const second = await start()
  expect(second.output()).not.toContain("password")
  second.child.kill("SIGINT")
  expect(await second.ended).toBe(0)
})

test("takes over from a launcher that was killed", async () => {
  const killed = await start()
  const orphan = await postgresPid()
  killed.child.kill("SIGKILL")
  await killed.ended

  const next = await start()
  expect(isAlive(orphan)).toBe(false)
  next.child.kill("SIGTERM")
  expect(await next.ended).toBe(0)
})

test("says in one sentence why it cannot start", async ({ baseURL }) => {
  const taken = new URL(baseURL ?? "").port
  expect(await refusal({ PORT: taken })).toBe(
    `Port ${taken} is in use by another program: choose another with PORT=, as in PORT=${Number(taken) + 1} npm start.\n`,
  )
  expect(await refusal({ PORT: "http" })).toBe("PORT must be a whole number from 1 to 65535.\n")
  expect(await refusal({ SLIPWAY_DATA_DIR: "package.json" })).toMatch(
    /^The data folder .* cannot be used .*\n$/,
  )
})

function launch(env: Record<string, string>): Launched {
  const child = spawn(process.execPath, ["--import", "tsx", "lib/launch/start.ts"], {
    env: {
      ...process.env,
      PORT: String(port),
      SLIPWAY_DATA_DIR: folder,
      SLIPWAY_DEMO: "0",
      DATABASE_URL: "",
      ...env,
    },
    stdio: ["ignore", "pipe", "pipe"],
  })
  let output = ""
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (output += String(text)))
  const begun = { child, output: () => output, ended: once(child, "close").then(([code]) => code) }
  launched.push(begun)
  return begun
}

async function start(): Promise<Launched> {
  const begun = launch({})
  await expect.poll(begun.output, patient).toContain("Ctrl-C stops it.")
  return begun
}

async function refusal(env: Record<string, string>): Promise<string> {
  const refused = launch(env)
  expect(await refused.ended).toBe(1)
  return refused.output()
}

async function untilReady(): Promise<void> {
  const ask = () =>
    fetch(`http://localhost:${port}/api/health/ready`).then(
      ({ status }) => status,
      () => 0,
    )
  await expect.poll(ask, patient).toBe(200)
}

async function webPid(): Promise<number> {
  return Number(await readFile(join(folder, "web.pid"), "utf8"))
}

async function postgresPid(): Promise<number> {
  const settings: { folder: string } = JSON.parse(await readFile(join(folder, "postgres.json"), "utf8"))
  return Number((await readFile(join(settings.folder, "postmaster.pid"), "utf8")).split("\n")[0])
}
