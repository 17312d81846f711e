import { defineRoute } from "@/lib/web/http/define-route"
import { controlEndpoint } from "../../control-endpoint"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/helm/rollouts/{id}/resume", {
  POST: controlEndpoint(
    "resume",
    "Resume a paused rollout",
    "Continues where it was paused and resets the failure count. Returns 409 unless the rollout is PAUSED.",
  ),
})
