import { z } from "zod"
import { type HelmSecret, helmSecretsPath, secretMetadataSchema, toHelmSecret } from "./helm-secrets"
import { type KubernetesApi, KubernetesError } from "./kubernetes-api"

const watchForm = "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1"
/** The resource version is too old to continue from. */
const expired = 410

const eventSchema = z.discriminatedUnion("type", [
  z.object({ type: z.enum(["ADDED", "MODIFIED", "DELETED", "BOOKMARK"]), object: secretMetadataSchema }),
  z.object({
    type: z.literal("ERROR"),
    object: z.object({ code: z.number().nullish(), message: z.string().nullish() }),
  }),
])

export type SecretWatch = {
  /** The version to continue from; updated with every event. */
  version: string
  signal: AbortSignal
  /** Seconds after which the cluster ends the watch. */
  seconds: number
  /** A watch without events or bookmarks for this long is considered dead. */
  quietMs: number
  /** `isGone`: the revision was deleted. */
  onChange: (secret: HelmSecret, isDeleted: boolean) => void
  /** Any message was received. */
  onActivity: () => void
}

/**
 * Watches the metadata of Helm's Secrets in all namespaces until the cluster ends the watch, which it does regularly. Throws
 * KubernetesError on failure; `isExpired` returns whether everything must be listed again.
 */
export async function watchHelmSecrets(api: KubernetesApi, watch: SecretWatch): Promise<void> {
  const path = helmSecretsPath(null, {
    watch: "true",
    allowWatchBookmarks: "true",
    resourceVersion: watch.version,
    timeoutSeconds: String(watch.seconds),
  })
  const { signal, quietMs } = watch
  for await (const line of api.lines(path, { accept: watchForm, signal, quietMs })) {
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

export const isExpired = (error: unknown) => error instanceof KubernetesError && error.status === expired

function parse(line: string): z.infer<typeof eventSchema> {
  try {
    return eventSchema.parse(JSON.parse(line))
  } catch {
    throw new KubernetesError("The cluster sent an invalid watch event.", null)
  }
}
