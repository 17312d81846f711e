import { join, resolve } from "node:path"
import { findOnPath, isProgram } from "@/lib/kube/helm/find-on-path"
import { helm4Pin, pinnedTools } from "@/lib/kube/helm/pinned-tools"
import { type Helm, runHelm } from "@/lib/kube/helm/run-helm"
import { configuredHelm, dataFolder } from "@/lib/platform/env"
import { compareVersions, parseVersion } from "@/lib/platform/semver/version"
import { HelmError } from "./helm-error"

/** Older versions lack `--reset-then-reuse-values` and `--take-ownership`. */
const oldestUsable = "3.17.0"

/**
 * Finds the Helm binary: the one of SLIPWAY_HELM, else a usable one on the PATH, else the pinned build, which is downloaded
 * once into the data folder. Throws `not_installed` with instructions.
 */
export async function findHelm(folder = resolve(dataFolder())): Promise<Helm> {
  const configuredPath = configuredHelm()
  if (configuredPath !== null) return inspectHelm(resolve(configuredPath), "SLIPWAY_HELM")
  const onPath = await findOnPath("helm")
  const usable = onPath === null ? null : await inspectHelm(onPath, "PATH").catch(nullIfUnusable)
  if (usable !== null) return usable
  const tools = await pinnedTools(helm4Pin, join(folder, "helm"))
  return inspectHelm(tools.helm, "download")
}

/** Keeps the reason: without a writable temporary folder no other Helm would run either. */
function nullIfUnusable(error: unknown): null {
  if (error instanceof HelmError) return null
  throw error
}

/** Determines the version of a binary. Throws `not_installed` when it is not Helm or too old. */
export async function inspectHelm(path: string, source: Helm["source"]): Promise<Helm> {
  if (!(await isProgram(path))) {
    throw new HelmError("not_installed", `No executable helm at ${path} (${source}).`)
  }
  const unknown: Helm = { path, version: "", major: 4, source, warning: null }
  const reportedVersion = await runHelm(
    { helm: unknown, limits: { wallClockSeconds: 20 } },
    { args: ["version", "--template={{.Version}}"] },
  )
  const { version, major } = parseVersion(reportedVersion)
  if (compareVersions(version, oldestUsable) < 0 || major > 4) {
    throw new HelmError(
      "not_installed",
      `${path} (${source}) is Helm ${reportedVersion.trim()}; Slipway requires Helm 4, or 3.17 and later.`,
    )
  }
  return { path, version, major: major === 3 ? 3 : 4, source, warning: warningFor(version, major) }
}

function warningFor(version: string, major: number): string | null {
  const needed = major === 3 ? "3.20.2" : "4.1.4"
  if (compareVersions(version, needed) >= 0) return null
  return `Helm ${version} has a path traversal vulnerability in chart names: update to ${needed} or later.`
}
