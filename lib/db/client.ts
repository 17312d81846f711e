import { PrismaPg } from "@prisma/adapter-pg"
import { databasePoolSize, databaseUrl } from "@/lib/env"
import { PrismaClient } from "./generated/client"

/** No statement takes longer than a transaction of bulk work may. */
const longestStatementMilliseconds = 600_000

// Next bundles each route by itself and reloads modules in development; the pool must be one a process all the same.
const held = globalThis as typeof globalThis & { slipwayPrisma?: PrismaClient }

/** The one pool of this process. Use `db()` of ./transaction, which joins the transaction under way. */
export function prismaClient(): PrismaClient {
  held.slipwayPrisma ??= new PrismaClient({
    adapter: new PrismaPg({
      connectionString: databaseUrl(),
      max: databasePoolSize(),
      connectionTimeoutMillis: 10_000,
      idleTimeoutMillis: 30_000,
      // Where the database went away without a word, nobody waits for it for ever.
      query_timeout: longestStatementMilliseconds,
      keepAlive: true,
      keepAliveInitialDelayMillis: 10_000,
    }),
    transactionOptions: { maxWait: 20_000, timeout: 120_000 },
  })
  return held.slipwayPrisma
}

export async function disconnect(): Promise<void> {
  await held.slipwayPrisma?.$disconnect()
  held.slipwayPrisma = undefined
}
