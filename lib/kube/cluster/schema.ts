import { z } from "zod"
import { instantText } from "@/lib/platform/instant-schema"

export const clusterSourceSchema = z.enum(["configured", "kubeconfig", "in-cluster", "sandbox"])

/** What is heard of a cluster all the while, beside whether it answers now. */
export const clusterWatchSchema = z.strictObject({
  following: z.boolean().meta({ description: "A worker follows it now." }),
  scope: z.enum(["CLUSTER", "NAMESPACES"]).nullable().meta({
    description: "NAMESPACES: only those of tenants, since Secrets may not be listed everywhere.",
  }),
  worker: z.string().nullable().meta({ description: "Who follows it." }),
  since: instantText.nullable().meta({ description: "Followed without a gap since then." }),
  lastSeenAt: instantText.nullable().meta({ description: "When the cluster last answered a worker." }),
  comparedAt: instantText.nullable().meta({ description: "When everything was last compared with it." }),
  problem: z.string().nullable().meta({ description: "Why it is not followed, or not in full." }),
})

export const clusterSchema = z
  .strictObject({
    name: z.string(),
    source: clusterSourceSchema.meta({ description: "Where Slipway knows it from." }),
    server: z.string().nullable().meta({
      description: "The address of its API; null for a token limited to tenants.",
    }),
    helmIdentity: z.enum(["tenant", "cluster"]).meta({
      description:
        "As whom Helm acts: the tenant's service account, or the account of the kubeconfig for all tenants.",
    }),
    sandbox: z.boolean().meta({ description: "In memory, for trying out." }),
    reachable: z.boolean(),
    version: z.string().nullable().meta({ description: "Of Kubernetes; null while it is not reachable." }),
    problem: z.string().nullable().meta({ description: "Why it is not reachable." }),
    watch: clusterWatchSchema,
    managed: z.int().meta({ description: "Releases of the caller's tenants that are installed there." }),
    unmanaged: z.int().meta({ description: "Releases that Helm has there and Slipway does not manage." }),
  })
  .meta({ id: "Cluster" })

export type ClusterState = z.infer<typeof clusterSchema>
