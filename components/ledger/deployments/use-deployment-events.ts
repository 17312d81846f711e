"use client"

import { useQueryClient } from "@tanstack/react-query"
import { useLiveEvent } from "@/components/layout/live"
import { deploymentOf } from "@/components/ledger/deployments/deployment-of-event"
import { patchDeployment } from "@/components/ledger/deployments/patch-deployment"
import { reread } from "@/lib/web/client/live-query"

/** Subscribes to changes of deployments on screen: updates them immediately and refetches what depends on them. */
export function useDeploymentEvents(): void {
  const client = useQueryClient()
  useLiveEvent((event) => {
    const deployment = deploymentOf(event)
    if (deployment === null) return
    const { id, application, imageTag } = deployment
    patchDeployment(client, deployment)
    reread(client, { queryKey: ["promotions", { application, imageTag }] })
    reread(client, { queryKey: ["audit", { subjectType: "deployment", subjectId: id }] })
  })
}
