import { getReleaseAttention } from "@/lib/console/overview/get-release-attention"
import { releaseAttentionSchema } from "@/lib/console/overview/release-attention-schema"
import { defineRoute, endpoint } from "@/lib/web/http/define-route"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/helm/releases/attention", {
  GET: endpoint({
    summary: "List releases that need attention",
    access: "releases:read",
    response: releaseAttentionSchema,
    verb: (actor) => getReleaseAttention(actor),
  }),
})
