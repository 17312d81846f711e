import { z } from "zod"
import { systemActor } from "@/lib/identity/auth/actor"
import { Prisma } from "@/lib/platform/db/generated/client"
import { db } from "@/lib/platform/db/transaction"

/** Who records the demo data; by this source they are told from everything else. */
export const demoActor = systemActor("demo")

export const demoStateSchema = z
  .strictObject({ present: z.boolean().meta({ description: "Demo data are in the ledger." }) })
  .meta({ id: "DemoState" })

export type DemoState = z.infer<typeof demoStateSchema>

const key = "demo-data"
const storedSchema = z.object({ present: z.boolean() })

/** Null: demo data were never laid. With `hold`, nobody else changes that until the transaction ends. */
export async function readDemoState(hold = false): Promise<DemoState | null> {
  const [row] = await db().$queryRaw<{ value: unknown }[]>`
    SELECT value FROM installation WHERE key = ${key} ${hold ? Prisma.sql`FOR UPDATE` : Prisma.empty}`
  return row === undefined ? null : storedSchema.parse(row.value)
}

/** Notes that demo data are laid; false where they have been before. */
export async function claimDemoData(): Promise<boolean> {
  const inserted = await db().$executeRaw`
    INSERT INTO installation (key, value, updated_at) VALUES (${key}, '{"present": true}', now())
    ON CONFLICT DO NOTHING`
  return inserted === 1
}

export async function noteDemoRemoved(): Promise<void> {
  await db().installation.update({ where: { key }, data: { value: { present: false } } })
}
