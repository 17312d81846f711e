import { z } from "zod"
import { references } from "@/lib/identity/auth/references"
import { apiObject } from "@/lib/platform/api-object"
import { displayName } from "@/lib/platform/display-name"
import { instantText } from "@/lib/platform/instant-schema"
import { pageQuery, searchQuery } from "@/lib/platform/page"

const tenantStatuses = ["ACTIVE", "SUSPENDED"] as const
const tenantStatusSchema = z.enum(tenantStatuses)
export type TenantStatus = z.infer<typeof tenantStatusSchema>

/** https://kubernetes.io/docs/concepts/overview/working-with-objects/names: a DNS label. */
const dnsLabel = (maxLength: number) =>
  z
    .string()
    .min(1, "Required.")
    .max(maxLength, `At most ${maxLength} characters.`)
    .regex(
      /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/,
      "Use lowercase letters, digits and -, not starting or ending with -.",
    )

/** Leaves room for `tenant-` in the namespace. */
export const tenantSlug = dnsLabel(50)
export const namespaceName = dnsLabel(63)
const tenantName = displayName(200)
export const clusterName = z.string().min(1, "Required.").max(253)

export const clusterReference = clusterName.register(references, {
  lookUp: async (_actor, name) => (await import("@/lib/kube/cluster/read-clusters")).chooseCluster(name),
})

export const tenantReference = z.uuid().register(references, {
  lookUp: async (actor, id) => (await import("./find-tenant")).findTenantNamed(actor, id),
})

const tenantTags = z
  .record(z.string().min(1).max(63), z.string().max(255))
  .refine((tags) => Object.keys(tags).length <= 50, "At most 50 tags.")

const clusterScopedDescription =
  "Whether charts of the tenant may create cluster-scoped objects, such as CRDs, ClusterRoles and webhooks."
const isolatedDescription =
  "On clusters where Helm does not act as the tenant, rejects charts that use `lookup` or create objects outside the tenant's namespace."

export const tenantSchema = apiObject("Tenant", {
  id: z.uuid(),
  slug: z.string(),
  name: z.string(),
  namespace: z.string(),
  tags: z.record(z.string(), z.string()),
  cluster: z.string(),
  status: tenantStatusSchema,
  clusterScoped: z.boolean().meta({ description: clusterScopedDescription }),
  isolated: z.boolean().meta({ description: isolatedDescription }),
  releases: z.int().meta({ description: "The number of installed releases." }),
  createdAt: instantText,
  updatedAt: instantText,
})

export type Tenant = z.infer<typeof tenantSchema>

export const createTenantSchema = apiObject("CreateTenant", {
  slug: tenantSlug.meta({ description: "A unique identifier, such as `acme`." }),
  name: tenantName.optional().meta({ description: "Default: the slug." }),
  namespace: namespaceName.optional().meta({ description: "Default: `tenant-` followed by the slug." }),
  tags: tenantTags
    .default({})
    .meta({ description: 'Key-value pairs, such as `{"tier": "gold"}`; at most 50.' }),
  cluster: clusterReference.optional().meta({ description: "Default: the first configured cluster." }),
  status: tenantStatusSchema.default("ACTIVE"),
  clusterScoped: z.boolean().default(false).meta({ description: clusterScopedDescription }),
  isolated: z.boolean().default(false).meta({ description: isolatedDescription }),
})

export type CreateTenant = z.infer<typeof createTenantSchema>

export const updateTenantSchema = apiObject("UpdateTenant", {
  slug: tenantSlug.optional(),
  name: tenantName.optional(),
  namespace: namespaceName
    .optional()
    .meta({ description: "Can only be changed while no releases are installed." }),
  tags: tenantTags.optional().meta({ description: "Replaces all tags." }),
  cluster: clusterReference
    .optional()
    .meta({ description: "Can only be changed while no releases are installed." }),
  status: tenantStatusSchema
    .optional()
    .meta({ description: "Releases of a SUSPENDED tenant cannot be installed, upgraded or rolled back." }),
  clusterScoped: z.boolean().optional().meta({ description: clusterScopedDescription }),
  isolated: z.boolean().optional().meta({ description: isolatedDescription }),
})

export type UpdateTenant = z.infer<typeof updateTenantSchema>

/** `name=value` or `name`, separated by commas. */
export const tagFilter = z
  .string()
  .min(1)
  .max(2000)
  .regex(/^[^=,]+(=[^,]*)?(,[^=,]+(=[^,]*)?)*$/, "Use name=value, or several separated by commas.")
  .meta({
    description:
      "Tags that must all match, such as `tier=gold,region=eu`; a name without a value matches any value.",
  })

export const tenantQuerySchema = z.strictObject({
  status: tenantStatusSchema.optional(),
  cluster: clusterName.optional(),
  q: searchQuery("Matches part of the slug, the name or the namespace."),
  tags: tagFilter.optional(),
  ...pageQuery,
})

export type TenantQuery = z.infer<typeof tenantQuerySchema>
