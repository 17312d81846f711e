import { chmod, mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, test } from "@playwright/test"
import { LaunchedSlipway } from "@/e2e/app/launched-slipway"
import { findFreePort } from "@/lib/platform/db/embedded-port"
import { isAlive } from "@/lib/platform/db/process-state"

// Starting and recovering take seconds, and several times as long on a busy machine.
test.describe.configure({ mode: "serial", timeout: 180_000 })
const patient = { timeout: 60_000 }

let folder: string
let port: number

test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "slipway-launch-"))
  // PostgreSQL's own account enters this folder when the tests run as root.
  await chmod(folder, 0o755)
  port = await findFreePort()
})

test.afterEach(() => LaunchedSlipway.stopAll())

test.afterAll(() => rm(folder, { recursive: true, force: true }))

test("starts from scratch, recovers from kill -9, stops cleanly, and starts with what it kept, also after its launcher was killed", async () => {
  const first = await LaunchedSlipway.start({ folder, port })
  expect(first.output).toContain(`http://localhost:${port}`)
  expect(first.output).toMatch(/Sign in as admin@slipway\.local with the password \S{16,}/)

  await test.step("kill -9 of the web process", async () => {
    process.kill(await first.webPid(), "SIGKILL")
    await expect.poll(() => first.output, patient).toContain("The web process is running again.")
    await first.waitUntilReady()
  })

  await test.step("kill -9 of PostgreSQL", async () => {
    process.kill(await first.postgresPid(), "SIGKILL")
    await expect.poll(() => first.output, patient).toContain("PostgreSQL is running again.")
    await first.waitUntilReady()
  })

  const children = [await first.webPid(), await first.postgresPid()]
  expect(await first.stop()).toBe(0)
  expect(children.filter(isAlive)).toEqual([])

  const killed = await LaunchedSlipway.start({ folder, port })
  expect(killed.output).not.toContain("password")
  const orphan = await killed.postgresPid()
  await killed.stop("SIGKILL")

  const last = await LaunchedSlipway.start({ folder, port }, { SLIPWAY_BOOTSTRAP_TOKEN: "bootstrap" })
  expect(isAlive(orphan)).toBe(false)
  const headers = { authorization: "Bearer bootstrap" }
  const stream = (await fetch(`${last.url}/api/v1/events`, { headers })).text()
  expect(await last.stop("SIGINT")).toBe(0)
  // The web process ended the stream. If it was killed, the connection breaks and this rejects.
  expect(await stream).toMatch(/^retry: /)
})

test("reports in one line why it cannot start", async ({ baseURL }) => {
  const taken = new URL(baseURL ?? "").port
  expect(await refusal({ PORT: taken })).toBe(
    `Port ${taken} is in use by another program. Choose another port, for example PORT=${Number(taken) + 1}.\n`,
  )
  expect(await refusal({ PORT: "http" })).toBe("PORT must be a whole number from 1 to 65535.\n")
  expect(await refusal({ SLIPWAY_DATA_DIR: "package.json" })).toMatch(
    /^The data folder .* cannot be used .*\n$/,
  )
})

async function refusal(env: Record<string, string>): Promise<string> {
  const launched = LaunchedSlipway.spawn({ folder, port }, env)
  expect(await launched.ended).toBe(1)
  return launched.output
}
