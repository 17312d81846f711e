import { defineRoute } from "@/lib/web/http/define-route"
import { controlEndpoint } from "../../control-endpoint"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/helm/rollouts/{id}/rollback", {
  POST: controlEndpoint(
    "rollback",
    "Roll back a rollout",
    "Releases that have not started are skipped. Each upgraded release is rolled back to its previous revision, with the same concurrency, latest wave first. Releases that were changed since are skipped. Returns 409 if a rollback has already started.",
    202,
  ),
})
