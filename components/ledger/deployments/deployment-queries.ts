import { queryOptions } from "@tanstack/react-query"
import type { Deployment } from "@/lib/ledger/deployments/schema"
import { api } from "@/lib/platform/paths"
import { apiListQuery, apiQuery } from "@/lib/web/client/api-query"
import { queryKeys } from "@/lib/web/client/query-keys"

export const deploymentQuery = (id: string) =>
  apiQuery(queryKeys.deployment(id), api("/platform/deployments/{id}", id))

/** The promotion path of its version; null if it never reached any environment. */
export function pathQuery({ application, imageTag }: Pick<Deployment, "application" | "imageTag">) {
  const path = api("/platform/deployments/promotions", { application, imageTag, limit: 1 })
  const promotions = apiQuery(queryKeys.promotionPath(application, imageTag), path)
  return queryOptions({ ...promotions, select: ([first = null]) => first })
}

/** The deployment that was live before this one; null if there was none. */
export function replacedQuery(deployment: Deployment) {
  const { id, application, environment, deployedAt, previousImageTag: imageTag } = deployment
  const filter = { application, environment, imageTag, to: justAfter(deployedAt), limit: 20 }
  const path = api("/platform/deployments/history", filter)
  return queryOptions({
    ...apiQuery(["replaced", id, imageTag], path, { enabled: imageTag !== null }),
    select: (page) => page.find((one) => one.id !== id && one.reached) ?? null,
  })
}

/** `to` is exclusive, and the previous deployment may have been recorded for the same instant. */
function justAfter(instant: string): string {
  return new Date(Date.parse(instant) + 1).toISOString()
}

export const deploymentAuditQuery = (id: string) =>
  apiListQuery(
    queryKeys.auditOf("deployment", id),
    api("/audit", { subjectType: "deployment", subjectId: id, limit: 20 }),
  )
