import { PrismaPg } from "@prisma/adapter-pg"
import type { Pool } from "pg"
import { databasePoolSize } from "@/lib/platform/env"
import { PrismaClient } from "./generated/client"
import { openPool } from "./pool"

/** Longer than any transaction of bulk work; also ends statements when the database stops responding. */
const maxStatementMs = 600_000

// Next.js bundles each route separately and reloads modules in development; there must be one pool per process.
const held = globalThis as typeof globalThis & { slipwayPool?: Pool; slipwayPrisma?: PrismaClient }

/** The connections of this process. */
export function connectionPool(): Pool {
  held.slipwayPool ??= openPool(databasePoolSize(), { queryTimeoutMs: maxStatementMs })
  return held.slipwayPool
}

/** Prisma on the pool of this process. Use `db()` of ./transaction, which joins the open transaction. */
export function prismaClient(): PrismaClient {
  held.slipwayPrisma ??= new PrismaClient({
    adapter: new PrismaPg(connectionPool()),
    transactionOptions: { maxWait: 20_000, timeout: 120_000 },
  })
  return held.slipwayPrisma
}

export async function disconnect(): Promise<void> {
  await held.slipwayPrisma?.$disconnect()
  await held.slipwayPool?.end()
  held.slipwayPrisma = undefined
  held.slipwayPool = undefined
}
