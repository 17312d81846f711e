import { execFile } from "node:child_process"
import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { promisify } from "node:util"
import { z } from "zod"
import { decodeRevision, encodeRevision, secretPath } from "@/lib/kube/cluster/helm-storage"
import {
  installRelease,
  rollbackRelease,
  uninstallRelease,
  upgradeRelease,
} from "@/lib/kube/helm/helm-commands"
import type { Helm } from "@/lib/kube/helm/run-helm"
import { textAt } from "@/tools/sandbox/json"
import { clientOf } from "@/tools/sandbox/test-client"
import { getHistory, type HistoryEntry, type ListedRelease, listReleases } from "@/tools/testing/helm-reads"
import { testTools } from "@/tools/testing/test-sandbox"

const run = promisify(execFile)
const itemsSchema = z.object({ items: z.array(z.unknown()) })

const storedSchema = z.looseObject({ info: z.looseObject({}) })

type Values = Record<string, unknown>

/** A user with helm and kubectl on a laptop, working outside Slipway. */
export class HelmByHand {
  /** `folder`: the data folder, with a sandbox and its charts. */
  constructor(
    private readonly at: { helm: Helm; kubeconfig: string; folder: string },
    readonly namespace: string,
    private readonly chartName = "matih-ai-service",
  ) {}

  /** Uses the sandbox of a Slipway that runs in another process. */
  static async inSandboxOf(folder: string, namespace: string): Promise<HelmByHand> {
    const { helm4: helm } = await testTools()
    const kubeconfig = await readFile(join(folder, "sandbox", "kubeconfig.yaml"), "utf8")
    return new HelmByHand({ helm, kubeconfig, folder }, namespace)
  }

  private get context() {
    const { helm, kubeconfig } = this.at
    return { helm, kubeconfig }
  }

  private change(releaseName: string, version: string, values: Values) {
    const chart = join(this.at.folder, "charts", "demo", `${this.chartName}-${version}.tgz`)
    const { namespace } = this
    return { releaseName, namespace, chart, values: JSON.stringify(values), ...defaults }
  }

  async install(releaseName: string, version: string, values: Values = {}): Promise<void> {
    await installRelease(this.context, {
      ...this.change(releaseName, version, values),
      createNamespace: true,
    })
  }

  /** A chart in a local folder that is in no repository. */
  async installFolder(releaseName: string, chart: string): Promise<void> {
    const { namespace } = this
    await installRelease(this.context, {
      releaseName,
      namespace,
      chart,
      values: "{}",
      createNamespace: true,
      ...defaults,
    })
  }

  async upgrade(releaseName: string, version: string, values: Values = {}): Promise<void> {
    const change = this.change(releaseName, version, values)
    await upgradeRelease(this.context, { ...change, base: "reset-then-reuse" })
  }

  /** An upgrade to an image that cannot be pulled, which times out. */
  async failToUpgrade(releaseName: string): Promise<void> {
    const change = this.change(releaseName, "1.1.0", { image: { tag: "broken" } })
    const failing = { ...change, base: "reset-then-reuse" as const, wait: true, timeoutSeconds: 1 }
    await upgradeRelease(this.context, failing).catch(() => undefined)
  }

  async rollBack(releaseName: string, revision: number): Promise<void> {
    const { namespace } = this
    await rollbackRelease(this.context, { releaseName, namespace, revision, wait: false, timeoutSeconds: 30 })
  }

  async uninstall(releaseName: string, keepHistory = false): Promise<void> {
    const { namespace } = this
    await uninstallRelease(this.context, {
      releaseName,
      namespace,
      keepHistory,
      wait: false,
      timeoutSeconds: 30,
    })
  }

  list(): Promise<ListedRelease[]> {
    return listReleases(this.context, { namespace: this.namespace })
  }

  history(releaseName: string): Promise<HistoryEntry[]> {
    return getHistory(this.context, { releaseName, namespace: this.namespace })
  }

  /** The output of `kubectl get` for a kind. */
  async objects(kind: string): Promise<unknown[]> {
    const { kubectl } = await testTools()
    const { folder } = this.at
    const kubeconfig = join(folder, "sandbox", "kubeconfig.yaml")
    const flags = [`--kubeconfig=${kubeconfig}`, `--cache-dir=${join(folder, "kubectl")}`]
    const args = [...flags, "get", kind, "-n", this.namespace, "-o", "json"]
    const { stdout } = await run(kubectl, args, { maxBuffer: 64 * 1_048_576 })
    return itemsSchema.parse(JSON.parse(stdout)).items
  }

  async deleteNamespace(): Promise<void> {
    await this.kubernetes("DELETE", `/api/v1/namespaces/${this.namespace}`)
  }

  /** Leaves the revision pending since the given minutes ago, as a killed Helm does. */
  async markPending(releaseName: string, revision: number, minutesAgo: number): Promise<void> {
    const path = secretPath({ namespace: this.namespace, releaseName }, revision)
    const since = new Date(Date.now() - minutesAgo * 60_000)
    const { body } = await (await this.client()).call("GET", path)
    const stored = storedSchema.parse(decodeRevision(textAt(body, "data", "release") ?? ""))
    const status = "pending-upgrade"
    const info = { ...stored.info, status, last_deployed: since.toISOString() }
    const modifiedAt = String(Math.floor(since.getTime() / 1_000))
    await this.kubernetes("PATCH", path, {
      metadata: { labels: { status, modifiedAt } },
      data: { release: encodeRevision({ ...stored, info }) },
    })
  }

  private client() {
    const server = /server: (\S+)/.exec(this.at.kubeconfig)?.[1] ?? ""
    return clientOf(server, join(this.at.folder, "sandbox"))
  }

  async kubernetes(method: string, path: string, body?: Parameters<Client["call"]>[2]): Promise<number> {
    const client = await this.client()
    return (await client.call(method, path, body, "application/merge-patch+json")).status
  }
}

type Client = Awaited<ReturnType<typeof clientOf>>

const defaults = { wait: false, atomic: false, timeoutSeconds: 30 }
