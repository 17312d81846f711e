import { gunzipSync, gzipSync } from "node:zlib"

/** A release must not unpack to more than this. */
const maxBytes = 64 * 1_024 * 1_024
const zipped = Buffer.from([0x1f, 0x8b, 0x08])

/** The label of every Secret in which Helm keeps a revision. */
export const helmSelector = "owner=helm"

/** Where Helm keeps one revision. */
export function secretPath(namespace: string, release: string, revision: number): string {
  const name = `sh.helm.release.v1.${release}.v${revision}`
  return `/api/v1/namespaces/${encodeURIComponent(namespace)}/secrets/${encodeURIComponent(name)}`
}

/** Helm keeps base64 of gzip of JSON, old versions of JSON alone, and Kubernetes base64 of that. Throws where it is neither. */
export function decodeRevision(data: string): unknown {
  const kept = Buffer.from(Buffer.from(data, "base64").toString("utf8"), "base64")
  const isZipped = kept.subarray(0, zipped.length).equals(zipped)
  const text = isZipped ? gunzipSync(kept, { maxOutputLength: maxBytes }) : kept
  return JSON.parse(text.toString("utf8"))
}

export function encodeRevision(revision: unknown): string {
  return Buffer.from(gzipSync(JSON.stringify(revision)).toString("base64")).toString("base64")
}
