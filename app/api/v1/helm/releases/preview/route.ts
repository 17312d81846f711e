import { previewRelease } from "@/lib/fleet/releases/preview-release"
import { previewReleaseSchema, previewSchema } from "@/lib/fleet/releases/preview-schema"
import { defineRoute, endpoint } from "@/lib/web/http/define-route"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/helm/releases/preview", {
  POST: endpoint({
    summary: "Preview an install, upgrade, rollback or uninstall",
    description:
      "Rendered by Helm against the cluster, with secrets masked; changes nothing. For a token limited to tenants, it is rendered without cluster access, so `lookup` in a template returns nothing. Resources that an uninstall keeps because of `helm.sh/resource-policy: keep` are `unchanged`.",
    access: "releases:write",
    problems: [404],
    body: previewReleaseSchema,
    response: previewSchema,
    verb: (actor, { body }) => previewRelease(actor, body),
  }),
})
