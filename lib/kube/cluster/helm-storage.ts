import { gunzipSync, gzipSync } from "node:zlib"
import type { ReleaseKey } from "@/lib/kube/helm/schema"

/** The maximum unpacked size of a revision. */
const maxBytes = 64 * 1_024 * 1_024
const zipped = Buffer.from([0x1f, 0x8b, 0x08])

/** The label selector of the Secrets in which Helm stores revisions. */
export const helmSelector = "owner=helm"

export function secretPath({ namespace, releaseName }: ReleaseKey, revision: number): string {
  const name = `sh.helm.release.v1.${releaseName}.v${revision}`
  return `/api/v1/namespaces/${encodeURIComponent(namespace)}/secrets/${encodeURIComponent(name)}`
}

/** Helm stores base64 of gzipped JSON (old versions: plain JSON), which Kubernetes encodes in base64 again. Throws if neither. */
export function decodeRevision(data: string): unknown {
  const stored = Buffer.from(Buffer.from(data, "base64").toString("utf8"), "base64")
  const isZipped = stored.subarray(0, zipped.length).equals(zipped)
  const text = isZipped ? gunzipSync(stored, { maxOutputLength: maxBytes }) : stored
  return JSON.parse(text.toString("utf8"))
}

export function encodeRevision(revision: unknown): string {
  return Buffer.from(gzipSync(JSON.stringify(revision)).toString("base64")).toString("base64")
}
