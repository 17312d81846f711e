import { defineRoute } from "@/lib/http/define-route"
import { endpoint } from "@/lib/http/endpoint"
import { getReleaseAttention } from "@/lib/overview/get-release-attention"
import { releaseAttentionSchema } from "@/lib/overview/release-attention-schema"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/helm/releases/attention", {
  GET: endpoint({
    summary: "Releases that want attention",
    access: "releases:read",
    answer: releaseAttentionSchema,
    verb: (actor) => getReleaseAttention(actor),
  }),
})
