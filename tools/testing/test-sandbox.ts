import { execFile } from "node:child_process"
import { mkdtemp, readFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"
import { promisify } from "node:util"
import { inspectHelm } from "@/lib/kube/helm/find-helm"
import { helm4Pin, pinnedTools } from "@/lib/kube/helm/pinned-tools"
import type { HelmContext } from "@/lib/kube/helm/run-helm"
import { dataFolder } from "@/lib/platform/env"
import { helm3Pin } from "@/tools/launch/helm-3"
import { type Sandbox, startSandbox } from "@/tools/sandbox/start-sandbox"
import { removeFolder } from "@/tools/testing/remove-folder"

const run = promisify(execFile)
/** Where tests keep the downloaded tools. */
export const toolCache = join(resolve(dataFolder()), "helm")

/** A chart of the fixtures: `demo` or `widget`. */
export const fixtureChart = (name: "demo" | "widget"): string =>
  join(import.meta.dirname, "..", "sandbox", "fixtures", name)

export type TestSandbox = Sandbox & {
  folder: string
  helm: (major: 3 | 4) => HelmContext
  /** stdout of kubectl; rejects if it fails. */
  kubectl: (...args: string[]) => Promise<string>
  remove: () => Promise<void>
}

/** The real helm of both versions and kubectl, downloaded once. */
export async function testTools() {
  const [old, current] = await Promise.all([
    pinnedTools(helm3Pin, toolCache),
    pinnedTools(helm4Pin, toolCache),
  ])
  const [helm3, helm4] = await Promise.all([
    inspectHelm(old.helm, "download"),
    inspectHelm(current.helm, "download"),
  ])
  return { helm3, helm4, kubectl: current.kubectl }
}

/** A sandbox for one test, with the real tools. */
export async function testSandbox(): Promise<TestSandbox> {
  const folder = await mkdtemp(join(tmpdir(), "slipway-sandbox-"))
  const [sandbox, tools] = await Promise.all([startSandbox({ folder, allowFaults: true }), testTools()])
  const kubeconfig = await readFile(sandbox.kubeconfig, "utf8")
  const remove = async () => {
    await sandbox.stop()
    await removeFolder(folder)
  }
  return {
    ...sandbox,
    folder,
    helm: (major) => ({ helm: major === 3 ? tools.helm3 : tools.helm4, kubeconfig }),
    kubectl: async (...args) => {
      const flags = [`--kubeconfig=${sandbox.kubeconfig}`, `--cache-dir=${join(folder, "kubectl")}`]
      return (await run(tools.kubectl, [...flags, ...args], { timeout: 30_000 })).stdout
    },
    remove,
  }
}
