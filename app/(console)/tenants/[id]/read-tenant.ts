import { notFound } from "next/navigation"
import { cache } from "react"
import { getTenant } from "@/lib/fleet/tenants/get-tenant"
import { requirePageUser } from "@/lib/identity/auth/page-actor"
import { DomainError } from "@/lib/platform/errors"

/** By id or slug, read once for the title and the page. One out of sight is a page not found. */
export const readTenant = cache(async (idOrSlug: string) => {
  const { actor } = await requirePageUser()
  try {
    return { actor, tenant: await getTenant(actor, decodeURIComponent(idOrSlug)) }
  } catch (error) {
    if (error instanceof DomainError && error.kind === "not_found") notFound()
    throw error
  }
})
