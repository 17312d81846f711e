import { writeFile } from "node:fs/promises"
import { join } from "node:path"
import { packChart } from "@/lib/fleet/charts/archive/pack-chart"
import { builtInFolder } from "@/lib/fleet/charts/named-folders"
import type { Disturbed } from "@/tools/sandbox/faults"
import { textAt } from "@/tools/sandbox/json"
import { labelsOf } from "@/tools/sandbox/kube-object"
import type { Sandbox } from "@/tools/sandbox/start-sandbox"
import { createObject } from "@/tools/sandbox/write-object"

const configMaps = "/configmaps"
const options = { manager: "test", dryRun: false }

const deployment = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ .Release.Name }}
spec:
  selector: { matchLabels: { app: {{ .Release.Name }} } }
  template:
    metadata: { labels: { app: {{ .Release.Name }} } }
    spec:
      containers:
        - name: app
          image: example.com/gated:1.0.0
          {{- if .Values.gated }}
          envFrom: [{ configMapRef: { name: gate } }]
          {{- end }}
`

/** A chart whose pods, with the value `gated`, become ready only while the gate of their namespace is open. */
export const gatedChart = { chartName: "gated", chartVersion: "1.0.0" }

/** Adds the chart to the sandbox's charts. */
export async function packGatedChart(): Promise<void> {
  const files = {
    "Chart.yaml": "apiVersion: v2\nname: gated\nversion: 1.0.0\nappVersion: 1.0.0\n",
    "values.yaml": "gated: false\n",
    "templates/deployment.yaml": deployment,
  }
  const source = new Map(Object.entries(files).map(([path, text]) => [path, Buffer.from(text)]))
  await writeFile(join(builtInFolder(), "gated-1.0.0.tgz"), packChart("gated", source))
}

/** Controls what Helm waits for in one namespace. */
export class Gate {
  private deletions: Disturbed = []

  constructor(
    private readonly sandbox: Sandbox,
    private readonly namespace: string,
  ) {}

  /** Lets pods become ready and deletions complete. */
  open(): void {
    const { cluster, faults } = this.sandbox
    const type = cluster.registry.byStorage(configMaps)
    if (type === null) throw new Error("The sandbox has no ConfigMap kind.")
    if (cluster.store.get(configMaps, this.namespace, "gate") === null) {
      const metadata = { name: "gate", namespace: this.namespace }
      createObject(cluster, type, { apiVersion: "v1", kind: "ConfigMap", metadata }, options)
    }
    faults.resume()
  }

  /** Keeps new pods unready and blocks the deletion of Deployments. */
  close(): void {
    const { cluster, faults } = this.sandbox
    const gate = cluster.store.get(configMaps, this.namespace, "gate")
    if (gate !== null) cluster.store.remove(configMaps, gate)
    const pathPart = `/namespaces/${this.namespace}/deployments/`
    this.deletions = faults.set({ mode: "pause", methods: ["DELETE"], pathPart })
  }

  /** Whether this release is waiting at the gate to become ready or to be deleted. */
  isWaitedFor(release: string): boolean {
    const pods = this.sandbox.cluster.store.list("/pods", this.namespace)
    const waits = pods.some(
      (pod) => labelsOf(pod).app === release && textAt(pod, "status", "phase") === "Pending",
    )
    return waits || this.deletions.some((deletion) => deletion.includes(`/deployments/${release}`))
  }
}
