import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest"
import { missingHelmNotice } from "./missing-helm"

let empty: string
let withHelm: string
beforeAll(async () => {
  empty = await mkdtemp(join(tmpdir(), "slipway-no-helm-"))
  withHelm = await mkdtemp(join(tmpdir(), "slipway-helm-"))
  await writeFile(join(withHelm, "helm"), "#!/bin/sh\n", { mode: 0o755 })
})
afterAll(async () => {
  await rm(empty, { recursive: true })
  await rm(withHelm, { recursive: true })
})
afterEach(() => vi.unstubAllEnvs())

describe("missingHelmNotice", () => {
  it.each([
    ["darwin", "arm64", "brew install helm"],
    ["darwin", "x64", "brew install helm"],
    [
      "linux",
      "arm64",
      "curl -fsSL https://raw.githubusercontent.com/helm/helm/main/scripts/get-helm-4 | bash",
    ],
    ["win32", "x64", "winget install Helm.Helm"],
  ] as const)("names one command on %s %s", async (platform, arch, command) => {
    vi.stubEnv("PATH", empty)
    const notice = await missingHelmNotice({ platform, arch })
    expect(notice).toContain(command)
    expect(notice).toContain("Until then releases cannot be changed.")
  })

  it("returns null when Helm can be downloaded, is on the PATH, or is set by SLIPWAY_HELM", async () => {
    vi.stubEnv("PATH", empty)
    expect(await missingHelmNotice({ platform: "linux", arch: "x64" })).toBeNull()
    vi.stubEnv("SLIPWAY_HELM", join(withHelm, "helm"))
    expect(await missingHelmNotice({ platform: "darwin", arch: "arm64" })).toBeNull()
    vi.stubEnv("SLIPWAY_HELM", "")
    vi.stubEnv("PATH", withHelm)
    expect(await missingHelmNotice({ platform: "darwin", arch: "arm64" })).toBeNull()
  })
})
