"use client"

import { useQueryClient } from "@tanstack/react-query"
import { patchDeployment } from "@/components/deployments/patch-deployment"
import { useLiveEvent } from "@/components/layout/live"
import { deploymentSchema } from "@/lib/deployments/schema"

/** Follows deployments that are on screen: what changed shows at once, what depends on it is read again. */
export function useDeploymentEvents(): void {
  const client = useQueryClient()
  useLiveEvent((event) => {
    const parsed = deploymentSchema.safeParse(event.data)
    if (!parsed.success) return
    const { id, application, imageTag } = parsed.data
    patchDeployment(client, parsed.data)
    void client.invalidateQueries({ queryKey: ["promotions", { application, imageTag }] })
    void client.invalidateQueries({ queryKey: ["audit", { subjectType: "deployment", subjectId: id }] })
  })
}
