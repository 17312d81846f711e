import { db } from "./transaction"

/** Until the transaction ends, only it may create one more of a noun whose number is limited. */
export async function lockCount(noun: string): Promise<void> {
  await db().$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`slipway number of ${noun}`}, 0))`
}
