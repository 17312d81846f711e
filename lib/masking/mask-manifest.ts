import { writeYaml } from "@/lib/yaml/write-yaml"
import { looksSecret } from "./looks-secret"
import { type ManifestObject, manifestObjects } from "./manifest-documents"
import type { Mask } from "./mask"
import { Masker } from "./masker"

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value)

/** Keys by which Kubernetes refers to secrets, or that only happen to be named so. */
const structural = new Set([
  "key",
  "keys",
  "secretName",
  "secretRef",
  "secretKeyRef",
  "imagePullSecrets",
  "automountServiceAccountToken",
  "serviceAccountToken",
  "topologyKey",
  "secret",
  "secrets",
  "matchLabels",
  "labels",
  "tls",
])

/**
 * The secret texts that objects carry: all data of Secrets, decoded, the texts under secret-looking keys of other objects,
 * and the `value` of environment variables with such names.
 */
export function secretsInManifest(manifest: string): string[] {
  return manifestObjects(manifest).flatMap((object) => {
    const found: string[] = []
    visitObject(object, (leaf, isSecret) => {
      if (isSecret) found.push(leaf)
      return leaf
    })
    return found
  })
}

/** The same documents with what is secret masked; parsed and written anew, so comments and layout are gone. */
export function maskManifest(manifest: string, about: { secrets: readonly string[]; mask: Mask }): string {
  const masker = new Masker(
    withoutNames(manifest, [...about.secrets, ...secretsInManifest(manifest)]),
    about.mask,
  )
  return manifestObjects(manifest)
    .map((object) =>
      visitObject(object, (leaf, isSecret) =>
        isSecret && leaf !== "" ? about.mask(leaf) : masker.text(leaf),
      ),
    )
    .map((object) => writeYaml(object))
    .join("---\n")
}

/** What is part of an object's name or namespace is no secret, though a Secret may hold it (the address of a database). */
export function withoutNames(manifest: string, secrets: readonly string[]): string[] {
  const names = manifestObjects(manifest).flatMap(({ metadata }) => [metadata.name, metadata.namespace ?? ""])
  return secrets.filter((secret) => !names.some((name) => name.includes(secret)))
}

type Visit = (leaf: string, isSecret: boolean) => string

function visitObject(object: ManifestObject, visit: Visit): unknown {
  if (object.kind !== "Secret") return walk(object, visit, false)
  const { data, stringData, metadata, ...rest } = object
  const annotations = Object.entries(metadata.annotations ?? {}).map(([name, value]) => [
    name,
    visit(String(value), !/(^|\.)helm\.sh\//.test(name)),
  ])
  return {
    ...rest,
    metadata: {
      ...metadata,
      ...(annotations.length > 0 && { annotations: Object.fromEntries(annotations) }),
    },
    ...(isObject(data) && { data: eachText(data, (text) => visit(decode(text), true)) }),
    ...(isObject(stringData) && { stringData: eachText(stringData, (text) => visit(text, true)) }),
  }
}

const eachText = (map: Record<string, unknown>, change: (text: string) => string) =>
  Object.fromEntries(Object.entries(map).map(([key, value]) => [key, change(String(value))]))

function decode(base64: string): string {
  return Buffer.from(base64, "base64").toString("utf8")
}

function walk(value: unknown, visit: Visit, isSecret: boolean): unknown {
  if (typeof value === "string") return visit(value, isSecret)
  if (typeof value === "number") return isSecret ? visit(String(value), true) : value
  if (Array.isArray(value)) return value.map((inner) => walk(inner, visit, isSecret))
  if (!isObject(value)) return value
  const named = typeof value.name === "string" && looksSecret(value.name, value.value)
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => {
      // A plain checksum of settings would let somebody try out which secret is among them.
      const telling = looksSecret(key, inner) || key.startsWith("checksum/")
      const here = (!structural.has(key) && telling) || (named && key === "value")
      return [key, walk(inner, visit, isSecret || here)]
    }),
  )
}
