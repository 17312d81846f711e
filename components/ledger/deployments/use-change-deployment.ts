"use client"

import { useMutation, useQueryClient } from "@tanstack/react-query"
import { patchDeployment } from "@/components/ledger/deployments/patch-deployment"
import type { Deployment } from "@/lib/ledger/deployments/schema"
import { api } from "@/lib/platform/paths"
import { reread } from "@/lib/web/client/live-query"
import { request } from "@/lib/web/client/request"

/** The fields of a change, as the API expects them. */
export interface DeploymentChange {
  status?: Deployment["status"]
  completedAt?: string
  rollbackReason?: string
  notes?: string | null
}

/** Updates a deployment through the API and shows the response everywhere on screen. */
export function useChangeDeployment(id: string, onDone: (deployment: Deployment) => void) {
  return useSend(
    id,
    (body: DeploymentChange) => request<Deployment>(api.deployment(id), { method: "PATCH", body }),
    onDone,
  )
}

/** Calls an action of a deployment and shows the response everywhere on screen. */
export function useDeploymentAction(id: string, path: string, onDone: (deployment: Deployment) => void) {
  return useSend(
    id,
    (body: { reason: string } | undefined) => request<Deployment>(path, { method: "POST", body }),
    onDone,
  )
}

function useSend<Body>(
  id: string,
  mutationFn: (body: Body) => Promise<Deployment>,
  onDone: (deployment: Deployment) => void,
) {
  const client = useQueryClient()
  return useMutation({
    mutationFn,
    onSuccess: (deployment) => {
      patchDeployment(client, deployment)
      reread(client, { queryKey: ["deployment", id] })
      void client.invalidateQueries({ queryKey: ["audit", { subjectType: "deployment", subjectId: id }] })
      onDone(deployment)
    },
  })
}
