import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { dayMs } from "@/lib/platform/instant"
import { processVariables } from "./helm-processes"

const prefix = "slipway-helm-"
/** Longer than the time between creating a folder and starting the Helm process that uses it. */
const startingMs = 10 * 60_000
/** Longer than any call. */
const maxMs = dayMs

type PrivateFolder = { path: string; environment: Record<string, string>; remove: () => Promise<void> }

/** Creates an empty home that only this user can read; all of Helm's folders are inside, and it is removed afterwards. */
export async function makePrivateFolder(kubeconfig: string | undefined): Promise<PrivateFolder> {
  const path = await mkdtemp(join(tmpdir(), prefix))
  const inside = (name: string) => join(path, name)
  await mkdir(inside("tmp"), { mode: 0o700 })
  await writeFile(inside("kubeconfig"), kubeconfig ?? emptyKubeconfig, { mode: 0o600 })
  const environment = {
    HOME: path,
    TMPDIR: inside("tmp"),
    KUBECONFIG: inside("kubeconfig"),
    HELM_CACHE_HOME: inside("cache"),
    HELM_CONFIG_HOME: inside("config"),
    HELM_DATA_HOME: inside("data"),
    HELM_REGISTRY_CONFIG: inside("registry.json"),
    HELM_REPOSITORY_CONFIG: inside("repositories.yaml"),
    HELM_REPOSITORY_CACHE: inside("repository"),
    HELM_PLUGINS: inside("plugins"),
    HELM_NO_PLUGINS: "1",
    HELM_DRIVER: "secret",
    HELM_BURST_LIMIT: "300",
    NO_COLOR: "1",
  }
  return { path, environment, remove: () => rm(path, { recursive: true, force: true }) }
}

/** Without a kubeconfig, Helm would connect to localhost:8080. */
const emptyKubeconfig = "apiVersion: v1\nkind: Config\nclusters: []\ncontexts: []\nusers: []\n"

/**
 * Removes folders left by killed processes, since they contain credentials. Folders in use by a Helm process are kept: a
 * rollback may outlive its worker. Runs when a worker starts, and periodically.
 */
export async function sweepPrivateFolders(now = Date.now()): Promise<void> {
  const processes = await processVariables()
  const isUsed = (path: string) => processes?.some(({ variables }) => variables.includes(`HOME=${path}`))
  const leftAfter = processes === null ? maxMs : startingMs
  for (const name of await readdir(tmpdir())) {
    if (!name.startsWith(prefix)) continue
    const path = join(tmpdir(), name)
    // Folders of other users cannot be removed.
    if (now - (await modifiedMs(path, now)) < leftAfter || isUsed(path)) continue
    await rm(path, { recursive: true, force: true }).catch(() => undefined)
  }
}

function modifiedMs(path: string, fallback: number): Promise<number> {
  return stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => fallback,
  )
}
