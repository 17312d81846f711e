import { useQueryClient } from "@tanstack/react-query"
import { patchDeployment } from "@/components/ledger/deployments/deployment-events"
import { useApiMutation } from "@/components/ui/use-api-mutation"
import type { Deployment } from "@/lib/ledger/deployments/schema"
import { api } from "@/lib/platform/paths"
import { reread } from "@/lib/web/client/live-query"
import { queryKeys } from "@/lib/web/client/query-keys"
import { request } from "@/lib/web/client/request"

export function useRestoreDeployment(deployment: Deployment) {
  return useDeploymentMutation(
    deployment,
    () => request(api.restoreDeployment(deployment.id), { method: "POST" }),
    "Deployment restored",
  )
}

export function useDeploymentMutation<Body = undefined>(
  { id }: Deployment,
  send: (body: Body) => Promise<Deployment>,
  toast: string | ((changed: Deployment) => string),
) {
  const client = useQueryClient()
  return useApiMutation(send, {
    toast,
    invalidates: [queryKeys.auditOf("deployment", id)],
    onSuccess: (changed) => {
      patchDeployment(client, changed)
      reread(client, { queryKey: queryKeys.deployment(id) })
    },
  })
}
