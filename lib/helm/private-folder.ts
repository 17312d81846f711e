import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"

/** What a call of Helm may read: a kubeconfig, and for private registries a Docker config. Both are texts. */
export type Credentials = { kubeconfig?: string; registryConfig?: string }

const prefix = "slipway-helm-"
/** Longer than any call runs, so that a rollback which outlived its worker keeps its folder. */
const leftAfterMilliseconds = 6 * 3_600_000

export type PrivateFolder = { path: string; environment: Record<string, string>; remove: () => Promise<void> }

/** An empty home that only this user can read; all of Helm's folders are inside, and nothing is left of it. */
export async function makePrivateFolder({ kubeconfig, registryConfig }: Credentials): Promise<PrivateFolder> {
  const path = await mkdtemp(join(tmpdir(), prefix))
  const inside = (name: string) => join(path, name)
  await mkdir(inside("tmp"), { mode: 0o700 })
  await writeFile(inside("kubeconfig"), kubeconfig ?? emptyKubeconfig, { mode: 0o600 })
  if (registryConfig !== undefined) await writeFile(inside("registry.json"), registryConfig, { mode: 0o600 })
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

/** Without one, Helm would ask localhost:8080. */
const emptyKubeconfig = "apiVersion: v1\nkind: Config\nclusters: []\ncontexts: []\nusers: []\n"

/** Removes the folders that killed processes left: they hold credentials. For the start of a worker. */
export async function sweepPrivateFolders(now = Date.now()): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    if (!name.startsWith(prefix)) continue
    const path = join(tmpdir(), name)
    const made = await stat(path).then(
      ({ mtimeMs }) => mtimeMs,
      () => now,
    )
    if (now - made > leftAfterMilliseconds) await rm(path, { recursive: true, force: true })
  }
}
