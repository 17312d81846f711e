import type { Actor } from "@/lib/identity/auth/actor"
import { findOwnUser, lockOwnUser } from "@/lib/identity/users/find-user"
import { db, transaction } from "@/lib/platform/db/transaction"
import { conflict } from "@/lib/platform/errors"
import { type ColumnLayout, type ColumnLayouts, columnLayoutsSchema } from "./schema"

const maxLists = 200

export async function listColumnLayouts(actor: Actor): Promise<ColumnLayouts> {
  const { id: userId } = await findOwnUser(actor)
  const rows = await db().columnLayout.findMany({ where: { userId } })
  return columnLayoutsSchema.parse(Object.fromEntries(rows.map(({ list, layout }) => [list, layout])))
}

/** Stores the column layout of a list. Not audited: it changes only what the caller sees. */
export async function updateColumnLayout(
  actor: Actor,
  list: string,
  layout: ColumnLayout,
): Promise<ColumnLayout> {
  await transaction(async () => {
    const userId = await lockOwnUser(actor)
    if ((await db().columnLayout.count({ where: { userId, list: { not: list } } })) >= maxLists)
      throw conflict(
        `At most ${maxLists} column layouts can be saved. Reset the columns of another list first.`,
      )
    const key = { userId_list: { userId, list } }
    await db().columnLayout.upsert({ where: key, create: { userId, list, layout }, update: { layout } })
  })
  return layout
}

/** Resets the columns of a list to its defaults. */
export async function deleteColumnLayout(actor: Actor, list: string): Promise<void> {
  const { id: userId } = await findOwnUser(actor)
  await db().columnLayout.deleteMany({ where: { userId, list } })
}
