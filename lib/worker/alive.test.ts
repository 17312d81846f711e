import { utimes, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { afterAll, beforeAll, expect, it, vi } from "vitest"
import { temporaryFolder } from "@/tools/testing/temporary-folder"
import { isAlive, showAlive } from "./alive"

const folder = temporaryFolder("alive")
beforeAll(async () => {
  vi.stubEnv("SLIPWAY_DATA_DIR", join(folder, "data"))
})
afterAll(() => vi.unstubAllEnvs())

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
