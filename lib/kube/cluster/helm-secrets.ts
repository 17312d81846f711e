import { z } from "zod"
import { operationLabel } from "@/lib/kube/helm/arguments"
import { type HelmStatus, helmStatusSchema } from "@/lib/kube/helm/schema"
import { helmSelector } from "./helm-storage"
import type { KubernetesApi } from "./kubernetes-api"

/** The metadata of a revision, from the labels of Helm's Secret. */
export type HelmSecret = {
  namespace: string
  release: string
  revision: number
  status: HelmStatus
  /** When Helm last updated it. */
  changedAt: Date
  /** When Kubernetes created it. */
  madeAt: Date
  uid: string
  /** The operation that created it, or an earlier revision of the release; null: none of Slipway. */
  operationId: string | null
}

const pageSize = 500
const listForm = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1"
const secretName = /^sh\.helm\.release\.v1\.(.+)\.v(\d+)$/

export const secretMetadataSchema = z.object({
  metadata: z.object({
    name: z.string().default(""),
    namespace: z.string().default(""),
    uid: z.string().default(""),
    resourceVersion: z.string().default(""),
    creationTimestamp: z.string().nullish(),
    labels: z.record(z.string(), z.string()).nullish(),
  }),
})
export type SecretMetadata = z.infer<typeof secretMetadataSchema>

/** Null when the Secret is not one of Helm's, whatever its labels are. */
export function toHelmSecret({ metadata }: SecretMetadata): HelmSecret | null {
  const [, release, revision] = secretName.exec(metadata.name) ?? []
  if (release === undefined || revision === undefined) return null
  const labels = metadata.labels ?? {}
  const made = Date.parse(metadata.creationTimestamp ?? "") || 0
  const written = Number(labels.modifiedAt ?? labels.createdAt) * 1_000
  const status = helmStatusSchema.safeParse(labels.status)
  return {
    namespace: metadata.namespace,
    release,
    revision: Number(revision),
    status: status.success ? status.data : "unknown",
    changedAt: new Date(Number.isFinite(written) ? written : made),
    madeAt: new Date(made),
    uid: metadata.uid,
    operationId: labels[operationLabel] ?? null,
  }
}

/** The path of Helm's Secrets; `namespace` null: in all namespaces; `release`: only of this one. */
export function helmSecretsPath(namespace: string | null, query: Record<string, string>, release?: string) {
  const within = namespace === null ? "" : `/namespaces/${encodeURIComponent(namespace)}`
  const labelSelector = release === undefined ? helmSelector : `${helmSelector},name=${release}`
  return `/api/v1${within}/secrets?${new URLSearchParams({ labelSelector, ...query })}`
}

/**
 * Passes on the metadata of all of Helm's revisions page by page, and returns the resource version to watch from. Throws
 * KubernetesError: 403 when forbidden, 410 when the list expired between pages.
 */
export async function listHelmSecrets(
  api: KubernetesApi,
  namespace: string | null,
  take: (secret: HelmSecret) => void,
): Promise<string> {
  for (let mark = "", version = ""; ; ) {
    const query = { limit: String(pageSize), ...(mark !== "" && { continue: mark }) }
    const page = await api.list(helmSecretsPath(namespace, query), secretMetadataSchema, listForm)
    for (const item of page.items) {
      const secret = toHelmSecret(item)
      if (secret !== null) take(secret)
    }
    version ||= page.resourceVersion
    mark = page.continue
    if (mark === "") return version
  }
}

/** The current revisions of one release, oldest first. Throws KubernetesError. */
export async function readHelmRevisions(
  api: KubernetesApi,
  namespace: string,
  release: string,
): Promise<HelmSecret[]> {
  const { items } = await api.list(helmSecretsPath(namespace, {}, release), secretMetadataSchema, listForm)
  return items
    .flatMap((item) => toHelmSecret(item) ?? [])
    .filter((secret) => secret.release === release)
    .sort((a, b) => a.revision - b.revision)
}
