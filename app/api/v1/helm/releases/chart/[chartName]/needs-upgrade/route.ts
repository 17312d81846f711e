import { z } from "zod"
import { listNeedingUpgrade } from "@/lib/fleet/releases/list-releases"
import { releaseSchema } from "@/lib/fleet/releases/schema"
import { pageQuery } from "@/lib/platform/page"
import { exactVersion, plainChartName } from "@/lib/policy/names"
import { defineRoute, endpoint } from "@/lib/web/http/define-route"

const path = "/api/v1/helm/releases/chart/{chartName}/needs-upgrade"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute(path, {
  GET: endpoint({
    summary: "List the installed releases of a chart that are older than a version",
    description: "Compared by semantic versioning, oldest version first.",
    access: "releases:read",
    problems: [409],
    params: z.strictObject({ chartName: plainChartName }),
    query: z.strictObject({ targetVersion: exactVersion, ...pageQuery }),
    response: releaseSchema.array(),
    verb: (actor, { params, query }) => listNeedingUpgrade(actor, params.chartName, query),
  }),
})
