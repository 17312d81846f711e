import { mkdir, readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { isSandboxEnabled } from "@/lib/kube/cluster/sandbox-enabled"
import { findFreePort } from "@/lib/platform/db/embedded-port"
import { distPath } from "@/lib/platform/dist-path"
import { isWorkerEnabled } from "@/lib/platform/env"
import { isPortFree } from "@/tools/launch/port-in-use"
import { RestartedProcess } from "@/tools/launch/restarted-process"
import { sideProcess } from "@/tools/launch/side-process"

export type ProcessContext = { dataFolder: string; env: Record<string, string>; signal: AbortSignal }

/** The cluster for trying out Slipway if none is configured. */
export async function startSandboxProcess({
  dataFolder,
  env,
  signal,
}: ProcessContext): Promise<RestartedProcess | null> {
  if (!isSandboxEnabled()) return null
  const folder = join(dataFolder, "sandbox")
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const start = sideProcess({
    name: "The sandbox cluster",
    script: distPath("sandbox.js"),
    args: async () => ["--folder", folder, "--port", String(await stablePort(folder))],
    graceMs: 5_000,
    dataFolder,
    env,
  })
  return RestartedProcess.start("The sandbox cluster", start, signal)
}

/** The process that runs Helm. With SLIPWAY_WORKER=0 it is started separately, by `npm run worker`. */
export async function startWorkerProcess({
  dataFolder,
  env,
  signal,
}: ProcessContext): Promise<RestartedProcess | null> {
  if (!isWorkerEnabled()) return null
  const start = sideProcess({
    name: "The worker",
    script: distPath("worker.js"),
    // The worker lets Helm finish for a while, and Helm then records that it was stopped.
    graceMs: 20_000,
    dataFolder,
    env,
  })
  return RestartedProcess.start("The worker", start, signal)
}

/** Reuses the previous port if it is free, so that a copied kubeconfig keeps working. */
async function stablePort(folder: string): Promise<number> {
  const file = join(folder, "port")
  const previous = Number(await readFile(file, "utf8").catch(() => "0"))
  if (previous > 0 && (await isPortFree(previous, "127.0.0.1"))) return previous
  const port = await findFreePort()
  await writeFile(file, String(port))
  return port
}
