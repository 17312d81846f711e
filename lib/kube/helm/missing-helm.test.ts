import { writeFile } from "node:fs/promises"
import { join } from "node:path"
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest"
import { temporaryFolder } from "@/tools/testing/temporary-folder"
import { missingHelmNotice } from "./missing-helm"

const empty = temporaryFolder("no-helm")
const withHelm = temporaryFolder("helm")
beforeAll(async () => {
  await writeFile(join(withHelm, "helm"), "#!/bin/sh\n", { mode: 0o755 })
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
