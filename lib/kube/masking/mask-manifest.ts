import { isMap } from "@/lib/platform/json-values"
import { writeYaml } from "@/lib/platform/yaml/write-yaml"
import { looksSecret } from "./looks-secret"
import type { ManifestObject } from "./manifest-documents"
import type { Mask } from "./mask"
import type { Masker } from "./masker"

/** Keys by which Kubernetes references secrets, or that only resemble secret names. */
const structural =
  /^(keys?|secretName|secretRef|secretKeyRef|imagePullSecrets|automountServiceAccountToken|serviceAccountToken|topologyKey|secrets?|matchLabels|labels|tls)$/

/**
 * The secret texts in objects: all decoded data of Secrets, texts under secret-looking keys of other objects, and the
 * `value` of environment variables with such names.
 */
export function secretsInObjects(objects: readonly ManifestObject[]): string[] {
  const secrets: string[] = []
  for (const object of objects) {
    visitObject(object, (leaf, isSecret) => {
      if (isSecret) secrets.push(leaf)
      return leaf
    })
  }
  return secrets
}

/**
 * The objects as YAML documents with secrets masked, both by position and those known to the masker. `names`: the
 * masker for names and namespaces, which identify the objects.
 */
export function maskObjects(
  objects: readonly ManifestObject[],
  masker: Masker,
  mask: Mask,
  names: Masker = masker,
): string {
  return objects
    .map((object) => {
      const maskedObject = visitObject(object, (leaf, isSecret) =>
        isSecret && leaf !== "" ? mask(leaf) : masker.text(leaf),
      )
      return writeYaml(withIdentity(maskedObject, object.metadata, names))
    })
    .join("---\n")
}

function withIdentity(maskedObject: unknown, { name, namespace }: ManifestObject["metadata"], names: Masker) {
  const object = Object(maskedObject)
  const identity = {
    ...(name !== "" && { name: names.text(name) }),
    ...(namespace !== undefined && { namespace: names.text(namespace) }),
  }
  return { ...object, metadata: { ...object.metadata, ...identity } }
}

/**
 * Excludes texts that are part of an object's name or namespace, even if a Secret contains them (such as the address of
 * a database). Applies only to texts considered secret because of where they are rendered: a text that is secret by key
 * or schema stays secret, even when a chart uses it in a name.
 */
export function withoutNames(objects: readonly ManifestObject[], secrets: readonly string[]): string[] {
  const names = [...new Set(objects.flatMap(({ metadata }) => [metadata.name, metadata.namespace ?? ""]))]
  const longest = names.reduce((max, { length }) => Math.max(max, length), 0)
  return [...new Set(secrets)].filter(
    (secret) => secret.length > longest || !names.some((name) => name.includes(secret)),
  )
}

type Visit = (leaf: string, isSecret: boolean) => string

function visitObject(object: ManifestObject, visit: Visit): unknown {
  if (object.kind !== "Secret") return walk(object, visit, false)
  const { data, stringData, metadata: fullMetadata, ...rest } = object
  const { annotations: storedAnnotations, ...metadata } = fullMetadata
  const annotations = Object.entries(storedAnnotations ?? {}).map(([name, value]) => [
    visit(name, false),
    visit(String(value), !/(^|\.)helm\.sh\//.test(name)),
  ])
  return {
    ...rest,
    metadata: {
      ...Object(walk(metadata, visit, false)),
      ...(annotations.length > 0 && { annotations: Object.fromEntries(annotations) }),
    },
    ...(isMap(data) && {
      data: eachText(data, visit, (text) => visit(Buffer.from(text, "base64").toString("utf8"), true)),
    }),
    ...(isMap(stringData) && { stringData: eachText(stringData, visit, (text) => visit(text, true)) }),
  }
}

const eachText = (map: Record<string, unknown>, visit: Visit, change: (text: string) => string) =>
  Object.fromEntries(Object.entries(map).map(([key, value]) => [visit(key, false), change(String(value))]))

function walk(value: unknown, visit: Visit, isSecret: boolean): unknown {
  if (typeof value === "string") return visit(value, isSecret)
  if (typeof value === "number") return isSecret ? visit(String(value), true) : value
  if (Array.isArray(value)) return value.map((inner) => walk(inner, visit, isSecret))
  if (!isMap(value)) return value
  const isNamedSecret = typeof value.name === "string" && looksSecret(value.name, value.value)
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => {
      // A plain checksum of the configuration would allow guessing a secret in it.
      const isSensitive = looksSecret(key, inner) || key.startsWith("checksum/")
      const isSecretValue = (!structural.test(key) && isSensitive) || (isNamedSecret && key === "value")
      return [visit(key, false), walk(inner, visit, isSecret || isSecretValue)]
    }),
  )
}
