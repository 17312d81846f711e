import { z } from "zod"
import { clusterName, clusterReference, namespaceName, tenantReference } from "@/lib/fleet/tenants/schema"
import { apiObject } from "@/lib/platform/api-object"
import { instantText } from "@/lib/platform/instant-schema"
import { booleanQuery, pageQuery, searchQuery } from "@/lib/platform/page"
import { previewDigestSchema } from "./preview-digest"
import { releaseName } from "./schema"

export const unmanagedReleaseSchema = apiObject("UnmanagedRelease", {
  id: z.uuid(),
  cluster: z.string(),
  namespace: z.string(),
  releaseName: z.string(),
  revision: z.int().meta({ description: "Helm's number of the last revision." }),
  status: z.string().meta({ description: "Helm's status, such as deployed, failed or pending-upgrade." }),
  chartName: z.string().nullable().meta({ description: "Null until it has been looked up." }),
  chartVersion: z.string().nullable(),
  appVersion: z.string().nullable(),
  tenantId: z
    .uuid()
    .nullable()
    .meta({ description: "The tenant that owns the namespace; null if unassigned." }),
  tenantSlug: z.string().nullable(),
  tenantName: z.string().nullable(),
  firstSeenAt: instantText,
  lastSeenAt: instantText,
})

export type UnmanagedRelease = z.infer<typeof unmanagedReleaseSchema>

export const unmanagedQuerySchema = z.strictObject({
  cluster: clusterName.optional(),
  tenantId: z.uuid().optional(),
  adoptable: booleanQuery
    .optional()
    .meta({ description: "`true`: in the namespace of a tenant; `false`: in no tenant's." }),
  q: searchQuery("Matches part of the release name, the namespace or the chart name."),
  ...pageQuery,
})

export type UnmanagedQuery = z.infer<typeof unmanagedQuerySchema>

export const adoptReleaseSchema = apiObject("AdoptRelease", {
  cluster: clusterReference.optional().meta({ description: "Default: the only configured cluster." }),
  namespace: namespaceName,
  releaseName,
  tenantId: tenantReference.meta({
    description:
      "The tenant that owns the namespace. For an admin, also a tenant without releases, which takes over the namespace.",
  }),
  repository: z.string().min(1).max(63).optional().meta({
    description: "The repository of the chart. Default: the only repository that has the chart, if any.",
  }),
  previewDigest: previewDigestSchema,
})

export type AdoptRelease = z.infer<typeof adoptReleaseSchema>
