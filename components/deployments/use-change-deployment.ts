"use client"

import { useMutation, useQueryClient } from "@tanstack/react-query"
import { patchDeployment } from "@/components/deployments/patch-deployment"
import { reread } from "@/lib/api/live-query"
import { request } from "@/lib/api/request"
import type { Deployment } from "@/lib/deployments/schema"
import { api } from "@/lib/paths"

/** The fields of a change as the API takes them. */
export interface DeploymentChange {
  status?: Deployment["status"]
  completedAt?: string
  rollbackReason?: string
  notes?: string | null
}

/** Changes a deployment through the API and shows the answer wherever it is on screen. */
export function useChangeDeployment(id: string, onDone: (deployment: Deployment) => void) {
  return useSend(
    id,
    (body: DeploymentChange) => request<Deployment>(api.deployment(id), { method: "PATCH", body }),
    onDone,
  )
}

/** Posts to one of the actions of a deployment and shows the answer wherever it is on screen. */
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
