import { z } from "zod"

export const clusterSourceSchema = z.enum(["configured", "kubeconfig", "in-cluster", "sandbox"])

export const clusterSchema = z
  .strictObject({
    name: z.string(),
    source: clusterSourceSchema.meta({ description: "Where Slipway knows it from." }),
    server: z.string().meta({ description: "The address of its API." }),
    sandbox: z.boolean().meta({ description: "In memory, for trying out." }),
    reachable: z.boolean(),
    version: z.string().nullable().meta({ description: "Of Kubernetes; null while it is not reachable." }),
    problem: z.string().nullable().meta({ description: "Why it is not reachable." }),
  })
  .meta({ id: "Cluster" })

export type ClusterState = z.infer<typeof clusterSchema>
