import { PrismaPg } from "@prisma/adapter-pg"
import { databasePoolSize } from "@/lib/platform/env"
import { PrismaClient } from "./generated/client"
import { openPool } from "./pool"

/** No statement takes longer than a transaction of bulk work may; also where the database stopped answering. */
const maxStatementMs = 600_000

// Next bundles each route by itself and reloads modules in development; the pool must be one a process all the same.
const held = globalThis as typeof globalThis & { slipwayPrisma?: PrismaClient }

/** The one pool of this process. Use `db()` of ./transaction, which joins the transaction under way. */
export function prismaClient(): PrismaClient {
  held.slipwayPrisma ??= new PrismaClient({
    adapter: new PrismaPg(openPool(databasePoolSize(), { queryTimeoutMs: maxStatementMs }), {
      disposeExternalPool: true,
    }),
    transactionOptions: { maxWait: 20_000, timeout: 120_000 },
  })
  return held.slipwayPrisma
}

export async function disconnect(): Promise<void> {
  await held.slipwayPrisma?.$disconnect()
  held.slipwayPrisma = undefined
}
