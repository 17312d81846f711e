import { defineRoute } from "@/lib/web/http/define-route"
import { controlEndpoint } from "../../control-endpoint"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/helm/rollouts/{id}/abort", {
  POST: controlEndpoint(
    "abort",
    "Abort a rollout",
    "Releases that have not started are skipped, queued operations are cancelled, and running upgrades finish. Returns 409 once the rollout has finished.",
  ),
})
