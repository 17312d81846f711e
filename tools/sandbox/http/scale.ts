import { badRequest } from "../api-error"
import type { Cluster } from "../cluster"
import { type JsonObject, numberAt, textAt, textsAt, withValue } from "../json"
import type { KubeObject } from "../kube-object"
import type { Target } from "../read-object"
import { findObject, replaceObject, type WriteOptions } from "../write-object"

export function readScale(object: KubeObject): JsonObject {
  const { name, namespace, uid, resourceVersion, creationTimestamp } = object.metadata
  const labels = Object.entries(textsAt(object, "spec", "selector", "matchLabels"))
  return {
    kind: "Scale",
    apiVersion: "autoscaling/v1",
    metadata: { name, namespace, uid, resourceVersion, creationTimestamp },
    spec: { replicas: numberAt(object, "spec", "replicas") ?? 0 },
    status: {
      replicas: numberAt(object, "status", "replicas") ?? 0,
      selector: labels.map(([key, value]) => `${key}=${value}`).join(","),
    },
  }
}

/** 409 if the scale has a resourceVersion that is not the object's current one. */
export function replaceScale(
  cluster: Cluster,
  target: Target,
  scale: JsonObject,
  options: WriteOptions,
): JsonObject {
  const before = findObject(cluster, target)
  const resourceVersion = textAt(scale, "metadata", "resourceVersion")
  const versioned =
    resourceVersion === undefined
      ? before
      : withValue(before, ["metadata", "resourceVersion"], resourceVersion)
  return patchScale(cluster, target, scale, options, versioned)
}

export function patchScale(
  cluster: Cluster,
  target: Target,
  patch: JsonObject,
  options: WriteOptions,
  base?: KubeObject,
): JsonObject {
  const replicas = numberAt(patch, "spec", "replicas")
  if (replicas === undefined || !Number.isInteger(replicas) || replicas < 0) {
    throw badRequest("spec.replicas must be a whole number, 0 or more")
  }
  const before = findObject(cluster, target)
  const after = withValue(base ?? before, ["spec", "replicas"], replicas)
  return readScale(replaceObject(cluster, target.type, before, after, options))
}
