"use client"

import { useQueryClient } from "@tanstack/react-query"
import { deploymentOf } from "@/components/deployments/deployment-of-event"
import { patchDeployment } from "@/components/deployments/patch-deployment"
import { useLiveEvent } from "@/components/layout/live"

/** Follows deployments that are on screen: what changed shows at once, what depends on it is read again. */
export function useDeploymentEvents(): void {
  const client = useQueryClient()
  useLiveEvent((event) => {
    const deployment = deploymentOf(event)
    if (deployment === null) return
    const { id, application, imageTag } = deployment
    patchDeployment(client, deployment)
    void client.invalidateQueries({ queryKey: ["promotions", { application, imageTag }] })
    void client.invalidateQueries({ queryKey: ["audit", { subjectType: "deployment", subjectId: id }] })
  })
}
