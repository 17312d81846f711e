import { z } from "zod"
import { plainChartName } from "@/lib/charts/schema"
import { defineRoute } from "@/lib/http/define-route"
import { endpoint } from "@/lib/http/endpoint"
import { pageReply } from "@/lib/http/page"
import { pageQuery } from "@/lib/page"
import { listNeedingUpgrade } from "@/lib/releases/list-needing-upgrade"
import { exactVersion, releaseSchema } from "@/lib/releases/schema"

const path = "/api/v1/helm/releases/chart/{chartName}/needs-upgrade"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute(path, {
  GET: endpoint({
    summary: "The installed releases of a chart that are older than a version",
    description: "By semantic versioning, oldest version first.",
    access: "releases:read",
    problems: [409],
    params: z.strictObject({ chartName: plainChartName }),
    query: z.strictObject({ targetVersion: exactVersion, ...pageQuery }),
    answer: z.array(releaseSchema),
    verb: async (actor, { params, query }, { url }) =>
      pageReply(await listNeedingUpgrade(actor, params.chartName, query), url),
  }),
})
