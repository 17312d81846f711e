import { mkdtemp, rm, utimes, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, expect, it, vi } from "vitest"
import { isAlive, showAlive } from "./alive"

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "slipway-alive-"))
  vi.stubEnv("SLIPWAY_DATA_DIR", join(folder, "data"))
})
afterAll(async () => {
  vi.unstubAllEnvs()
  await rm(folder, { recursive: true })
})

it("A worker is alive from its start until it has been silent for a minute", async () => {
  expect(await isAlive()).toBe(false)
  await showAlive()
  expect(await isAlive()).toBe(true)
  const before = new Date(Date.now() - 61_000)
  await utimes(join(folder, "data", "worker-alive"), before, before)
  expect(await isAlive()).toBe(false)
})

it("A worker starts without a writable data folder, and is not seen", async () => {
  const blockedPath = join(folder, "file")
  await writeFile(blockedPath, "")
  vi.stubEnv("SLIPWAY_DATA_DIR", join(blockedPath, "data"))
  await showAlive()
  expect(await isAlive()).toBe(false)
})
