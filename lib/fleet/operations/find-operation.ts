import type { Actor } from "@/lib/identity/auth/actor"
import type { Operation } from "@/lib/platform/db/generated/client"
import { db } from "@/lib/platform/db/transaction"
import { DomainError } from "@/lib/platform/errors"
import { ofVisibleTenants } from "./visible-to"

/** The stored row; 404 also when it belongs to a tenant that the caller may not see. */
export async function findOperation(actor: Actor, id: string): Promise<Operation> {
  const row = await db().operation.findFirst({ where: { AND: [{ id }, ofVisibleTenants(actor)] } })
  if (row === null) throw new DomainError("not_found", `There is no operation ${id}.`)
  return row
}
