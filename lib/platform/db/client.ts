import { PrismaPg } from "@prisma/adapter-pg"
import type { Pool } from "pg"
import { databasePoolSize, databaseReplicaUrl } from "@/lib/platform/env"
import { ProcessSingleton } from "@/lib/platform/process-singleton"
import { PrismaClient } from "./generated/client"
import { openPool } from "./pool"

/** Longer than any transaction of bulk work; also ends statements when the database stops responding. */
const maxStatementMs = 600_000

/** After that a read on the replica is repeated on the primary. */
const maxReplicaReadMs = 30_000

const pool = new ProcessSingleton<Pool>("pool")
const replica = new ProcessSingleton<Pool>("replica-pool")
const prisma = new ProcessSingleton<PrismaClient>("prisma")

/** The connections of this process. */
export function connectionPool(): Pool {
  return pool.get(() => openPool(databasePoolSize(), { queryTimeoutMs: maxStatementMs }))
}

/** Connections to the replica; null without one. */
export function replicaPool(): Pool | null {
  const replicaUrl = databaseReplicaUrl()
  if (replicaUrl === null) return null
  const limits = { queryTimeoutMs: maxReplicaReadMs, connectTimeoutMs: 2_000 }
  return replica.get(() => openPool(databasePoolSize(), { ...limits, replicaUrl }))
}

/** Prisma on the pool of this process. Use `db()` of ./transaction, which joins the open transaction. */
export function prismaClient(): PrismaClient {
  return prisma.get(
    () =>
      new PrismaClient({
        adapter: new PrismaPg(connectionPool()),
        transactionOptions: { maxWait: 20_000, timeout: 120_000 },
      }),
  )
}

export async function disconnect(): Promise<void> {
  await prisma.current?.$disconnect()
  await pool.current?.end()
  await replica.current?.end()
  prisma.current = undefined
  pool.current = undefined
  replica.current = undefined
}
