import { notFound } from "next/navigation"
import { cache } from "react"
import { getTenant } from "@/lib/fleet/tenants/get-tenant"
import { requirePageUser } from "@/lib/identity/auth/page-actor"
import { DomainError } from "@/lib/platform/errors"

/** Finds a tenant by id or slug; cached so that the title and the page share one read. An invisible one is not found. */
export const readTenant = cache(async (idOrSlug: string) => {
  const { actor } = await requirePageUser()
  try {
    return { actor, tenant: await getTenant(actor, decodeURIComponent(idOrSlug)) }
  } catch (error) {
    if (error instanceof DomainError && error.kind === "not_found") notFound()
    throw error
  }
})
