import { defineRoute } from "@/lib/web/http/define-route"
import { controlEndpoint } from "../../control-endpoint"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/helm/rollouts/{id}/pause", {
  POST: controlEndpoint(
    "pause",
    "Pause a rollout",
    "No more upgrades are started; running upgrades finish. Returns 409 unless the rollout is RUNNING.",
  ),
})
