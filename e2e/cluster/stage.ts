import { randomBytes } from "node:crypto"
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { z } from "zod"
import { packChart } from "@/lib/fleet/charts/archive/pack-chart"
import type { Cluster } from "@/lib/kube/cluster/cluster"
import { KubernetesApi, KubernetesError } from "@/lib/kube/cluster/kubernetes-api"
import { findClusters } from "@/lib/kube/cluster/read-clusters"
import { ObjectReader } from "@/lib/kube/cluster/read-live-object"
import type { Helm } from "@/lib/kube/helm/run-helm"
import { manifestObjects } from "@/lib/kube/masking/manifest-documents"
import { prismaClient } from "@/lib/platform/db/client"
import { type RunningWorker, startWorker } from "@/lib/worker/start-worker"
import { tokenCaller } from "@/tools/testing/callers"
import { packReachingCharts } from "@/tools/testing/reaching-charts"
import { ReleaseClient } from "@/tools/testing/release-requests"
import { testTools } from "@/tools/testing/test-sandbox"

const anything = z.unknown()
const image = "registry.k8s.io/pause:3.10"

const deployment = `apiVersion: apps/v1
kind: Deployment
metadata: { name: {{ .Release.Name }} }
spec:
  replicas: {{ .Values.replicas }}
  selector: { matchLabels: { app: {{ .Values.selector }} } }
  template:
    metadata: { labels: { app: {{ .Values.selector }} } }
    spec:
      {{- with .Values.account }}
      serviceAccountName: {{ . }}
      {{- end }}
      containers:
        - name: web
          image: {{ .Values.image }}
          resources: {{ toJson .Values.resources }}
`
const configMap = `apiVersion: v1
kind: ConfigMap
metadata: { name: {{ .Release.Name }}, labels: { checked: "{{ .Values.checked }}" } }
data: { version: {{ .Chart.Version | quote }} }
`
const hook = `{{- if .Values.hook }}
apiVersion: batch/v1
kind: Job
metadata:
  name: {{ .Release.Name }}-migrate
  annotations: { helm.sh/hook: pre-install }
spec:
  backoffLimit: 0
  template:
    spec:
      restartPolicy: Never
      containers: [{ name: migrate, image: {{ .Values.hook }} }]
{{- end }}
`

/** Slipway with only the account of deploy/kubernetes/rbac.yaml, on the cluster of KUBECONFIG. */
export class ClusterStage {
  private readonly namespaces: string[] = []
  private reader: ObjectReader

  private constructor(
    readonly folder: string,
    readonly run: string,
    readonly helm: Helm,
    /** The account of the user who runs the tests. */
    readonly operator: KubernetesApi,
    readonly operatorCluster: Cluster,
    readonly operatorKubeconfig: string,
    readonly client: ReleaseClient,
    private readonly worker: RunningWorker,
  ) {
    this.reader = new ObjectReader(operator)
  }

  static async set(manifests: string[] = ["rbac.yaml"]): Promise<ClusterStage> {
    const { helm4 } = await testTools()
    const cluster = (await findClusters(null))[0]
    if (cluster === undefined) throw new Error("Set KUBECONFIG to a cluster on which you have cluster-admin.")
    const operator = new KubernetesApi(cluster, 30_000)
    const folder = await mkdtemp(join(tmpdir(), "slipway-cluster-"))
    const roles = await tenantRoles(operator)
    process.env.SLIPWAY_TENANT_ROLES = roles.join(",")
    for (const name of manifests) await applyManifest(operator, name, roles)
    const operatorKubeconfig = process.env.KUBECONFIG ?? ""
    process.env.KUBECONFIG = await writeKubeconfig(operator, cluster, folder)
    process.env.SLIPWAY_DATA_DIR = folder
    await packCharts(join(folder, "app"))
    await packReachingCharts(join(folder, "reaching"))
    process.env.SLIPWAY_CHARTS_FOLDER = `app=${join(folder, "app")},reaching=${join(folder, "reaching")}`
    const client = new ReleaseClient(await tokenCaller(["admin"]))
    const worker = await startWorker(helm4)
    const run = randomBytes(3).toString("hex")
    return new ClusterStage(folder, run, helm4, operator, cluster, operatorKubeconfig, client, worker)
  }

  namespaceOf(slug: string): string {
    return `slipway-test-${this.run}-${slug}`
  }

  /** A tenant. Its namespace is created only if labels are given. */
  async tenant(
    slug: string,
    more: { clusterScoped?: boolean; labels?: Record<string, string> } = {},
  ): Promise<string> {
    const { labels, ...rest } = more
    const namespace = this.namespaceOf(slug)
    this.namespaces.push(namespace)
    if (labels !== undefined)
      await this.create("/api/v1/namespaces", namespace, "v1", "Namespace", { labels })
    const data = { slug, name: slug, cluster: "slipway", namespace, ...rest }
    return (await prismaClient().tenant.create({ data })).id
  }

  /** Installs the chart and returns the operation's error. */
  async install(tenantId: string, valuesOverride: object = {}, more: object = {}): Promise<string | null> {
    const body = { tenantId, releaseName: "app", chartName: "app", chartVersion: "1.0.0", timeout: 8 }
    return (await this.client.done(await this.client.install({ ...body, valuesOverride, ...more }))).error
  }

