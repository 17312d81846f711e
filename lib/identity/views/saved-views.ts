import { appendAudit } from "@/lib/identity/audit/append-audit"
import type { Actor } from "@/lib/identity/auth/actor"
import { findOwnUser, lockOwnUser } from "@/lib/identity/users/find-user"
import { uniqueViolationAs } from "@/lib/platform/db/database-errors"
import type { SavedView as ViewRow } from "@/lib/platform/db/generated/client"
import { db, transaction } from "@/lib/platform/db/transaction"
import { conflict, notFound } from "@/lib/platform/errors"
import { fieldsOf } from "@/lib/platform/fields-of"
import { type CreateView, type SavedView, type ViewsQuery, viewSchema } from "./schema"

const maxViews = 200

/** The caller's saved views by name, unpaged because there are few. */
export async function listViews(actor: Actor, { list }: ViewsQuery): Promise<SavedView[]> {
  const { id: userId } = await findOwnUser(actor)
  const rows = await db().savedView.findMany({ where: { userId, list }, orderBy: { name: "asc" } })
  return rows.map(toView)
}

/** Saves a view for the caller. Throws a 409 if the name is taken, or there are too many views. */
export async function createView(actor: Actor, view: CreateView): Promise<SavedView> {
  return transaction(async () => {
    const userId = await lockOwnUser(actor)
    if ((await db().savedView.count({ where: { userId } })) >= maxViews) {
      throw conflict(`You have ${maxViews} saved views. Delete one first.`)
    }
    const row = await db().savedView.create({ data: { userId, ...view } })
    await appendAudit(actor, "view.created", row.id, view)
    return toView(row)
  }).catch(
    uniqueViolationAs(() => conflict(`You already have a view named “${view.name}”. Choose another name.`)),
  )
}

export async function deleteView(actor: Actor, id: string): Promise<void> {
  await transaction(async () => {
    const userId = await lockOwnUser(actor)
    const row = await db().savedView.findUnique({ where: { id, userId } })
    if (row === null) throw notFound("You have no such view.")
    await db().savedView.deleteMany({ where: { id } })
    const { list, name, search } = row
    await appendAudit(actor, "view.deleted", id, { list, name, search })
  })
}

const toView = (row: ViewRow): SavedView => fieldsOf(viewSchema, row)
