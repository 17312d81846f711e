import { type Json, type JsonObject, listAt, numberAt, objectAt, textAt, textsAt, valueAt } from "../json"
import { type KubeObject, nameOf } from "../kube-object"
import { podReady, podState, restarts } from "./pod-cells"

/** One column that kubectl prints; `wide` ones only with -o wide. */
export type Column = { name: string; wide?: boolean; cell: (object: KubeObject) => Json }

const column = (name: string, cell: Column["cell"], wide = false): Column => ({ name, cell, wide })
const text =
  (...path: string[]) =>
  (object: KubeObject) =>
    textAt(object, ...path) ?? "<none>"
const count =
  (...path: string[]) =>
  (object: KubeObject) =>
    numberAt(object, ...path) ?? 0
const keys = (field: string) => (object: KubeObject) => Object.keys(objectAt(object, field)).length

export const nameColumn = column("Name", nameOf)
export const ageColumn = column("Age", (object) => age(textAt(object, "metadata", "creationTimestamp")))

/** The age, such as `5d`, `3h`, `7m` or `42s`. */
export function age(since: string | undefined, now = Date.now()): string {
  if (since === undefined) return "<unknown>"
  const seconds = Math.max(0, Math.floor((now - Date.parse(since)) / 1_000))
  if (seconds < 120) return `${seconds}s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 180) return `${minutes}m`
  const hours = Math.floor(minutes / 60)
  return hours < 48 ? `${hours}h` : `${Math.floor(hours / 24)}d`
}

const ready = (have: string, want: string[]) => (object: KubeObject) =>
  `${numberAt(object, "status", have) ?? 0}/${numberAt(object, ...want) ?? 0}`

function ports(service: KubeObject): string {
  const written = listAt(service, "spec", "ports").map((port) => {
    const node = numberAt(port, "nodePort")
    const number = `${numberAt(port, "port")}${node === undefined ? "" : `:${node}`}`
    return `${number}/${textAt(port, "protocol") ?? "TCP"}`
  })
  return written.join(",") || "<none>"
}

const hosts = (ingress: KubeObject) =>
  listAt(ingress, "spec", "rules")
    .map((rule) => textAt(rule, "host") ?? "*")
    .join(",") || "*"

function jobState(job: KubeObject): string {
  const condition = listAt(job, "status", "conditions").find(
    (condition) =>
      ["Complete", "Failed"].includes(textAt(condition, "type") ?? "") &&
      textAt(condition, "status") === "True",
  )
  return textAt(condition, "type") ?? "Running"
}

const selectorText = (object: KubeObject) =>
  Object.entries(textsAt(object, "spec", "selector"))
    .map(([key, value]) => `${key}=${value}`)
    .join(",") || "<none>"

const external = (service: KubeObject) =>
  textAt(listAt(service, "status", "loadBalancer", "ingress")[0], "ip") ??
  (textAt(service, "spec", "type") === "LoadBalancer" ? "<pending>" : "<none>")

/** The columns between name and age. */
export const columnsByKind: Record<string, Column[]> = {
  Namespace: [column("Status", text("status", "phase"))],
  Node: [column("Status", () => "Ready"), column("Version", text("status", "nodeInfo", "kubeletVersion"))],
  Pod: [
    column("Ready", podReady),
    column("Status", podState),
    column("Restarts", restarts),
    column("IP", text("status", "podIP"), true),
    column("Node", text("spec", "nodeName"), true),
  ],
  Deployment: [
    column("Ready", ready("readyReplicas", ["spec", "replicas"])),
    column("Up-to-date", count("status", "updatedReplicas")),
    column("Available", count("status", "availableReplicas")),
  ],
  ReplicaSet: [
    column("Desired", count("spec", "replicas")),
    column("Current", count("status", "replicas")),
    column("Ready", count("status", "readyReplicas")),
  ],
  StatefulSet: [column("Ready", ready("readyReplicas", ["spec", "replicas"]))],
  DaemonSet: [
    column("Desired", count("status", "desiredNumberScheduled")),
    column("Current", count("status", "currentNumberScheduled")),
    column("Ready", count("status", "numberReady")),
    column("Up-to-date", count("status", "updatedNumberScheduled")),
    column("Available", count("status", "numberAvailable")),
  ],
  Job: [column("Status", jobState), column("Completions", ready("succeeded", ["spec", "completions"]))],
  CronJob: [
    column("Schedule", text("spec", "schedule")),
    column("Suspend", (job) => String(valueAt(job, "spec", "suspend") ?? false)),
  ],
  Service: [
    column("Type", text("spec", "type")),
    column("Cluster-IP", text("spec", "clusterIP")),
    column("External-IP", external),
    column("Port(s)", ports),
    column("Selector", selectorText, true),
  ],
  Ingress: [
    column("Class", text("spec", "ingressClassName")),
    column("Hosts", hosts),
    column(
      "Address",
      (ingress) => textAt(listAt(ingress, "status", "loadBalancer", "ingress")[0], "ip") ?? "",
    ),
  ],
  PersistentVolumeClaim: [
    column("Status", text("status", "phase")),
    column("Volume", text("spec", "volumeName")),
    column("Capacity", text("status", "capacity", "storage")),
    column("StorageClass", text("spec", "storageClassName")),
  ],
  ConfigMap: [column("Data", keys("data"))],
  Secret: [column("Type", text("type")), column("Data", keys("data"))],
  ServiceAccount: [column("Secrets", (account) => listAt(account, "secrets").length)],
  Event: [
    column("Last Seen", (event) => age(textAt(event, "lastTimestamp"))),
    column("Type", text("type")),
    column("Reason", text("reason")),
    column(
      "Object",
      (event) =>
        `${(textAt(event, "involvedObject", "kind") ?? "").toLowerCase()}/${textAt(event, "involvedObject", "name")}`,
    ),
    column("Message", text("message")),
  ],
  HorizontalPodAutoscaler: [
    column(
      "Reference",
      (scaler) =>
        `${textAt(scaler, "spec", "scaleTargetRef", "kind")}/${textAt(scaler, "spec", "scaleTargetRef", "name")}`,
    ),
    column("MinPods", count("spec", "minReplicas")),
    column("MaxPods", count("spec", "maxReplicas")),
    column("Replicas", count("status", "currentReplicas")),
  ],
  PodDisruptionBudget: [
    column("Min Available", (budget) => String(valueAt(budget, "spec", "minAvailable") ?? "N/A")),
    column("Allowed Disruptions", count("status", "disruptionsAllowed")),
  ],
  CustomResourceDefinition: [column("Created At", text("metadata", "creationTimestamp"))],
}

/** A definition's `additionalPrinterColumns`, if their paths are plain fields. */
export function customColumns(version: Json | undefined): Column[] {
  return listAt(version, "additionalPrinterColumns").map((printerColumn) => {
    const path = (textAt(printerColumn, "jsonPath") ?? "").split(".").filter((part) => part !== "")
    const isDate = textAt(printerColumn, "type") === "date"
    const cell = (object: KubeObject): Json => {
      const value = valueAt(object, ...path)
      if (isDate) return age(typeof value === "string" ? value : undefined)
      return typeof value === "object" ? JSON.stringify(value) : (value ?? "")
    }
    return column(textAt(printerColumn, "name") ?? "", cell, (numberAt(printerColumn, "priority") ?? 0) > 0)
  })
}

export const definitionOf = (columns: readonly Column[]): JsonObject[] =>
  columns.map(({ name, wide }) => ({
    name,
    type: "string",
    format: name === "Name" ? "name" : "",
    description: "",
    priority: wide ? 1 : 0,
  }))
