import { type Json, listAt, objectAt, textAt, valueAt } from "../json"
import { builtInKinds, kinds, type ResourceType } from "../kinds"
import type { KubeObject } from "../kube-object"

type Reference = { type: ResourceType; name: string }

const configMap = builtInKinds.find((type) => type.kind === "ConfigMap") ?? kinds.secret

/** A missing dependency of a pod, in the kubelet's wording: `configmap "settings" not found`. Null if there is none. */
export function missingReference(
  pod: KubeObject,
  exists: (type: ResourceType, name: string) => boolean,
): string | null {
  const lacking = referencesOf(pod).find(({ type, name }) => !exists(type, name))
  return lacking === undefined ? null : `${lacking.type.singular} "${lacking.name}" not found`
}

function referencesOf(pod: KubeObject): Reference[] {
  const containers = [...listAt(pod, "spec", "initContainers"), ...listAt(pod, "spec", "containers")]
  return [
    ...listAt(pod, "spec", "volumes").flatMap((volume) => [
      ...reference(kinds.secret, objectAt(volume, "secret"), "secretName"),
      ...reference(configMap, objectAt(volume, "configMap"), "name"),
    ]),
    ...containers.flatMap((container) => [
      ...listAt(container, "envFrom").flatMap((from) => [
        ...reference(kinds.secret, objectAt(from, "secretRef"), "name"),
        ...reference(configMap, objectAt(from, "configMapRef"), "name"),
      ]),
      ...listAt(container, "env").flatMap((variable) => [
        ...reference(kinds.secret, objectAt(variable, "valueFrom", "secretKeyRef"), "name"),
        ...reference(configMap, objectAt(variable, "valueFrom", "configMapKeyRef"), "name"),
      ]),
    ]),
  ]
}

function reference(type: ResourceType, source: Json, field: string): Reference[] {
  const name = textAt(source, field)
  return name === undefined || valueAt(source, "optional") === true ? [] : [{ type, name }]
}
