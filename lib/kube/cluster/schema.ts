import { z } from "zod"
import { apiObject } from "@/lib/platform/api-object"
import { instantText } from "@/lib/platform/instant-schema"

/** The state of the cluster watch, independent of the current reachability. */
const clusterWatchSchema = z.strictObject({
  following: z.boolean().meta({ description: "Whether a worker currently watches the cluster." }),
  scope: z.enum(["CLUSTER", "NAMESPACES"]).nullable().meta({
    description:
      "NAMESPACES: only tenant namespaces are watched, since listing Secrets in all namespaces is forbidden.",
  }),
  worker: z.string().nullable().meta({ description: "The worker that watches it." }),
  since: instantText.nullable().meta({ description: "Since when it is watched without interruption." }),
  lastSeenAt: instantText.nullable().meta({ description: "When the cluster last responded to a worker." }),
  comparedAt: instantText.nullable().meta({ description: "When all releases were last compared with it." }),
  problem: z.string().nullable().meta({ description: "Why it is not watched, or only partially." }),
})

export const clusterSchema = apiObject("Cluster", {
  name: z.string(),
  source: z
    .enum(["configured", "kubeconfig", "in-cluster", "sandbox"])
    .meta({ description: "The source of its configuration." }),
  server: z.string().nullable().meta({
    description: "The address of its API; null for a token limited to tenants.",
  }),
  helmIdentity: z.enum(["tenant", "cluster"]).meta({
    description:
      "The identity Helm uses: the tenant's service account, or the account of the kubeconfig for all tenants.",
  }),
  sandbox: z.boolean().meta({ description: "Whether it is the built-in sandbox for evaluation." }),
  reachable: z.boolean(),
  version: z
    .string()
    .nullable()
    .meta({ description: "The Kubernetes version; null while the cluster is not reachable." }),
  problem: z.string().nullable().meta({ description: "Why it is not reachable." }),
  watch: clusterWatchSchema,
  managed: z.int().meta({ description: "The number of installed releases of the caller's tenants." }),
  unmanaged: z.int().meta({ description: "The number of Helm releases that Slipway does not manage." }),
})

export type ClusterState = z.infer<typeof clusterSchema>