  async create(path: string, name: string, apiVersion: string, kind: string, rest: object): Promise<void> {
    const { labels, ...fields } = { labels: {}, ...rest }
    await this.operator.post(path, { apiVersion, kind, metadata: { name, labels }, ...fields }, anything)
  }

  read(apiVersion: string, kind: string, namespace: string, name: string) {
    return this.reader.read({ apiVersion, kind, namespace, name })
  }

  /** False on a control plane with simulated nodes. */
  async runsContainers(): Promise<boolean> {
    const { items } = await this.operator.get("/api/v1/nodes", nodesSchema)
    return items.some(({ status }) => status.nodeInfo.kubeletVersion !== "")
  }

  async remove(): Promise<void> {
    await this.worker.stop()
    for (const namespace of this.namespaces) {
      await this.operator.remove(`/api/v1/namespaces/${namespace}`).catch(ifMissing)
      await this.operator
        .remove(`/apis/rbac.authorization.k8s.io/v1/clusterrolebindings/slipway-deployer:${namespace}`)
        .catch(ifMissing)
    }
    this.operator[Symbol.dispose]()
    await rm(this.folder, { recursive: true, force: true })
  }
}

export function ifMissing(error: unknown): void {
  if (!(error instanceof KubernetesError && error.status === 404)) throw error
}

const roleSchema = z.object({ rules: z.array(z.unknown()).nullish() })

/** `admin`, or the roles it consists of on a control plane without the aggregation controller. */
async function tenantRoles(operator: KubernetesApi): Promise<string[]> {
  const { rules } = await operator.get("/apis/rbac.authorization.k8s.io/v1/clusterroles/admin", roleSchema)
  if ((rules ?? []).length > 0) return ["admin"]
  return ["admin", "edit", "view"].map((role) => `system:aggregate-to-${role}`)
}

/** Creates the objects of a product manifest, as `kubectl apply` would, with the roles of SLIPWAY_TENANT_ROLES. */
async function applyManifest(operator: KubernetesApi, name: string, roles: string[]): Promise<void> {
  const text = await readFile(join(import.meta.dirname, "../../deploy/kubernetes", name), "utf8")
  const named = text.replace("resourceNames: [admin]", `resourceNames: [${roles.map((role) => `"${role}"`)}]`)
  for (const object of manifestObjects(named)) {
    const path = paths[object.kind] ?? "/api/v1/namespaces"
    if (object.kind !== "Namespace") await operator.remove(`${path}/${object.metadata.name}`).catch(ifMissing)
    await operator.post(path, object, anything).catch((error: unknown) => {
      // The namespace may exist already.
      if (!(error instanceof KubernetesError && error.status === 409)) throw error
    })
  }
}

const paths: Record<string, string> = {
  ServiceAccount: "/api/v1/namespaces/slipway/serviceaccounts",
  ClusterRole: "/apis/rbac.authorization.k8s.io/v1/clusterroles",
  ClusterRoleBinding: "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings",
}

const nodesSchema = z.object({
  items: z.array(z.object({ status: z.object({ nodeInfo: z.object({ kubeletVersion: z.string() }) }) })),
})
const tokenSchema = z.object({ status: z.object({ token: z.string() }) })

/** A kubeconfig with a token of Slipway's own service account. */
async function writeKubeconfig(operator: KubernetesApi, cluster: Cluster, folder: string): Promise<string> {
  const { status } = await operator.post(
    "/api/v1/namespaces/slipway/serviceaccounts/slipway/token",
    { apiVersion: "authentication.k8s.io/v1", kind: "TokenRequest", spec: { expirationSeconds: 7_200 } },
    tokenSchema,
  )
  const { clusters } = z.object({ clusters: z.array(z.unknown()) }).parse(JSON.parse(cluster.kubeconfig))
  const { name } = z.object({ name: z.string() }).parse(clusters[0])
  const path = join(folder, "kubeconfig.json")
  const config = {
    apiVersion: "v1",
    kind: "Config",
    clusters,
    "current-context": "slipway",
    contexts: [{ name: "slipway", context: { cluster: name, user: "slipway" } }],
    users: [{ name: "slipway", user: { token: status.token } }],
  }
  await writeFile(path, JSON.stringify(config), { mode: 0o600 })
  return path
}

async function packCharts(folder: string): Promise<void> {
  await mkdir(folder)
  const values = { replicas: 1, selector: "web", account: "", image, resources: {}, checked: "no", hook: "" }
  for (const version of ["1.0.0", "1.1.0"]) {
    const files = {
      "Chart.yaml": `apiVersion: v2\nname: app\nversion: ${version}\nappVersion: ${version}\n`,
      "values.yaml": JSON.stringify(values),
      "templates/deployment.yaml": deployment,
      "templates/configmap.yaml": configMap,
      "templates/hook.yaml": hook,
    }
    const source = new Map(Object.entries(files).map(([path, text]) => [path, Buffer.from(text)]))
    await writeFile(join(folder, `app-${version}.tgz`), packChart("app", source))
  }
}
