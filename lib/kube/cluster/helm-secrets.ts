import { z } from "zod"
import { operationLabel } from "@/lib/kube/helm/arguments"
import { type HelmStatus, helmStatusSchema, type ReleaseKey } from "@/lib/kube/helm/schema"
import { helmSelector } from "./helm-storage"
import { hasStatus, type KubernetesApi, KubernetesError } from "./kubernetes-api"

/** The metadata of a revision, from the labels of Helm's Secret. */
export type HelmSecret = ReleaseKey & {
  revision: number
  status: HelmStatus
  /** When Helm last updated it. */
  changedAt: Date
  /** When Kubernetes created it. */
  createdAt: Date
  /** The operation that created it, or an earlier revision of the release; null: not an operation of Slipway. */
  operationId: string | null
}

const listForm = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1"
const secretName = /^sh\.helm\.release\.v1\.(.+)\.v(\d+)$/

const secretMetadataSchema = z.object({
  metadata: z.object({
    name: z.string().default(""),
    namespace: z.string().default(""),
    resourceVersion: z.string().default(""),
    creationTimestamp: z.string().nullish(),
    labels: z.record(z.string(), z.string()).nullish(),
  }),
})
type SecretMetadata = z.infer<typeof secretMetadataSchema>

/** Null when the Secret is not one of Helm's, regardless of its labels. */
function toHelmSecret({ metadata }: SecretMetadata): HelmSecret | null {
  const [, releaseName, revision] = secretName.exec(metadata.name) ?? []
  if (releaseName === undefined || revision === undefined) return null
  const labels = metadata.labels ?? {}
  const createdMs = Date.parse(metadata.creationTimestamp ?? "") || 0
  const modifiedMs = Number(labels.modifiedAt ?? labels.createdAt) * 1_000
  const status = helmStatusSchema.safeParse(labels.status)
  return {
    namespace: metadata.namespace,
    releaseName,
    revision: Number(revision),
    status: status.success ? status.data : "unknown",
    changedAt: new Date(Number.isFinite(modifiedMs) ? modifiedMs : createdMs),
    createdAt: new Date(createdMs),
    operationId: labels[operationLabel] ?? null,
  }
}

const secretsPath = (namespace: string | null) =>
  `/api/v1${namespace === null ? "" : `/namespaces/${encodeURIComponent(namespace)}`}/secrets`

/**
 * Passes on the metadata of all Helm revisions page by page, and returns the resource version to watch from.
 * `namespace`: null for all. Throws KubernetesError: 403 when forbidden, 410 when the list expired between pages.
 */
export async function listHelmSecrets(
  api: KubernetesApi,
  namespace: string | null,
  onSecret: (secret: HelmSecret) => void,
): Promise<string> {
  const options = { query: { labelSelector: helmSelector }, accept: listForm }
  let version = ""
  for await (const page of api.pages(secretsPath(namespace), secretMetadataSchema, options)) {
    for (const item of page.items) {
      const secret = toHelmSecret(item)
      if (secret !== null) onSecret(secret)
    }
    version ||= page.resourceVersion
  }
  return version
}

/** The current revisions of one release, oldest first. Throws KubernetesError. */
export async function readHelmRevisions(
  api: KubernetesApi,
  { namespace, releaseName }: ReleaseKey,
): Promise<HelmSecret[]> {
  const query = { labelSelector: `${helmSelector},name=${releaseName}` }
  const items = await api.list(secretsPath(namespace), secretMetadataSchema, { query, accept: listForm })
  return items
    .flatMap((item) => toHelmSecret(item) ?? [])
    .filter((secret) => secret.releaseName === releaseName)
    .sort((a, b) => a.revision - b.revision)
}

const watchForm = "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1"

const eventSchema = z.discriminatedUnion("type", [
  z.object({ type: z.enum(["ADDED", "MODIFIED", "DELETED", "BOOKMARK"]), object: secretMetadataSchema }),
  z.object({
    type: z.literal("ERROR"),
    object: z.object({ code: z.number().nullish(), message: z.string().nullish() }),
  }),
])

type SecretWatch = {
  /** The version to continue from; updated with every event. */
  version: string
  signal: AbortSignal
  /** Seconds after which the cluster ends the watch. */
  seconds: number
  /** A watch without events or bookmarks for this long is considered dead. */
  quietMs: number
  /** `isDeleted`: the revision was deleted. */
  onChange: (secret: HelmSecret, isDeleted: boolean) => void
  onActivity: () => void
}

/**
 * Watches the metadata of Helm's Secrets in all namespaces until the cluster ends the watch, which it does regularly. Throws
 * KubernetesError on failure; `isExpired` returns whether everything must be listed again.
 */
export async function watchHelmSecrets(api: KubernetesApi, watch: SecretWatch): Promise<void> {
  const query = {
    labelSelector: helmSelector,
    watch: "true",
    allowWatchBookmarks: "true",
    resourceVersion: watch.version,
    timeoutSeconds: String(watch.seconds),
  }
  const { signal, quietMs } = watch
  const options = { query, accept: watchForm, signal, quietMs }
  for await (const line of api.lines(secretsPath(null), options)) {
    const event = parse(line)
    watch.onActivity()
    if (event.type === "ERROR") {
      throw new KubernetesError(event.object.message ?? "The watch failed.", event.object.code ?? null)
    }
    const secret = event.type === "BOOKMARK" ? null : toHelmSecret(event.object)
    if (secret !== null) watch.onChange(secret, event.type === "DELETED")
    watch.version = event.object.metadata.resourceVersion || watch.version
  }
}

/** The resource version is too old to continue from. */
export const isExpired = (error: unknown) => hasStatus(error, 410)

function parse(line: string): z.infer<typeof eventSchema> {
  try {
    return eventSchema.parse(JSON.parse(line))
  } catch {
    throw new KubernetesError("The cluster sent an invalid watch event.", null)
  }
}
