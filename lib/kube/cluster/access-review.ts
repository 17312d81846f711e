import { z } from "zod"
import type { KubernetesApi } from "./kubernetes-api"

/** One permission of an account; without a namespace: cluster-wide. */
export type Access = { verb: string; group: string; resource: string; namespace?: string; name?: string }

const reviewSchema = z.object({ status: z.object({ allowed: z.boolean() }) })

/** Whether the account of the client has the permission; also for a namespace that does not exist. Throws KubernetesError. */
export async function isAllowed(api: KubernetesApi, access: Access): Promise<boolean> {
  const review = {
    apiVersion: "authorization.k8s.io/v1",
    kind: "SelfSubjectAccessReview",
    spec: { resourceAttributes: access },
  }
  const path = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews"
  const { status } = await api.post(path, review, reviewSchema)
  return status.allowed
}
