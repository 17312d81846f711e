import { z } from "zod"
import { type Actor, systemActor } from "@/lib/identity/auth/actor"
import { apiObject } from "@/lib/platform/api-object"
import { Prisma } from "@/lib/platform/db/generated/client"
import { db } from "@/lib/platform/db/transaction"

/** The actor that records the demo data; its source distinguishes demo data from all other records. */
export const demoActor = systemActor("demo")

/** Identifies the quarantine of the demo data, together with its actor. */
export const demoQuarantineReason = "Demo data: rolled back in production, where it lost writes under load."

export const demoStateSchema = apiObject("DemoState", {
  present: z.boolean().meta({ description: "Whether the ledger contains demo data." }),
})

type DemoState = z.infer<typeof demoStateSchema>

const key = "demo-data"

/** Null: demo data was never created. With `lock`, the row is locked until the transaction ends. */
export async function readDemoState(lock = false): Promise<DemoState | null> {
  const [row] = await db().$queryRaw<{ value: unknown }[]>`
    SELECT value FROM installation WHERE key = ${key} ${lock ? Prisma.sql`FOR UPDATE` : Prisma.empty}`
  return row === undefined ? null : demoStateSchema.parse(row.value)
}

/** Records that demo data was created; returns false if it was created before. */
export async function claimDemoData(): Promise<boolean> {
  const inserted = await db().$executeRaw`
    INSERT INTO installation (key, value, updated_at) VALUES (${key}, '{"present": true}', now())
    ON CONFLICT DO NOTHING`
  return inserted === 1
}

export async function noteDemoRemoved(): Promise<void> {
  await db().installation.update({ where: { key }, data: { value: { present: false } } })
}

/** Whether the console shows demo data. */
export async function getDemoState(_actor: Actor): Promise<DemoState> {
  return { present: (await readDemoState())?.present ?? false }
}
