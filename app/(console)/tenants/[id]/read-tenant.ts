import { z } from "zod"
import { getTenant } from "@/lib/fleet/tenants/list-tenants"
import { readForPage } from "@/lib/identity/auth/page-actor"

/** A tenant by id or slug. */
export const readTenant = readForPage(
  (actor, idOrSlug) => getTenant(actor, decodeURIComponent(idOrSlug)),
  z.string(),
)
