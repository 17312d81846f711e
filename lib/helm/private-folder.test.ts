import { access, mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, expect, test, vi } from "vitest"
import { makePrivateFolder, sweepPrivateFolders } from "@/lib/helm/private-folder"

let outside: string
beforeEach(async () => {
  outside = await mkdtemp(join(tmpdir(), "slipway-sweep-"))
  vi.stubEnv("TMPDIR", outside)
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await rm(outside, { recursive: true, force: true })
})

test("what a killed process left is removed later, what may still be in use is not", async () => {
  const { path } = await makePrivateFolder({ kubeconfig: "secret" })
  await sweepPrivateFolders()
  await expect(access(path)).resolves.toBeUndefined()
  await sweepPrivateFolders(Date.now() + 7 * 3_600_000)
  await expect(access(path)).rejects.toThrow("ENOENT")
})
