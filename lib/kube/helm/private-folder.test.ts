import { spawn } from "node:child_process"
import { once } from "node:events"
import { access, mkdtemp } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, expect, test, vi } from "vitest"
import { makePrivateFolder, sweepPrivateFolders } from "@/lib/kube/helm/private-folder"
import { removeFolder } from "@/tools/testing/remove-folder"

let outside: string
beforeEach(async () => {
  outside = await mkdtemp(join(tmpdir(), "slipway-sweep-"))
  vi.stubEnv("TMPDIR", outside)
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await removeFolder(outside)
})

const later = () => Date.now() + 25 * 3_600_000

test("removes folders of killed processes later, and keeps folders that may be in use", async () => {
  const { path } = await makePrivateFolder("secret")
  await sweepPrivateFolders()
  await expect(access(path)).resolves.toBeUndefined()
  await sweepPrivateFolders(later())
  await expect(access(path)).rejects.toThrow("ENOENT")
})

test.runIf(process.platform === "linux")(
  "keeps the folder of a running Helm process, regardless of its age",
  async () => {
    const { path, environment } = await makePrivateFolder("secret")
    const wait = "process.stdout.write('up'); setInterval(() => {}, 1_000)"
    const child = spawn(process.execPath, ["-e", wait], { env: { NODE_ENV: "test", ...environment } })
    await once(child.stdout, "data")
    await sweepPrivateFolders(later())
    await expect(access(path)).resolves.toBeUndefined()
    const exited = once(child, "exit")
    child.kill()
    await exited
    await sweepPrivateFolders(later())
    await expect(access(path)).rejects.toThrow("ENOENT")
  },
)
