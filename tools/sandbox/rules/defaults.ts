import { createHash, randomBytes } from "node:crypto"
import {
  isObject,
  type Json,
  type JsonObject,
  listAt,
  numberAt,
  objectAt,
  textAt,
  textsAt,
  valueAt,
  withValue,
} from "../json"
import { type KubeObject, uidOf } from "../kube-object"

type Rule = (object: KubeObject, before: KubeObject | null) => KubeObject

/** The defaults of the API server that clients and the sandbox's controllers rely on. */
export function withDefaults(object: KubeObject, before: KubeObject | null): KubeObject {
  return rules[object.kind]?.(object, before) ?? object
}

const rules: Record<string, Rule> = {
  Namespace: (object) => missing(object, ["spec", "finalizers"], ["kubernetes"]),
  Secret: secret,
  Service: service,
  PersistentVolumeClaim: claim,
  Pod: (object) => withPodDefaults(object, ["spec"], "Always"),
  ReplicaSet: (object) => withPodDefaults(replicated(object), ["spec", "template", "spec"], "Always"),
  Deployment: (object) => {
    const strategy = { type: "RollingUpdate", rollingUpdate: { maxUnavailable: "25%", maxSurge: "25%" } }
    const filled = missing(replicated(object), ["spec", "strategy"], strategy)
    const bounded = missing(filled, ["spec", "revisionHistoryLimit"], 10)
    const timed = missing(bounded, ["spec", "progressDeadlineSeconds"], 600)
    return withPodDefaults(timed, ["spec", "template", "spec"], "Always")
  },
  StatefulSet: (object) => {
    const ordered = missing(replicated(object), ["spec", "podManagementPolicy"], "OrderedReady")
    const updated = missing(ordered, ["spec", "updateStrategy"], {
      type: "RollingUpdate",
      rollingUpdate: { partition: 0 },
    })
    return withPodDefaults(updated, ["spec", "template", "spec"], "Always")
  },
  DaemonSet: (object) => {
    const strategy = { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 1, maxSurge: 0 } }
    return withPodDefaults(
      missing(object, ["spec", "updateStrategy"], strategy),
      ["spec", "template", "spec"],
      "Always",
    )
  },
  Job: job,
  CronJob: (object) =>
    missing(missing(object, ["spec", "suspend"], false), ["spec", "concurrencyPolicy"], "Allow"),
}

function missing(object: KubeObject, path: string[], value: Json): KubeObject {
  return valueAt(object, ...path) === undefined ? withValue(object, path, value) : object
}

const replicated = (object: KubeObject) => missing(object, ["spec", "replicas"], 1)

function withPodDefaults(object: KubeObject, path: string[], restart: string): KubeObject {
  const restarting = missing(object, [...path, "restartPolicy"], restart)
  const filled = missing(restarting, [...path, "terminationGracePeriodSeconds"], 30)
  return ["containers", "initContainers"].reduce((result, field) => {
    const containers = valueAt(result, ...path, field)
    return Array.isArray(containers) ? withValue(result, [...path, field], containers.map(container)) : result
  }, filled)
}

function container(value: Json): Json {
  if (!isObject(value)) return value
  const image = textAt(value, "image") ?? ""
  const policy = image.endsWith(":latest") || !/:[^/]+$/.test(image) ? "Always" : "IfNotPresent"
  const ports = listAt(value, "ports").map((port) => (isObject(port) ? { protocol: "TCP", ...port } : port))
  return {
    imagePullPolicy: policy,
    terminationMessagePath: "/dev/termination-log",
    terminationMessagePolicy: "File",
    ...value,
    ...(ports.length > 0 ? { ports } : {}),
  }
}

function secret(object: KubeObject): KubeObject {
  const plain = textsAt(object, "stringData")
  const encoded = Object.entries(plain).map(([key, text]) => [key, Buffer.from(text).toString("base64")])
  const { stringData: _, ...rest } = object
  const typed: KubeObject = {
    ...rest,
    apiVersion: object.apiVersion,
    kind: object.kind,
    metadata: object.metadata,
  }
  const filled = missing(typed, ["type"], "Opaque")
  if (encoded.length === 0) return filled
  return { ...filled, data: { ...objectAt(object, "data"), ...Object.fromEntries(encoded) } }
}

function service(object: KubeObject, before: KubeObject | null): KubeObject {
  const typed = missing(object, ["spec", "type"], "ClusterIP")
  const type = textAt(typed, "spec", "type")
  if (type === "ExternalName") return typed
  const address =
    textAt(typed, "spec", "clusterIP") ?? textAt(before ?? {}, "spec", "clusterIP") ?? clusterAddress(object)
  const ports = listAt(typed, "spec", "ports").map((port) => servicePort(port, before, type !== "ClusterIP"))
  const spec: JsonObject = {
    clusterIPs: [address],
    internalTrafficPolicy: "Cluster",
    ipFamilies: ["IPv4"],
    ipFamilyPolicy: "SingleStack",
    sessionAffinity: "None",
    ...objectAt(typed, "spec"),
    clusterIP: address,
    ports,
  }
  return { ...typed, spec }
}

function servicePort(port: Json, before: KubeObject | null, exposed: boolean): Json {
  if (!isObject(port)) return port
  const same = listAt(before ?? {}, "spec", "ports").find((old) => numberAt(old, "port") === port.port)
  const nodePort = exposed
    ? (port.nodePort ?? numberAt(same, "nodePort") ?? 30_000 + (randomNumber() % 2_768))
    : undefined
  return { protocol: "TCP", targetPort: port.port, ...port, ...(nodePort === undefined ? {} : { nodePort }) }
}

const randomNumber = () => randomBytes(4).readUInt32BE()

function clusterAddress(object: KubeObject): string {
  const bytes = createHash("sha256").update(uidOf(object)).digest()
  return `10.96.${bytes[0] ?? 0}.${((bytes[1] ?? 0) % 253) + 2}`
}

function claim(object: KubeObject, before: KubeObject | null): KubeObject {
  const filled = missing(
    missing(object, ["spec", "storageClassName"], "standard"),
    ["spec", "volumeMode"],
    "Filesystem",
  )
  const volume = textAt(before ?? {}, "spec", "volumeName")
  return volume === undefined ? filled : missing(filled, ["spec", "volumeName"], volume)
}

function job(object: KubeObject, before: KubeObject | null): KubeObject {
  const counted = missing(missing(object, ["spec", "backoffLimit"], 6), ["spec", "parallelism"], 1)
  const completed = missing(missing(counted, ["spec", "completions"], 1), ["spec", "suspend"], false)
  const uid = uidOf(before ?? object)
  const labels = {
    "batch.kubernetes.io/controller-uid": uid,
    "batch.kubernetes.io/job-name": object.metadata.name,
    "controller-uid": uid,
    "job-name": object.metadata.name,
  }
  const allLabels = { ...textsAt(completed, "spec", "template", "metadata", "labels"), ...labels }
  const labeled = withValue(completed, ["spec", "template", "metadata", "labels"], allLabels)
  const selecting = missing(labeled, ["spec", "selector"], {
    matchLabels: { "batch.kubernetes.io/controller-uid": uid },
  })
  return withPodDefaults(selecting, ["spec", "template", "spec"], "Never")
}
